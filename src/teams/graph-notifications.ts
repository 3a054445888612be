import type { FastifyInstance } from "fastify";

/** Below the public address of Beckon. */
export const NOTIFICATIONS_PATH = "/api/graph-notifications";

const LONGEST_TOKEN = 2_000;

/**
 * Where Microsoft Graph tells that a person or a group changed. It validates the address by a token that it wants back
 * as plain text within ten seconds, and wants every notification answered at once.
 * Source: learn.microsoft.com/graph/change-notifications-delivery-webhooks
 *
 * @param accept false when the body is something else.
 */
export function serveGraphNotifications(server: FastifyInstance, accept: (body: unknown) => boolean): void {
  // A scope of its own, because the validation comes as text, which no other route takes.
  server.register((scope, _options, ready) => {
    scope.addContentTypeParser("text/plain", { parseAs: "string" }, (_, _body, done) => done(null, null));

    scope.post<{ Querystring: { validationToken?: unknown } }>(
      NOTIFICATIONS_PATH,
      async ({ query, body }, reply) => {
        const { validationToken: token } = query;
        if (typeof token === "string" && token !== "" && token.length <= LONGEST_TOKEN) {
          return reply.type("text/plain").header("x-content-type-options", "nosniff").send(token);
        }
        return accept(body) ? reply.code(202).send() : reply.code(400).send({ error: "not-notifications" });
      },
    );
    ready();
  });
}
