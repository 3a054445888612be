import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { afterEach, describe, expect, inject, test } from "vitest";
import { systemClock } from "../../src/ports/clock.ts";
import { type ClosableNeighbours, postgresNeighbours } from "../../src/store/engines/postgres-neighbours.ts";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { createDatabase, startPostgres } from "../support/postgres.ts";
import type { SenderTask, Sent } from "./sender-process.ts";

const server = inject("postgresServer");
const ROUNDS = 4;
const SENDER = new URL("sender-process.ts", import.meta.url);

async function hear(child: ChildProcess): Promise<unknown> {
  const [message] = await once(child, "message");
  return message;
}

/** Every moment at which one of the processes sent, together and in order; and whether each had a turn. */
async function sendTogether(processes: number, task: Pick<SenderTask, "lanes" | "until">) {
  const databaseUrl = await createDatabase(server ?? "");
  const masterKey = randomBytes(32);
  const store = await openStore({ databaseUrl, masterKey }, { clock: systemClock, log: silentLog });
  await store.close();
  const children = Array.from({ length: processes }, () => fork(SENDER));
  await Promise.all(children.map(hear));
  const sent = await Promise.all(
    children.map((child) => {
      child.send({ databaseUrl, masterKey: masterKey.toString("hex"), from: 2_000, ...task });
      return hear(child) as Promise<Sent>;
    }),
  );
  const times = sent.flat().sort((one, other) => one - other);
  return { times, eachHadATurn: sent.every((each) => each.length > 0) };
}

const mostWithin = (times: readonly number[], within: number) =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + within).length));

describe.skipIf(server === null)(
  "processes on one PostgreSQL that write to one chat as fast as they can",
  () => {
    // What the arithmetic leaves over, and one more: a process on a busy machine can be late to hear.
    test.concurrent.each([2, 4])(
      "%i of them keep the limits together, but for a message each",
      async (processes) => {
        let everybody = false;
        // Nobody hands out turns: of four, one can go without for five seconds. The limits hold in every round.
        for (let rounds = 0; rounds < ROUNDS && !everybody; rounds++) {
          const { times, eachHadATurn } = await sendTogether(processes, { lanes: 12, until: 7_000 });
          everybody = eachHadATurn;
          expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(7 + processes - 1);
          expect(mostWithin(times, 2_000)).toBeLessThanOrEqual(8 + processes - 1);
          // One alone could send 4 a second for so long; they are not much slower.
          expect(times.length).toBeGreaterThanOrEqual(12);
        }
        expect(everybody).toBe(true);
      },
      80_000,
    );
  },
);

describe("notes between processes", () => {
  const opened: ClosableNeighbours[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));
  const join = (url: string) => {
    const neighbours = postgresNeighbours(url, silentLog);
    opened.push(neighbours);
    const heard: string[] = [];
    neighbours.hear((note) => heard.push(note));
    return { ...neighbours, heard };
  };
  const isHeard = (from: ReturnType<typeof join>, by: ReturnType<typeof join>, note: string) =>
    expect
      .poll(
        () => {
          from.tell(note);
          return by.heard;
        },
        { timeout: 15_000, interval: 100 },
      )
      .toContain(note);

  test("go on by themselves when the server was away", async ({ skip }) => {
    const own = await startPostgres();
    if (own === null) return skip();
    try {
      const url = await createDatabase(own.url);
      const [one, other] = [join(url), join(url)];
      await isHeard(one, other, "before");
      await own.pause();
      one.tell("while it is away");
      await own.resume();
      await isHeard(one, other, "afterwards");
      await isHeard(other, one, "and back");
    } finally {
      await own.stop();
    }
  });

  test("cost nothing and fail nobody when there is no server", async () => {
    const alone = join("postgres://beckon@127.0.0.1:1/none");
    expect(() => alone.tell("nobody hears")).not.toThrow();
    await alone.close();
  });
});
