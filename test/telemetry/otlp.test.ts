import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { GROUP_IDS, PEOPLE_IDS, TENANT_ID } from "../../playground/company.ts";
import { startTelemetry } from "../../src/telemetry/telemetry.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Takes what OTLP sends. Names and words stand in the bytes of Protocol Buffers as they are. */
async function startReceiver() {
  const got: { path: string; auth: unknown; bytes: Buffer }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      got.push({ path, auth: headers["x-key"], bytes: Buffer.concat(chunks) });
      response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const said = (path: string) =>
    got.flatMap((each) => (each.path === path ? [each.bytes.toString("latin1")] : [])).join("");
  return { url: `http://127.0.0.1:${port}`, got, said };
}

/** Beckon as `npm start` starts it, in the playground's profile, with a list of what it loaded when it ends. */
async function startProcess(env: NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), "beckon-otlp-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  const loaded = join(folder, "loaded.json");
  const hook = `import { registerHooks } from "node:module"; import { writeFileSync } from "node:fs";
    const seen = [];
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
    process.on("exit", () => writeFileSync(${JSON.stringify(loaded)}, JSON.stringify(seen)));`;
  writeFileSync(join(folder, "hook.mjs"), hook);
  const child: ChildProcess = spawn(process.execPath, ["src/main.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS: `--import=${pathToFileURL(join(folder, "hook.mjs"))}`,
      BECKON_PROFILE: "playground",
      PORT: "0",
      BOT_TENANT_ID: TENANT_ID,
      HELPDESK_CHANNEL_ID: "19:abc@thread.tacv2",
      GRAPH_BASE_URL: "http://127.0.0.1:9",
      HELPERS_GROUP_ID: GROUP_IDS.helpers,
      LEADS_GROUP_ID: GROUP_IDS.leads,
      DATABASE_FILE: ":memory:",
      ...env,
    },
  });
  closing.push(() => child.kill("SIGKILL"));
  const ended = once(child, "exit");
  const lines: Record<string, unknown>[] = [];
  let rest = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts.map((line) => JSON.parse(line) as Record<string, unknown>));
  });
  const url = await vi.waitFor(
    () => {
      const started = lines.find(({ name }) => name === "beckon.started");
      expect(started, JSON.stringify(lines)).toBeDefined();
      return String(started?.url);
    },
    { timeout: 60_000 },
  );
  return {
    lines,
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      return JSON.parse(readFileSync(loaded, "utf8")) as string[];
    },
  };
}

const words = (text: string) => ({
  type: "message",
  id: "1",
  text,
  channelId: "msteams",
  serviceUrl: "http://127.0.0.1:9",
  from: { id: "29:sam", aadObjectId: PEOPLE_IDS.sam, name: "Sam Sharma" },
  recipient: { id: "28:bot" },
  conversation: { id: "a:sam", conversationType: "personal", tenantId: TENANT_ID },
  channelData: { tenant: { id: TENANT_ID } },
});

const say = (url: string, text: string) =>
  fetch(`${url}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(words(text)),
  });

test("a receiver gets metrics and the trace of a turn, and nothing that people wrote or are called", {
  timeout: 120_000,
}, async () => {
  const receiver = await startReceiver();
  const beckon = await startProcess({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: "x-key=hunter2",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test-room",
  });
  await say(beckon.url, "status");
  await say(beckon.url, "a wholly private sentence");
  const loaded = await beckon.stop();
  expect(loaded.some((url) => url.includes("@opentelemetry/sdk-metrics"))).toBe(true);

  const [metrics, traces] = [receiver.said("/v1/metrics"), receiver.said("/v1/traces")];
  for (const word of ["beckon.turn.duration", "status", "done", "test-room", "service.instance.id"])
    expect(metrics).toContain(word);
  for (const word of ["message status", "beckon.outcome", "beckon"]) expect(traces).toContain(word);
  for (const secret of ["private", "Sharma", PEOPLE_IDS.sam]) expect(metrics + traces).not.toContain(secret);
  expect(new Set(receiver.got.map(({ auth }) => auth))).toEqual(new Set(["hunter2"]));

  const turns = beckon.lines.filter(({ name }) => name === "turn.done");
  expect(turns).toHaveLength(2);
  const [{ trace } = {}] = turns;
  expect(traces).toContain(Buffer.from(String(trace), "hex").toString("latin1"));
  for (const line of beckon.lines) {
    expect(line).toMatchObject({ instance: expect.stringMatching(/^[\da-f-]{36}$/), release: "0.1.0" });
    expect(JSON.stringify(line)).not.toContain("hunter2");
  }
});

test("a receiver that is away is said once, and Beckon works on", { timeout: 120_000 }, async () => {
  const beckon = await startProcess({
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
    OTEL_EXPORTER_OTLP_TIMEOUT: "200",
    OTEL_BSP_SCHEDULE_DELAY: "50",
  });
  for (const text of ["one", "two"]) {
    expect((await say(beckon.url, text)).status).toBe(200);
  }
  await vi.waitFor(() => expect(beckon.lines.some(({ name }) => name === "telemetry.not-sent")).toBe(true), {
    timeout: 20_000,
  });
  await say(beckon.url, "three");
  const began = performance.now();
  await beckon.stop();
  expect(performance.now() - began).toBeLessThan(12_000);
  const said = beckon.lines.filter(
    ({ name, signal }) => name === "telemetry.not-sent" && signal === "traces",
  );
  expect(said).toHaveLength(1);
});

test("nothing of OpenTelemetry is loaded without a receiver", { timeout: 120_000 }, async () => {
  const beckon = await startProcess({});
  await say(beckon.url, "status");
  const loaded = await beckon.stop();
  expect(loaded.length).toBeGreaterThan(100);
  expect(loaded.filter((url) => /opentelemetry|otlp/.test(url))).toEqual([]);
});

test.each([
  ["OTEL_SDK_DISABLED", { OTEL_SDK_DISABLED: "true" }],
  ["both exporters none", { OTEL_TRACES_EXPORTER: "none", OTEL_METRICS_EXPORTER: "none" }],
])("%s switches it off", async (_, env) => {
  const all = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", ...env };
  const telemetry = await startTelemetry(all, { instance: "one", version: "0" }, () => {});
  expect(telemetry).toBe((await import("../../src/telemetry/telemetry.ts")).noTelemetry);
});

test.each([
  "OTEL_EXPORTER_OTLP_PROTOCOL",
  "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
  "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
])("a protocol that Beckon does not speak stops the start, with what to set: %s", async (name) => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4317", [name]: "grpc" };
  const starting = startTelemetry(env, { instance: "one", version: "0" }, () => {});
  await expect(starting).rejects.toThrow(new RegExp(`^${name}: .*http/protobuf`));
});
