import { once } from "node:events";
import { connect, type Socket } from "node:net";
import Fastify from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import { serveFiles } from "../../src/teams/file-page.ts";
import { silentLog } from "../../src/telemetry/log.ts";

const BYTES = Buffer.alloc(5 * 1024 * 1024);
let server: ReturnType<typeof Fastify>;
let port: number;
const readers: Socket[] = [];
beforeEach(() => {
  server = Fastify({ forceCloseConnections: true });
});
afterEach(async () => {
  for (const socket of readers.splice(0)) socket.destroy();
  await server.close();
});

async function serving(limits: { most: number; within: number }): Promise<void> {
  const open = async (token: string) =>
    token === "good" ? { name: "a.pdf", type: "application/pdf", bytes: BYTES } : null;
  serveFiles(server, open, silentLog, limits);
  port = Number(new URL(await server.listen({ port: 0, host: "127.0.0.1" })).port);
}

/** Asks for the file and reads its first bytes alone. */
async function reader(): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  readers.push(socket);
  socket.write("GET /files/good HTTP/1.1\r\nhost: x\r\n\r\n");
  await once(socket, "readable");
  return socket;
}
const get = (language = "en", token = "good") =>
  fetch(`http://127.0.0.1:${port}/files/${token}`, { headers: { "accept-language": language } });

test("downloads that nobody reads keep no more than a few files in memory, and no link closed", async () => {
  await serving({ most: 3, within: 60_000 });
  await Promise.all([reader(), reader(), reader()]);
  const refused = await get();
  expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining("Too many files")]);
  for (const socket of readers) socket.destroy();
  await expect.poll(async () => (await get()).status).toBe(200);
  for (let i = 0; i < 10; i++) expect((await get("en", "bad")).status).toBe(404);
  expect((await (await get()).arrayBuffer()).byteLength).toBe(BYTES.length);
});

test("a download that is not read is cut, and its place is free", async () => {
  await serving({ most: 1, within: 100 });
  await reader();
  await expect.poll(async () => (await get()).status, { timeout: 5_000 }).toBe(200);
});

test("the page speaks the reader's language", async () => {
  await serving({ most: 1, within: 60_000 });
  expect(await (await get("de-DE,de;q=0.9", "bad")).text()).toContain("Dieser Link öffnet nichts");
});
