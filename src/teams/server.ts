import Fastify, { type FastifyError, type FastifyInstance } from "fastify";
import type { Log } from "../telemetry/log.ts";
import { Activity } from "./activity.ts";
import type { TurnResult } from "./adapter.ts";
import { KeysUnavailable, Unauthenticated } from "./authentication.ts";
import type { TeamsConfig } from "./config.ts";
import { faultFields, newReference } from "./fault.ts";
import { serveGraphNotifications } from "./graph-notifications.ts";
import { servePages } from "./pages.ts";

/** Longer than a load balancer keeps its connections, so that it is the one to close them. */
const KEEP_ALIVE = 75_000;
const MOST_TIME_TO_SEND_A_REQUEST = 10_000;

/** The HTTP side: sizes, shapes and status codes. Nothing that an error says is ever sent. */
export function createServer(
  config: TeamsConfig,
  log: Log,
  turn: (authorization: string, activity: Activity) => Promise<TurnResult>,
  notified?: (body: unknown) => boolean,
): FastifyInstance {
  const server = Fastify({
    bodyLimit: config.bodyLimit,
    keepAliveTimeout: KEEP_ALIVE,
    requestTimeout: MOST_TIME_TO_SEND_A_REQUEST,
  });

  // JSON and nothing else: a web page may send plain text to loopback without being asked whether it may.
  server.removeContentTypeParser("text/plain");

  server.get("/healthz", async () => ({ ok: true }));
  servePages(server);
  if (notified !== undefined) serveGraphNotifications(server, notified);

  server.post("/api/messages", {
    // Before the body is read: whoever shows no token is not worth parsing.
    onRequest: async ({ headers }) => {
      if (!config.anonymous && !headers.authorization) throw new Unauthenticated("No token");
    },
    handler: async ({ headers, body }, reply) => {
      const activity = Activity.safeParse(body);
      if (!activity.success) return reply.code(400).send(problem("not-an-activity", NOT_AN_ACTIVITY));
      const { status, body: answer } = await turn(headers.authorization ?? "", activity.data);
      return reply.code(status).send(answer);
    },
  });

  server.setNotFoundHandler(async (_, reply) =>
    reply.code(404).send(problem("not-found", "Nothing is here.")),
  );

  server.setErrorHandler(async (error: FastifyError, _, reply) => {
    if (error instanceof Unauthenticated) {
      log.warn("request.unauthenticated", { cause: faultFields(error).cause ?? error.message });
      return reply.code(401).send(problem("unauthenticated", "A token of the Bot connector is required."));
    }
    if (error instanceof KeysUnavailable) {
      log.error("keys.unavailable", faultFields(error));
      return reply.code(503).send(problem("unavailable", "Tokens cannot be checked now; try again."));
    }
    if (error.statusCode === 413) return reply.code(413).send(problem("too-large", tooLarge(config)));
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return reply.code(400).send(problem("not-json", "The body has to be JSON, sent as application/json."));
    }
    const reference = newReference();
    log.error("request.failed", { reference, ...faultFields(error) });
    return reply.code(500).send(problem("internal", `Something broke on our side. Reference ${reference}`));
  });

  return server;
}

const NOT_AN_ACTIVITY = "The body is not a Bot Framework activity.";
const tooLarge = ({ bodyLimit }: TeamsConfig) => `The body may have ${bodyLimit} bytes at most.`;
const problem = (error: string, message: string) => ({ error, message });
