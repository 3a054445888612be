import type { FastifyInstance } from "fastify";
import type { FileLinks } from "../bot/file-links.ts";
import type { Log } from "../telemetry/log.ts";
import { faultFields } from "./fault.ts";

/** Nothing in the answer runs, is shown inside Beckon's own address, or is kept by anybody on the way. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** Files of conversations, by an address that lets one person in for minutes. Every other address gets the same answer. */
export function serveFiles(server: FastifyInstance, open: FileLinks["open"], log: Log): void {
  server.get<{ Params: { "*": string } }>("/files/*", async ({ params }, reply) => {
    const file = await open(params["*"]).catch((fault: unknown) => {
      log.error("file.unreadable", faultFields(fault));
      return null;
    });
    if (file === null) return reply.code(404).headers(HEADERS).type("text/plain; charset=utf-8").send(GONE);
    log.info("file.opened", { type: file.type, bytes: file.bytes.length });
    return reply
      .headers({ ...HEADERS, "content-disposition": dispositionOf(file.name) })
      .type(file.type)
      .send(file.bytes);
  });
}

const GONE =
  "This link does not open anything (any more). Links last five minutes: press Open on the card again.";

/** As RFC 6266 writes names: ASCII for old browsers, and the name itself. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w. -]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
