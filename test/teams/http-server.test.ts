import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { activityFrom, press } from "../support/activities.ts";
import { FOREIGN_REQUESTS, LOCAL_REQUESTS } from "../support/foreign-requests.ts";
import { sam } from "../support/people.ts";
import { sendRaw, speakRaw } from "../support/raw-http.ts";
import { startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";
import { startTokenIssuer, type TokenIssuer } from "../support/token-issuer.ts";

const APP_ID = "b0000000-0000-4000-8000-000000000001";
const PATHS = ["/", "/privacy", "/healthz", "/api/messages", "/nothing", "/%zz"];

describe("without tokens, as in the playground", () => {
  let bot: TeamsBot;
  let host: string;
  beforeAll(async () => {
    bot = await startTeamsBot();
    host = new URL(bot.url).host;
  });
  afterAll(() => bot.close());

  test.each(FOREIGN_REQUESTS)("%s is refused on every route", async (_, lines) => {
    for (const path of PATHS) {
      const { status, text } = await sendRaw(bot.url, lines(path, host));
      expect([400, 403]).toContain(status);
      expect(text).not.toMatch(/Support requests|"ok":true|keeps about you|Nothing is here/);
    }
  });

  test("an upgrade by a foreign name is refused", async () => {
    const lines = ["GET / HTTP/1.1", "Host: evil.example", "Connection: Upgrade", "Upgrade: websocket"];
    expect(await sendRaw(bot.url, lines)).toMatchObject({ status: 403 });
  });

  test("an activity by a foreign name reaches no action, and its body is not read", async () => {
    const heard = await sendRaw(bot.url, [
      "POST /api/messages HTTP/1.1",
      "Host: evil.example",
      "Content-Type: application/json",
      "Content-Length: 200000",
    ]);
    expect(heard).toMatchObject({ status: 403 });
    expect(heard.text).toContain("The playground answers this machine only");
    expect(bot.logged.at(-1)).toMatchObject({ name: "request.foreign", reason: "host" });
  });

  test.each(LOCAL_REQUESTS)("%s is answered", async (_, lines) => {
    expect(await sendRaw(bot.url, lines("/healthz", host))).toMatchObject({ status: 200 });
  });
});

describe("with tokens, as in production", () => {
  let issuer: TokenIssuer;
  let bot: TeamsBot;
  beforeAll(async () => {
    issuer = await startTokenIssuer();
    bot = await startTeamsBot({ appId: APP_ID, anonymous: false, cloud: issuer.cloud });
  });
  afterAll(async () => {
    await bot.close();
    await issuer.close();
  });

  test("a proxy before it is welcome", async () => {
    const lines = ["GET /healthz HTTP/1.1", "Host: beckon.example", "X-Forwarded-For: 203.0.113.7"];
    expect(await sendRaw(bot.url, [...lines, "Connection: close"])).toMatchObject({ status: 200 });
  });

  const good = () => issuer.bearer({ iss: issuer.cloud.issuer, aud: APP_ID, serviceurl: "https://smba" });
  test.each([
    ["none", () => []],
    ["another scheme", () => [good().replace("Bearer", "Basic")]],
    ["a scheme alone", () => ["Bearer"]],
    ["two parts", () => [good().split(".").slice(0, 2).join(".")]],
    ["four parts", () => [`${good()}.x`]],
    ["an empty part", () => [good().replace(/\..*\./, "..")]],
    ["a valid one twice", () => [good(), good()]],
    ["a valid one before junk", () => [good(), "Bearer x"]],
    ["a valid one with a comma", () => [`${good()}, Bearer x`]],
    ["9,000 characters", () => [`Bearer ${"x".repeat(9_000)}.y.z`]],
    ["bytes that are no text", () => ["Bearer \u00ff\u00fe.\u00ff.\u00ff"]],
  ])("a request with %s for Authorization is refused before its body", async (_, authorizations) => {
    const heard = await sendRaw(bot.url, [
      "POST /api/messages HTTP/1.1",
      "Host: beckon.example",
      "Content-Type: application/json",
      "Content-Length: 200000",
      ...authorizations().map((value) => `Authorization: ${value}`),
    ]);
    expect(heard).toMatchObject({ status: 401 });
    expect(heard.milliseconds).toBeLessThan(1_000);
    expect(bot.presses).toHaveLength(0);
  });
});

describe("a request has to arrive in time", () => {
  const WITHIN = 400;
  let bot: TeamsBot;
  beforeAll(async () => {
    bot = await startTeamsBot({ http: { arrivesWithin: WITHIN, connections: 5 } });
  });
  afterAll(() => bot.close());

  const drip = (socket: Socket, text: string) => {
    const timer = setInterval(() => socket.write(text), 50);
    socket.once("close", () => clearInterval(timer));
  };
  const host = () => `Host: ${new URL(bot.url).host}`;

  test.each<[string, (socket: Socket) => void]>([
    ["a connection that says nothing", () => {}],
    ["half a line", (socket) => socket.write("POST /api/mess")],
    [
      "one header after the other without an end",
      (socket) => {
        socket.write(`POST /api/messages HTTP/1.1\r\n${host()}\r\n`);
        drip(socket, "A: b\r\n");
      },
    ],
    [
      "a body byte by byte",
      (socket) => {
        const head = `POST /api/messages HTTP/1.1\r\n${host()}\r\ncontent-type: application/json\r\n`;
        socket.write(`${head}content-length: 10000\r\n\r\n{`);
        drip(socket, " ");
      },
    ],
    [
      "a body in chunks without an end",
      (socket) => {
        const head = `POST /api/messages HTTP/1.1\r\n${host()}\r\ncontent-type: application/json\r\n`;
        socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
        drip(socket, "1\r\n \r\n");
      },
    ],
  ])("%s is cut off", async (_, speak) => {
    const heard = await speakRaw(bot.url, speak);
    expect(heard.milliseconds).toBeGreaterThan(WITHIN / 2);
    expect(heard.milliseconds).toBeLessThan(3 * WITHIN);
    expect([0, 408]).toContain(heard.status);
    expect(bot.logged.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("the default is the ten seconds that docs/operating.md names", async () => {
    const { TEAMS_DEFAULTS } = await import("../../src/teams/config.ts");
    expect(TEAMS_DEFAULTS.http).toEqual({ arrivesWithin: 10_000, connections: 1_000 });
  });

  test("more than a hundred headers are refused", async () => {
    const many = Array.from({ length: 120 }, (_, i) => `A${i}: b`);
    expect(await sendRaw(bot.url, ["GET /healthz HTTP/1.1", host(), ...many])).toMatchObject({ status: 431 });
  });

  test("more bytes of headers than sixteen thousand are refused", async () => {
    const heard = await sendRaw(bot.url, ["GET /healthz HTTP/1.1", host(), `A: ${"b".repeat(20_000)}`]);
    expect(heard).toMatchObject({ status: 431 });
  });

  test("a crowd of connections that send nothing, or half a request, keeps nobody out, and is logged once", async () => {
    const { hostname, port } = new URL(bot.url);
    const crowd: Socket[] = [];
    for (let i = 0; i < 20; i++) {
      const socket = connect(Number(port), hostname).on("error", () => {});
      await once(socket, "connect");
      if (i % 2 === 0) socket.write("POST /api/mess");
      crowd.push(socket);
      if (i % 4 === 3) {
        const heard = await sendRaw(bot.url, ["GET /healthz HTTP/1.1", host(), "Connection: close"]);
        expect(heard).toMatchObject({ status: 200 });
      }
    }
    await expect.poll(() => crowd.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(5);
    expect(bot.logged.filter(({ name }) => name === "connections.full")).toHaveLength(1);
    for (const socket of crowd) socket.destroy();
  });

  test("a connection whose request is at work is not closed for others", async () => {
    const release = Promise.withResolvers<void>();
    const slow = await startTeamsBot({ http: { arrivesWithin: 5_000, connections: 2 } });
    slow.answer(async () => {
      await release.promise;
      return { say: "Late." };
    });
    const turn = slow.post(activityFrom(sam, press("pick-up", { ticket: "BK-1", version: 1 })));
    const ask = ["GET /healthz HTTP/1.1", `Host: ${new URL(slow.url).host}`, "Connection: close"];
    for (let i = 0; i < 5; i++) expect(await sendRaw(slow.url, ask)).toMatchObject({ status: 200 });
    release.resolve();
    expect(await turn).toMatchObject({ status: 200, body: { value: "Late." } });
    await slow.close();
  });

  test("a connection whose first request is answered and whose second is at work is not closed for others", async () => {
    const release = Promise.withResolvers<void>();
    const slow = await startTeamsBot({ http: { arrivesWithin: 5_000, connections: 1 } });
    slow.answer(async () => {
      await release.promise;
      return { say: "Late." };
    });
    const host = `Host: ${new URL(slow.url).host}`;
    const { serviceUrl } = slow.connector;
    const pressed = activityFrom(sam, press("pick-up", { ticket: "BK-1", version: 1 }));
    const body = JSON.stringify({ serviceUrl, ...pressed });
    const [first, second] = [
      `GET /healthz HTTP/1.1\r\n${host}\r\n\r\n`,
      [
        ...["POST /api/messages HTTP/1.1", host, "Content-Type: application/json", "Connection: close"],
        ...[`Content-Length: ${Buffer.byteLength(body)}`, "", body],
      ].join("\r\n"),
    ];
    const answered = Promise.withResolvers<void>();
    const both = speakRaw(slow.url, (socket) => {
      socket.once("data", () => answered.resolve());
      socket.write(first + second);
    });
    await answered.promise;
    const ask = ["GET /healthz HTTP/1.1", host, "Connection: close"];
    expect(await sendRaw(slow.url, ask)).toMatchObject({ status: 0 });
    release.resolve();
    expect((await both).text).toContain("Late.");
    await slow.close();
  });
});
