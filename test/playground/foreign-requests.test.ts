import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SimulatedGraph, startSimulatedGraph } from "../../playground/graph/simulated-graph.ts";
import { FOREIGN_REQUESTS, LOCAL_REQUESTS } from "../support/foreign-requests.ts";
import { sendRaw } from "../support/raw-http.ts";

const PRELOAD = new URL("../../playground/loopback-only.ts", import.meta.url).href;

/** As a window of the Playground: pages, and an upgrade to a stream of events. */
const WINDOW = `
  const server = require("node:http").createServer((_, response) => response.end("a page"));
  server.on("upgrade", (_, socket) => socket.end("HTTP/1.1 101 Switching Protocols\\r\\n\\r\\n"));
  server.on("checkContinue", (_, response) => response.end("a page"));
  server.listen(0, () => console.log("http://localhost:" + server.address().port));`;

let graph: SimulatedGraph;
let child: ChildProcess;
let windowUrl: string;
beforeAll(async () => {
  graph = await startSimulatedGraph();
  child = spawn(process.execPath, ["--import", PRELOAD, "-e", WINDOW], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("no output");
  windowUrl = String((await once(child.stdout, "data"))[0]).trim();
});
afterAll(async () => {
  child.kill();
  await graph.close();
});

describe("the simulated Graph and its console", () => {
  test.each(FOREIGN_REQUESTS)("do not answer %s", async (_, lines) => {
    for (const path of ["/_console/", "/_console/state", "/v1.0/users"]) {
      expect([400, 403]).toContain((await sendRaw(graph.url, lines(path, new URL(graph.url).host))).status);
    }
  });

  test.each(LOCAL_REQUESTS)("answer %s", async (_, lines) => {
    expect(await sendRaw(graph.url, lines("/_console/", new URL(graph.url).host))).toMatchObject({
      status: 200,
    });
  });
});

describe("a window", () => {
  test.each(FOREIGN_REQUESTS)("does not answer %s", async (_, lines) => {
    const sent = lines("/", new URL(windowUrl).host);
    const upgrade = [
      ...sent.filter((line) => !line.startsWith("Connection")),
      "Connection: Upgrade",
      "Upgrade: x",
    ];
    for (const each of [sent, upgrade, [...sent, "Expect: 100-continue"]]) {
      const { status, text } = await sendRaw(windowUrl, each);
      expect([400, 403]).toContain(status);
      expect(text).not.toContain("a page");
    }
  });

  test.each(LOCAL_REQUESTS)("answers %s", async (_, lines) => {
    expect(await sendRaw(windowUrl, lines("/", new URL(windowUrl).host))).toMatchObject({ status: 200 });
  });
});
