import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPlayground } from "../../playground/start-playground.ts";

let folder: string;
const server = createServer((request, response) => {
  response.statusCode = request.url === "/_console/" ? 200 : 404;
  response.end();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "beckon-second-"));
  await writeFile(join(folder, "beckon.sqlite"), "of the running playground");
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  await new Promise((resolve) => void server.close(resolve));
  await rm(folder, { recursive: true });
});
const port = () => (server.address() as AddressInfo).port;

test("a second playground says that one runs, and leaves its store alone", async () => {
  const started = startPlayground({ folder, ports: { bot: 0, graph: port(), windows: [] } });
  await expect(started).rejects.toThrow(
    /runs already; its console page is http:\/\/127\.0\.0\.1:\d+\/_console\//,
  );
  expect(existsSync(join(folder, "beckon.sqlite"))).toBe(true);
});

test("a port that another program uses is named, before anything is emptied", async () => {
  const started = startPlayground({ folder, ports: { bot: port(), graph: 0, windows: [] } });
  await expect(started).rejects.toThrow(`needs port ${port()}, which another program uses`);
  expect(existsSync(join(folder, "beckon.sqlite"))).toBe(true);
});
