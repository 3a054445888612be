import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { type Clock, systemClock } from "../../src/ports/clock.ts";
import { whyForeign } from "../../src/ports/loopback.ts";
import type { Levers } from "../levers.ts";
import { answerBatch } from "./batch.ts";
import { answerConsole } from "./console.ts";
import { type Control, createControl } from "./control.ts";
import { faultOf } from "./faults.ts";
import { BodyTooLarge, jsonIn, textOf } from "./incoming.ts";
import { oddly } from "./odd-answers.ts";
import { badRequest, error, type Json, type Reply } from "./reply.ts";
import type { Call } from "./route.ts";
import { answerCall } from "./routes.ts";

export interface SimulatedGraph extends Control {
  /** What the bot takes for `https://graph.microsoft.com`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a Graph for one small company on the loopback interface; port 0 takes a free one. */
export async function startSimulatedGraph(
  options: { port?: number; clock?: Clock; levers?: Levers } = {},
): Promise<SimulatedGraph> {
  const { port = 0, levers, clock = levers?.clock ?? systemClock } = options;
  const control = createControl(clock, levers);
  const closing = new AbortController();

  const server = createServer((request, response) => {
    const answered = serve(request, response, control, clock, closing.signal);
    answered.catch(() => response.destroy());
  });
  const listening = Promise.withResolvers<void>();
  server.once("error", listening.reject);
  server.listen(port, "127.0.0.1", listening.resolve);
  await listening.promise;
  const { port: bound } = server.address() as AddressInfo;

  return {
    ...control,
    url: `http://127.0.0.1:${bound}`,
    async close() {
      closing.abort();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  control: Control,
  clock: Clock,
  closing: AbortSignal,
): Promise<void> {
  if (whyForeign(request) !== null) {
    return send(response, error(403, "Forbidden", "Only from this machine, without a proxy or tunnel."));
  }
  const root = `http://${request.headers.host}`;
  const url = new URL(request.url ?? "/", root);
  const body = await textOf(request).catch((reason: unknown) => {
    if (reason instanceof BodyTooLarge) return null;
    throw reason;
  });
  if (body === null) return send(response, error(413, "RequestEntityTooLarge", "The body is too large."));
  const parsed = jsonIn(body);
  if (parsed === undefined) return send(response, badRequest("The body is no JSON."));

  if (/^\/_console(\/|$)/.test(url.pathname)) {
    return send(response, answerConsole(control, request, url.pathname, parsed));
  }
  const faults = control.faults.current();
  const answered = control.record(request, url, parsed);
  if (faults.slowMs > 0) await wait(faults.slowMs, undefined, { signal: closing });
  const reply =
    faultOf(faults, request.headers.authorization) ??
    (await answerGraph(request, url, parsed, control, clock));
  answered(reply);
  return faults.malformed ? sendHalf(response, reply) : send(response, reply);
}

async function answerGraph(
  request: IncomingMessage,
  url: URL,
  body: Json,
  control: Control,
  clock: Clock,
): Promise<Reply> {
  const match = /^\/(v1\.0|beta)(\/.*)$/.exec(url.pathname);
  const [, version, path] = match ?? [];
  if (version === undefined || path === undefined) return badRequest("Invalid version.");
  const faults = control.faults.current();
  const call: Call = {
    method: request.method ?? "GET",
    root: url.origin,
    version,
    path: decodeURIComponent(path),
    query: url.searchParams,
    body,
    pageSize: faults.pageSize,
    now: clock.now(),
  };
  const isBatch = call.method === "POST" && call.path === "/$batch";
  if (!isBatch) return await answerCall(control.tenant(), faults, call);
  return oddly(faults.odd, { ...call, here: "" }, await answerBatch(control.tenant(), faults, call));
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, headers).end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
}

function sendHalf(response: ServerResponse, { status, headers, body }: Reply): void {
  const text = JSON.stringify(body);
  response.writeHead(status, headers).end(text.slice(0, text.length / 2));
}
