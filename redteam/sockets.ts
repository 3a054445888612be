import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { typed } from "../bench/activities.ts";
import { activityFrom } from "./activities.ts";
import { createFindings, type Findings, type FindingsSoFar } from "./findings.ts";
import { tellStory } from "./stories.ts";
import { CLAIMS, type Target } from "./target.ts";

/** Milliseconds after which a request that never ends has to be cut off; 10 seconds are configured. */
const LONGEST_REQUEST = 14_000;
/** Milliseconds within which somebody else is served meanwhile. */
const SERVED_WITHIN = 5_000;

/** What can be done with a socket alone; most of it without a token. */
export async function attackSockets(target: Target, connections = 1_500): Promise<Findings> {
  const findings = createFindings();
  const { sharer } = await tellStory(target, "open");
  const activity = JSON.stringify(activityFrom(sharer.id, typed("status")));
  const head = (lines: string) => `POST /api/messages HTTP/1.1\r\nhost: beckon\r\n${lines}\r\n`;
  const json = `authorization: ${target.issuer.bearer(CLAIMS)}\r\ncontent-type: application/json\r\n`;
  const { port } = new URL(target.url);
  const open = () => connect(Number(port), "127.0.0.1");

  await Promise.all([
    trickle("headers that never end", findings, open(), head("").slice(0, -2), "x-a: b\r\n"),
    trickle("a header line that never ends", findings, open(), "POST /api/messages HTTP/1.1\r\nx: ", "a"),
    trickle("a body that never ends", findings, open(), head(`${json}content-length: 5000\r\n`), " "),
    trickle(
      "a body without a token that never ends",
      findings,
      open(),
      head("content-length: 5000\r\n"),
      " ",
    ),
    trickle(
      "chunks that never end",
      findings,
      open(),
      head(`${json}transfer-encoding: chunked\r\n`),
      "1\r\n \r\n",
    ),
    trickle("a connection that says nothing", findings, open(), "", ""),
    answered(
      "a length that is too short",
      findings,
      open(),
      head(`${json}content-length: 10\r\n`) + activity,
    ),
    answered("a length below zero", findings, open(), head(`${json}content-length: -5\r\n`) + activity),
    answered(
      "two lengths",
      findings,
      open(),
      head(`${json}content-length: 5\r\ncontent-length: 9\r\n`) + activity,
    ),
    answered(
      "a length and chunks",
      findings,
      open(),
      head(`${json}content-length: 4\r\ntransfer-encoding: chunked\r\n`) + smuggled(activity),
    ),
    answered(
      "an unknown transfer coding",
      findings,
      open(),
      head(`${json}transfer-encoding: x\r\n`) + activity,
    ),
    answered("headers of 100 kB", findings, open(), head(`x: ${"a".repeat(100_000)}\r\n`)),
    answered("5,000 headers", findings, open(), head("a: b\r\n".repeat(5_000))),
    answered("no request at all", findings, open(), "\u0000\u0001\u0002 hello\r\n\r\n"),
    answered("a line break in a header", findings, open(), head("x: a\n b\r\r\n")),
    answered(
      "a wish for web sockets",
      findings,
      open(),
      head("connection: upgrade\r\nupgrade: websocket\r\ncontent-length: 0\r\n"),
    ),
    answered(
      "a proxy's CONNECT",
      findings,
      open(),
      "CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: x\r\n\r\n",
    ),
    halfOpen(findings, open(), head(`${json}content-length: 5000\r\n`)),
    pipelined(findings, open(), `${head("content-length: 2\r\n")}{}`),
  ]);
  await crowd(target, findings, open, connections, sharer.id);
  return findings.done();
}

const smuggled = (activity: string) => `0\r\n\r\nPOST /api/messages HTTP/1.1\r\nhost: x\r\n\r\n${activity}`;

/** Sends a beginning and a little more each half second, until the server has enough. */
async function trickle(
  name: string,
  { count, most, wrong }: FindingsSoFar,
  socket: Socket,
  first: string,
  more: string,
): Promise<void> {
  count("slow requests");
  const begun = performance.now();
  let isOver = false;
  socket
    .on("error", () => {})
    .on("close", () => {
      isOver = true;
    });
  socket.resume();
  await once(socket, "connect");
  socket.write(first);
  while (!isOver && performance.now() - begun < LONGEST_REQUEST) {
    await wait(500);
    if (!isOver && more !== "") socket.write(more);
  }
  most("slowest request cut off after, ms", performance.now() - begun);
  if (!isOver) wrong(`kept open for more than ${LONGEST_REQUEST} ms`, name);
  socket.destroy();
}

/** Answered or cut off, and never with a 5xx. */
async function answered(
  name: string,
  { count, wrong }: FindingsSoFar,
  socket: Socket,
  bytes: string,
): Promise<void> {
  count("odd requests");
  const said = await talk(socket, bytes, LONGEST_REQUEST);
  const statuses = [...said.text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));
  if (!said.isOver && statuses.length === 0) wrong("neither answered nor cut off", name);
  if (statuses.some((status) => status >= 500)) wrong(`answered ${statuses.join(" ")}`, name);
  if (statuses.includes(101) || (name.includes("CONNECT") && statuses.includes(200))) {
    wrong("let somebody through", name);
  }
  if (name === "a length and chunks" && statuses.length > 1) wrong("smuggled a second request", name);
}

/** Everything that the server says until it hangs up, or has been silent after its first words. */
async function talk(socket: Socket, bytes: string, most: number): Promise<{ text: string; isOver: boolean }> {
  let text = "";
  let isOver = false;
  socket
    .on("error", () => {})
    .on("close", () => {
      isOver = true;
    });
  socket.on("data", (chunk) => {
    text += chunk;
  });
  await once(socket, "connect");
  socket.write(bytes);
  const until = performance.now() + most;
  while (!isOver && performance.now() < until && text === "") await wait(50);
  await wait(300);
  socket.destroy();
  return { text, isOver };
}

/** Says that it sends no more, in the middle of a body. */
async function halfOpen({ count, wrong }: FindingsSoFar, socket: Socket, bytes: string): Promise<void> {
  count("slow requests");
  let isOver = false;
  socket
    .on("error", () => {})
    .on("close", () => {
      isOver = true;
    });
  socket.resume();
  await once(socket, "connect");
  socket.end(bytes);
  const until = performance.now() + LONGEST_REQUEST;
  while (!isOver && performance.now() < until) await wait(100);
  if (!isOver) wrong(`kept open for more than ${LONGEST_REQUEST} ms`, "a body that was broken off");
  socket.destroy();
}

/** Many requests without a token in one go: each is answered, none with a 5xx. */
async function pipelined({ count, wrong }: FindingsSoFar, socket: Socket, request: string): Promise<void> {
  count("pipelined requests", 500);
  let text = "";
  socket
    .on("error", () => {})
    .on("data", (chunk) => {
      text += chunk;
    });
  await once(socket, "connect");
  socket.write(request.repeat(500));
  const statuses = () => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
  const until = performance.now() + LONGEST_REQUEST;
  while (performance.now() < until && statuses().length < 500 && !socket.destroyed) await wait(100);
  if (statuses().length === 0) wrong("pipelined requests got no answer");
  if (statuses().some((status) => status !== 401)) wrong(`pipelined: ${[...new Set(statuses())].join(" ")}`);
  socket.destroy();
}

/** More connections than anybody needs, and in the midst of them a person who waits for an answer. */
async function crowd(
  target: Target,
  { count, most, wrong }: FindingsSoFar,
  open: () => Socket,
  connections: number,
  person: string,
): Promise<void> {
  const sockets = Array.from({ length: connections }, () => open().on("error", () => {}));
  for (const socket of sockets) socket.on("connect", () => socket.write("POST /api/messages HTTP/1.1\r\n"));
  await wait(1_000);
  count("connections at once", sockets.filter(({ destroyed }) => !destroyed).length);
  const begun = performance.now();
  const status = await target
    .post(activityFrom(person, typed("status")))
    .then((answer) => answer.status)
    .catch(() => 0);
  const took = performance.now() - begun;
  most("served among them after, ms", took);
  if (status !== 200 || took > SERVED_WITHIN) wrong(`among ${connections} connections nobody is served`);
  for (const socket of sockets) socket.destroy();
}
