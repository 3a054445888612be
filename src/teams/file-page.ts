import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { FileLinks } from "../bot/file-links.ts";
import { wordsFor } from "../cards/text/words.ts";
import type { Log } from "../telemetry/log.ts";
import { faultFields } from "./fault.ts";
import { firstLanguage } from "./pages.ts";

/** Nothing in the answer runs, is shown inside Beckon's own address, or is kept by anybody on the way. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** Each holds its whole file in memory until it has left. */
const MOST_DOWNLOADS = 20;
/** Milliseconds, so that nobody keeps a place by not reading. */
const DOWNLOAD_WITHIN = 120_000;

/** Files of conversations, by an address that lets one person in for minutes. Every other address gets the same answer. */
export function serveFiles(
  server: FastifyInstance,
  open: FileLinks["open"],
  log: Log,
  { most, within } = { most: MOST_DOWNLOADS, within: DOWNLOAD_WITHIN },
): void {
  const downloads = new Set<ServerResponse>();
  server.get<{ Params: { "*": string } }>("/files/*", async ({ params, headers }, reply) => {
    const { say } = wordsFor({ locale: firstLanguage(headers["accept-language"]), timeZone: "UTC" });
    const tell = (status: number, text: string) =>
      reply.code(status).headers(HEADERS).type("text/plain; charset=utf-8").send(text);
    if (downloads.size >= most) {
      log.warn("file.too-many", { downloads: downloads.size });
      return tell(503, say("page.file.busy"));
    }
    const download = reply.raw;
    downloads.add(download);
    const late = setTimeout(() => {
      downloads.delete(download);
      download.destroy();
    }, within).unref();
    download.once("close", () => {
      downloads.delete(download);
      clearTimeout(late);
    });
    const file = await open(params["*"]).catch((fault: unknown) => {
      log.error("file.unreadable", faultFields(fault));
      return null;
    });
    if (file === null) return tell(404, say("page.file.gone"));
    log.info("file.opened", { type: file.type, bytes: file.bytes.length });
    return reply
      .headers({ ...HEADERS, "content-disposition": dispositionOf(file.name) })
      .type(file.type)
      .send(file.bytes);
  });
}

/** As RFC 6266 writes names: ASCII for old browsers, and the name itself. */
function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w. -]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
