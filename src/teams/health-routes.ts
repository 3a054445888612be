import type { FastifyInstance } from "fastify";

/** What keeps the process from working; empty when nothing does. */
export type Ready = () => Promise<readonly string[]>;

/**
 * `/healthz` says that the process answers; `/readyz` that it can do its work, with the names of what it lacks and
 * nothing else. Anybody may ask both.
 */
export function serveHealth(server: FastifyInstance, ready: Ready | undefined): void {
  server.get("/healthz", async () => ({ ok: true }));
  if (ready === undefined) return;
  server.get("/readyz", async (_, reply) => {
    const failed = await ready();
    reply.header("cache-control", "no-store");
    return failed.length === 0 ? { ok: true } : reply.code(503).send({ ok: false, failed });
  });
}
