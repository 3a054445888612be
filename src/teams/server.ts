import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from "fastify";
import type { FileLinks } from "../bot/file-links.ts";
import type { Log } from "../telemetry/log.ts";
import { Activity } from "./activity.ts";
import type { TeamsConfig } from "./config.ts";
import { excessOf } from "./excess.ts";
import { faultFields, newReference } from "./fault.ts";
import { serveFiles } from "./file-page.ts";
import { serveGraphNotifications } from "./graph-notifications.ts";
import { type Ready, serveHealth } from "./health-routes.ts";
import { createHttpServer } from "./http-server.ts";
import { servePages } from "./pages.ts";
import type { RunTurn } from "./sdk.ts";
import { createSigningKeys, KeysUnavailable } from "./signing-keys.ts";
import { type Identity, insistOnSender, Unauthenticated, verifyToken } from "./token.ts";

const MOST_FIELDS_NAMED = 5;

interface Routes {
  readonly openFile?: FileLinks["open"];
  readonly notified?: (body: unknown) => boolean;
  readonly ready?: Ready;
}

/** The HTTP side: sizes, shapes and status codes. Error messages are never sent. */
export function createServer(
  config: TeamsConfig,
  log: Log,
  run: RunTurn,
  { openFile, notified, ready }: Routes = {},
): FastifyInstance {
  const server = Fastify({
    bodyLimit: config.bodyLimit,
    serverFactory: (serve) => createHttpServer(serve, config.http, config.anonymous, log),
  });
  const keys = createSigningKeys(config.cloud.openIdMetadataUrl);
  const senders = new WeakMap<FastifyRequest, Identity>();

  // JSON and nothing else: a web page may send plain text to loopback without being asked whether it may.
  server.removeContentTypeParser(["text/plain", "application/json"]);
  const parse = server.getDefaultJsonParser("error", "error");
  server.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) =>
    parse(request, mended(body as string), done),
  );

  serveHealth(server, ready);
  servePages(server);
  if (openFile !== undefined) serveFiles(server, openFile, log);
  if (notified !== undefined) serveGraphNotifications(server, notified);

  server.post("/api/messages", {
    // Before the body is read, so that a request without a valid token costs no parsing.
    onRequest: async (request) => {
      if (config.anonymous) return;
      senders.set(request, await verifyToken(request.raw.headersDistinct.authorization, config, keys));
    },
    handler: async (request, reply) => {
      const excess = excessOf(request.body);
      if (excess !== null) {
        log.warn("request.rejected", { status: 400, reason: "too-much", fields: excess });
        return reply.code(400).send(problem("too-much", TOO_MUCH));
      }
      const parsed = Activity.safeParse(request.body);
      if (!parsed.success) {
        const fields = parsed.error.issues.slice(0, MOST_FIELDS_NAMED).map(({ path }) => path.join("."));
        log.warn("request.rejected", { status: 400, reason: "not-an-activity", fields: fields.join(" ") });
        return reply.code(400).send(problem("not-an-activity", NOT_AN_ACTIVITY));
      }
      const sender = senders.get(request);
      if (sender !== undefined) insistOnSender(sender, parsed.data);
      const { status, body } = await run(sender?.claims ?? {}, parsed.data);
      return reply.code(status).send(body);
    },
  });

  server.setNotFoundHandler(async (_, reply) =>
    reply.code(404).send(problem("not-found", "Nothing is here.")),
  );

  server.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (error instanceof Unauthenticated) {
      log.warn("request.unauthenticated", { cause: faultFields(error).cause ?? error.message });
      // What follows of the body is not read.
      if (!request.raw.complete) reply.header("connection", "close");
      return reply.code(401).send(problem("unauthenticated", "A token of the Bot connector is required."));
    }
    if (error instanceof KeysUnavailable) {
      log.error("keys.unavailable", faultFields(error));
      return reply.code(503).send(problem("unavailable", "Tokens cannot be checked now; try again."));
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      const [status, reason, message] =
        error.statusCode === 413 ? [413, "too-large", tooLarge(config)] : [400, "not-json", NOT_JSON];
      const bytes = Number(request.headers["content-length"]) || undefined;
      log.warn("request.rejected", { status, reason, bytes, code: error.code });
      return reply.code(status).send(problem(reason, message));
    }
    const reference = newReference();
    log.error("request.failed", { reference, ...faultFields(error) });
    return reply.code(500).send(problem("internal", `Something broke on our side. Reference ${reference}`));
  });

  return server;
}

/**
 * Teams sends the backslash of a team's name as it is, which is not JSON. Half a character (a lone surrogate) and NUL can
 * only come as escapes; they have no place in an address, a hash or a database, and become the replacement character.
 */
const mended = (body: string): string => (body.includes("\\") ? body.replace(ESCAPES, mendEscape) : body);

/** Two halves of one character, any other escape, or a backslash that escapes nothing. */
const ESCAPES = /\\u(?:d[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|[\da-f]{4})|\\["\\/bfnrt]|\\/gi;
const REPLACED = /^\\u(?:0000|d[89a-f][\da-f]{2})$/i;

const mendEscape = (found: string): string =>
  found === "\\" ? "\\\\" : REPLACED.test(found) ? "\\ufffd" : found;

const NOT_AN_ACTIVITY = "The body is not a Bot Framework activity.";
const TOO_MUCH = "The body holds more values, or more of them in one another, than any activity of Teams.";
const NOT_JSON = "The body has to be JSON, sent as application/json.";
const tooLarge = ({ bodyLimit }: TeamsConfig) => `The body may have ${bodyLimit} bytes at most.`;
const problem = (error: string, message: string) => ({ error, message });
