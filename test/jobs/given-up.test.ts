import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { reconcileCards } from "../../src/jobs/reconcile-cards.ts";
import { MessageFault, type MessageFaultKind, type Messenger } from "../../src/ports/messenger.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { tell, toldTicket } from "../store/stories.ts";
import { sam } from "../support/people.ts";
import { at, claimed, opened, resolved } from "../support/tickets.ts";
import { address, deliveryOf, depsOn, keptLog, swift } from "./background.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let now: number;
let store: Store;
const clock = { now: () => now };

beforeEach(async () => {
  now = at(60);
  store = await openStore({ file: ":memory:", masterKey: Buffer.alloc(32, 1) }, { clock, log: silentLog });
  await store.remember(sam.id, { chat: address });
});
afterEach(() => store.close());

/** A chat in which every post fails in this way. */
function failing(kind: MessageFaultKind): Messenger & { posts: number } {
  const messenger = swift();
  messenger.post = async () => {
    messenger.posts += 1;
    throw new MessageFault(kind, "no");
  };
  return messenger;
}

async function verdictAfter(tries: number, kind: MessageFaultKind) {
  const { id } = await toldTicket(store, opened());
  const due = { version: 1, ticket: id, deadlineHasCome: false, tries };
  return reconcileCards(due, depsOn(store, clock, { messenger: failing(kind) }));
}

test("a card that Teams refuses for a mistake of ours is tried ever more seldom", async () => {
  for (const [tries, wait] of [
    [0, 1_000],
    [4, 60_000],
    [5, 300_000],
    [6, 15 * MINUTE],
    [600, 15 * MINUTE],
  ] as const) {
    expect(await verdictAfter(tries, "rejected")).toEqual({ retryAt: now + wait, hasFailed: true });
  }
});

test("after a week of tries it is let be, and said so once, until the request changes", async () => {
  const before = await toldTicket(store, opened());
  const messenger = failing("rejected");
  const { log, logged } = keptLog();
  const delivery = deliveryOf("ann", depsOn(store, clock, { messenger, background: messenger, log }));
  for (let minutes = 0; minutes < 7 * 24 * 60; minutes += 15) {
    await store.lease(before.id, "ben", now, now);
    await store.postpone(before.id, "ben", now);
    now += 15 * MINUTE;
  }
  const given = () => logged.filter(({ name }) => name === "surface.given-up");
  while (given().length === 0 && messenger.posts < 10) {
    await delivery.runDue();
    now += 15 * MINUTE;
  }
  expect(given()).toEqual([{ name: "surface.given-up", ticket: before.id }]);
  expect(messenger.posts).toBeGreaterThan(1);
  const tried = messenger.posts;
  now += DAY;
  await delivery.runDue();
  expect(messenger.posts).toBe(tried);
  await tell(store, before.id, claimed(2), { before });
  await delivery.runDue();
  expect(messenger.posts).toBeGreaterThan(tried);
});

test("what Teams could not take for other reasons is never given up", async () => {
  expect(await verdictAfter(10_000, "too-large")).toEqual({ retryAt: now + 300_000, hasFailed: true });
});

describe("a request that was closed", () => {
  const CLOSED_AT = 5;
  const story = [...opened(), ...claimed(2), ...resolved(CLOSED_AT)];

  /** How many messages are posted when its cards are compared that long after it was closed. */
  async function postsAfter(milliseconds: number) {
    const { id, version } = await toldTicket(store, story);
    now = at(CLOSED_AT) + milliseconds;
    const messenger = swift();
    const due = { version, ticket: id, deadlineHasCome: false, tries: 0 };
    const result = await reconcileCards(due, depsOn(store, clock, { messenger, background: messenger }));
    return { posts: messenger.posts, result };
  }

  test("gets its missing cards for 30 days", async () => {
    expect((await postsAfter(30 * DAY)).posts).toBeGreaterThan(0);
  });

  test("gets no new card after 30 days, and is up to date without", async () => {
    expect(await postsAfter(30 * DAY + 1)).toEqual({ posts: 0, result: { cardsVersion: 3 } });
  });

  test("has the cards that were posted updated after 30 days", async () => {
    const before = await toldTicket(store, opened());
    const messenger = swift();
    const updated: string[] = [];
    messenger.update = async (_, id) => void updated.push(id);
    const deps = depsOn(store, clock, { messenger, background: messenger });
    const due = { ticket: before.id, deadlineHasCome: false, tries: 0 };
    await reconcileCards({ ...due, version: 1 }, deps);
    expect(messenger.posts).toBe(1);
    await tell(store, before.id, story.slice(opened().length), { before });
    now = at(CLOSED_AT) + 31 * DAY;
    await reconcileCards({ ...due, version: 3 }, deps);
    expect([messenger.posts, updated]).toEqual([1, ["1"]]);
  });
});
