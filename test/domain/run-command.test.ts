import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/domain/run-command.ts";
import type { Command } from "../../src/domain/ticket/commands.ts";
import { MOST_ATTEMPTS, MOST_ATTEMPTS_IN_ALL, replay } from "../../src/domain/ticket/evolve.ts";
import { idempotencyKey, type TicketId, ticketId } from "../../src/domain/ticket/ids.ts";
import type { Actor } from "../../src/domain/ticket/person.ts";
import { defaultPolicy as policy } from "../../src/domain/ticket/policy.ts";
import { StoreUnavailable, type TicketStore } from "../../src/ports/ticket-store.ts";
import { by, orders, passTime } from "../support/commands.ts";
import { createMemoryTicketStore } from "../support/memory-ticket-store.ts";
import { asHana, asHugo, asLena, asMia, asSam, hana, hugo, mia } from "../support/people.ts";
import { at, MINUTE, T0, TICKET } from "../support/tickets.ts";
import { commandOf, stories } from "./ticket/random-commands.ts";

const OTHER = ticketId("BK-2000");
const press = idempotencyKey("press-1");
let store: TicketStore;
beforeEach(() => {
  store = createMemoryTicketStore();
});

const run = (command: Command, id = TICKET) => runCommand({ store, policy }, id, null, command);
const types = async (id: TicketId = TICKET) => (await store.trail(id)).map(({ event }) => event.type);

async function live(id = TICKET): Promise<void> {
  await run(by(asSam, 0, { ...orders.open, ticket: id }), id);
  await run(by(asHana, 1, orders.claim), id);
  await run(by(asHana, 2, orders.askForView), id);
  await run(by(asSam, 3, orders.allow), id);
}

/** The store, in front of which somebody else is faster, so many times. */
function outrun(times: number, faster: () => Promise<unknown>): TicketStore {
  let left = times;
  return {
    ...store,
    async append(change) {
      if (left-- > 0) await faster();
      return store.append(change);
    },
  };
}

describe("a command", () => {
  test("is written with its press and leaves the ticket that it answers with", async () => {
    const outcome = await runCommand({ store, policy }, TICKET, press, by(asSam, 0, orders.open));
    expect(outcome).toMatchObject({ kind: "done", ticket: { id: TICKET, version: 1 } });
    expect(outcome.ticket).toEqual(await store.read(TICKET));
    expect(await store.appliedTo(press)).toBe(TICKET);
  });

  test("that changes nothing writes nothing", async () => {
    await live();
    const outcome = await run(passTime(4));
    expect(outcome).toMatchObject({ kind: "done", events: [], ticket: { version: 4 } });
    expect(await types()).toHaveLength(4);
  });

  test("tells the store when to look at the ticket again", async () => {
    const deadlines: (number | null)[] = [];
    const real = store;
    store = {
      ...real,
      append(change) {
        deadlines.push(change.nextDeadline);
        return real.append(change);
      },
    };
    await live();
    expect(deadlines).toEqual([at(30), at(8), at(7), at(14)]);
  });
});

describe("a press that is repeated", () => {
  test("is applied once and answered from the store", async () => {
    const open = by(asSam, 0, orders.open);
    await runCommand({ store, policy }, TICKET, press, open);
    const again = await runCommand({ store, policy }, OTHER, press, { ...open, at: at(1) });
    expect(again).toMatchObject({ kind: "done", ticket: { id: TICKET }, events: [] });
    expect(await types()).toEqual(["TicketOpened"]);
    expect(await store.read(OTHER)).toBeNull();
  });

  test("while the first is being written, is found by the store", async () => {
    await run(by(asSam, 0, orders.open));
    const twin = { ...store, appliedTo: async () => null };
    const note = by(asSam, 1, orders.addNote);
    await runCommand({ store, policy }, TICKET, press, note);
    const second = await runCommand({ store: twin, policy }, TICKET, press, note);
    expect(second).toMatchObject({ kind: "done", events: [], ticket: { version: 2 } });
  });

  test("is applied once, whatever was pressed", async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (steps) => {
        const fresh = createMemoryTicketStore();
        let clock = T0;
        for (const [index, step] of steps.entries()) {
          clock += step.minutes * MINUTE;
          const command = commandOf(step, clock, await fresh.read(TICKET));
          const id = idempotencyKey(`press-${index}`);
          const first = await runCommand({ store: fresh, policy }, TICKET, id, command);
          const trail = await fresh.trail(TICKET);
          if (first.kind !== "done" || first.events.length === 0) continue;
          const second = await runCommand({ store: fresh, policy }, TICKET, id, command);
          expect(second).toMatchObject({ kind: "done", events: [] });
          expect(await fresh.trail(TICKET)).toHaveLength(trail.length);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a ticket that the caller has just read", () => {
  const readNothing = (): TicketStore => ({
    ...store,
    read: () => Promise.reject(new Error("read again")),
    appliedTo: () => Promise.reject(new Error("looked up again")),
  });
  const run = (
    key: typeof press,
    command: Command,
    known: Awaited<ReturnType<TicketStore["read"]>>,
    on = store,
  ) => runCommand({ store: on, policy }, TICKET, key, command, known);

  test("is not read again to be changed", async () => {
    const { ticket } = await runCommand({ store, policy }, TICKET, press, by(asSam, 0, orders.open));
    const claimed = await run(idempotencyKey("2"), by(asHana, 1, orders.claim), ticket, readNothing());
    expect(claimed).toMatchObject({ kind: "done", ticket: { version: 2 } });
  });

  test("is read again when it has changed since, and the command is decided on what it is now", async () => {
    const { ticket } = await runCommand({ store, policy }, TICKET, press, by(asSam, 0, orders.open));
    await runCommand({ store, policy }, TICKET, null, by(asHugo, 1, orders.claim));
    const late = await run(idempotencyKey("2"), by(asHana, 1, orders.claim), ticket);
    expect(late).toMatchObject({ kind: "refused", ticket: { claim: { helper: hugo } } });
  });

  test("does not make an action count twice, whether it was read before or after the first", async () => {
    const { ticket: before } = await runCommand({ store, policy }, TICKET, press, by(asSam, 0, orders.open));
    const key = idempotencyKey("2");
    const { ticket: after } = await run(key, by(asHana, 1, orders.claim), before);
    for (const known of [before, after]) {
      expect(await run(key, by(asHana, 1, orders.claim), known)).toMatchObject({ kind: "done", events: [] });
    }
    expect(await types()).toEqual(["TicketOpened", "TicketClaimed"]);
  });
});

describe("two who press at once", () => {
  test("are decided one after the other: the claim goes to the first", async () => {
    await run(by(asSam, 0, orders.open));
    const [hanas, hugos] = await Promise.all([
      run(by(asHana, 1, orders.claim)),
      run(by(asHugo, 1, orders.claim)),
    ]);
    expect(hanas).toMatchObject({ kind: "done", ticket: { claim: { helper: hana } } });
    expect(hugos).toMatchObject({ kind: "refused", refusal: { refused: "already_claimed" } });
    expect(await types()).toEqual(["TicketOpened", "TicketClaimed"]);
  });

  test("are both heard when there is room for both", async () => {
    await run(by(asSam, 0, orders.open));
    const slow = outrun(3, () => run(by(asSam, 1, orders.addNote)));
    const claim = by(asHana, 1, orders.claim);
    expect(await runCommand({ store: slow, policy }, TICKET, press, claim)).toMatchObject({ kind: "done" });
    expect(await types()).toEqual(["TicketOpened", "NoteAdded", "NoteAdded", "NoteAdded", "TicketClaimed"]);
  });

  test("give up after so many conflicts that something must be wrong: nothing is changed", async () => {
    await run(by(asSam, 0, orders.open));
    const busy = outrun(Number.POSITIVE_INFINITY, () => run(by(asSam, 1, orders.addNote)));
    const claim = runCommand({ store: busy, policy }, TICKET, press, by(asHana, 1, orders.claim));
    await expect(claim).rejects.toThrow(StoreUnavailable);
    expect((await store.read(TICKET))?.claim).toBeNull();
    expect(await store.appliedTo(press)).toBeNull();
  });

  test("a stop beats a yes that was on its way", async () => {
    await live();
    await run(by(asHana, 4, orders.askForControl));
    const overtaken = outrun(1, () => run(by(asSam, 5, orders.stop)));
    const yes = by(asSam, 5, { ...orders.allow, ask: 2 });
    const outcome = await runCommand({ store: overtaken, policy }, TICKET, press, yes);
    expect(outcome).toMatchObject({ kind: "refused", refusal: { refused: "ask_cancelled" } });
  });
});

describe("a device", () => {
  test("in somebody's session is busy for every other ticket until that session has ended", async () => {
    await live();
    await run(by(asSam, 0, { ...orders.open, ticket: OTHER }), OTHER);
    await run(by(asHugo, 4, orders.claim), OTHER);
    const ask = by(asHugo, 5, orders.askForView);
    expect(await run(ask, OTHER)).toMatchObject({ kind: "refused", refusal: { refused: "device_busy" } });
    expect(await types(OTHER)).toEqual(["TicketOpened", "TicketClaimed"]);
    await run(by(asSam, 6, orders.stop));
    expect(await run(ask, OTHER)).toMatchObject({ kind: "done", ticket: { session: { number: 1 } } });
  });
});

describe("open requests of one person", () => {
  const { openRequests: most } = policy.limits;
  const ids = Array.from({ length: most + 1 }, (_, n) => ticketId(`BK-${3000 + n}`));
  const [last = OTHER] = ids.slice(-1);
  const opens = (id: TicketId, minutes = 0) => run(by(asSam, minutes, { ...orders.open, ticket: id }), id);
  const full = { kind: "refused", refusal: { refused: "open_requests_full", most } };

  test("are at most so many, and one that is withdrawn makes room", async () => {
    for (const id of ids.slice(0, -1)) expect(await opens(id)).toMatchObject({ kind: "done" });
    expect(await opens(last)).toMatchObject(full);
    expect(await store.read(last)).toBeNull();
    await run(by(asSam, 1, orders.withdraw), ids[0]);
    expect(await opens(last, 2)).toMatchObject({ kind: "done" });
  });

  test("sent at once are no more", async () => {
    const sent = await Promise.all([...ids, OTHER].map((id) => opens(id)));
    expect(sent.filter(({ kind }) => kind === "done")).toHaveLength(most);
  });

  test.each([
    ["the person", by(asSam, 4, orders.reopen), full],
    [
      "the person who says that it was not fixed",
      by(asSam, 4, { ...orders.feedback, session: 0, fixed: false }),
      full,
    ],
    [
      "a lead",
      by(asLena, 4, orders.reopen),
      { refusal: { refused: "open_requests_of_sharer_full", most, who: "Sam Sharma" } },
    ],
  ])("are not made more by reopening: %s", async (_, reopens, refused) => {
    for (const id of ids.slice(0, -1)) await opens(id);
    const closed = ids[0] ?? OTHER;
    await run(by(asHana, 1, orders.claim), closed);
    await run(by(asHana, 2, orders.resolve), closed);
    await opens(last, 3);
    expect(await run(reopens, closed)).toMatchObject(refused);
    expect((await store.read(closed))?.status).toBe("resolved");
    await run(by(asSam, 5, orders.withdraw), last);
    expect(await run({ ...reopens, at: at(6) }, closed)).toMatchObject({ ticket: { status: "open" } });
  });

  test("of others do not count", async () => {
    for (const id of ids.slice(0, -1)) await opens(id);
    const own = by(asMia, 1, { ...orders.open, ticket: last, sharer: mia });
    expect(await run(own, last)).toMatchObject({ kind: "done" });
  });
});

describe("an attempt at what is not one's own to do", () => {
  test("is refused and goes into the trail", async () => {
    await live();
    const outcome = await run(by(asMia, 4, orders.stop));
    expect(outcome).toMatchObject({ kind: "refused", refusal: { refused: "not_a_helper" } });
    expect((await store.trail(TICKET)).at(-1)?.event).toEqual({
      type: "AttemptRefused",
      command: "StopSession",
      code: "not_a_helper",
      at: at(4),
      by: asMia.person,
    });
    expect((await store.read(TICKET))?.session).not.toBeNull();
  });

  test("stands after what the clock had brought about before it", async () => {
    await live();
    await run(by(asMia, 60, orders.stop));
    expect((await types()).slice(4)).toEqual(["SessionEnded", "AttemptRefused"]);
  });

  test("is recorded also when somebody was faster", async () => {
    await live();
    const slow = outrun(3, () => run(by(asSam, 4, orders.addNote)));
    await runCommand({ store: slow, policy }, TICKET, press, by(asHugo, 4, orders.stop));
    expect((await types()).slice(4)).toEqual(["NoteAdded", "NoteAdded", "NoteAdded", "AttemptRefused"]);
    expect(await store.appliedTo(press)).toBeNull();
  });

  test("is one fact however often the press comes, and counts when it is pressed again and allowed", async () => {
    await live();
    const stop = (actor: Actor, minutes: number) =>
      runCommand({ store, policy }, TICKET, press, by(actor, minutes, orders.stop));
    await stop(asMia, 4);
    await stop(asMia, 5);
    expect((await types()).slice(4)).toEqual(["AttemptRefused"]);
    expect(await stop(asSam, 6)).toMatchObject({ kind: "done", ticket: { session: null } });
  });

  test("is not recorded without end: nobody makes a ticket slow by pressing", async () => {
    await live();
    for (let tries = 0; tries < 3 * MOST_ATTEMPTS; tries++) await run(by(asMia, 4, orders.stop));
    await run(by(asHugo, 5, orders.stop));
    const attempts = (await store.trail(TICKET)).flatMap(({ event }) =>
      event.type === "AttemptRefused" ? [event.by?.id] : [],
    );
    expect(attempts).toEqual([...Array.from({ length: MOST_ATTEMPTS }, () => mia.id), hugo.id]);
  });

  test("is recorded again a day later", async () => {
    await run(by(asSam, 0, orders.open));
    for (let tries = 0; tries < 2 * MOST_ATTEMPTS; tries++) await run(by(asMia, 4, orders.withdraw));
    await run(by(asMia, 4 + 24 * 60, orders.withdraw));
    const attempts = (await types()).filter((type) => type === "AttemptRefused");
    expect(attempts).toHaveLength(MOST_ATTEMPTS + 1);
  });

  test("is recorded so often in all, however many people and days there are, and takes no room from others", async () => {
    const narrow = { ...policy, limits: { ...policy.limits, events: 4 } };
    await run(by(asSam, 0, orders.open));
    const tries = MOST_ATTEMPTS_IN_ALL / MOST_ATTEMPTS + 2;
    for (let day = 0; day < tries; day++) {
      for (let n = 0; n < MOST_ATTEMPTS; n++) await run(by(asMia, 1 + day * 24 * 60, orders.withdraw));
    }
    const attempts = (await types()).filter((type) => type === "AttemptRefused");
    expect(attempts).toHaveLength(MOST_ATTEMPTS_IN_ALL);
    const later = by(asHana, 2 + tries * 24 * 60, orders.claim);
    expect(await runCommand({ store, policy: narrow }, TICKET, press, later)).toMatchObject({ kind: "done" });
  });

  test("that cannot be recorded is a fault and no lost fact", async () => {
    await live();
    const busy = outrun(Number.POSITIVE_INFINITY, () => run(by(asSam, 4, orders.addNote)));
    const attempt = runCommand({ store: busy, policy }, TICKET, press, by(asHugo, 4, orders.stop));
    await expect(attempt).rejects.toThrow(StoreUnavailable);
  });

  test("that is only too late is no attempt: the trail keeps no refusals of that kind", async () => {
    await live();
    const outcome = await run(by(asLena, 4, orders.claim));
    expect(outcome).toMatchObject({ refusal: { refused: "already_claimed" }, ticket: { version: 4 } });
    expect(await types()).toHaveLength(4);
  });

  test("on a ticket that does not exist has no trail to go into", async () => {
    const outcome = await run(by(asMia, 1, orders.stop), OTHER);
    expect(outcome).toEqual({ kind: "refused", refusal: { refused: "no_such_ticket" }, ticket: null });
    expect(await store.read(OTHER)).toBeNull();
  });
});

test("the trail, replayed, is the ticket", async () => {
  await live();
  await run(by(asLena, 5, { ...orders.handOver, to: hugo }));
  const events = (await store.trail(TICKET)).map(({ event }) => event);
  expect(replay(TICKET, events)).toEqual(await store.read(TICKET));
});
