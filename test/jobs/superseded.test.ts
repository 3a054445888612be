import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MessageFault, type Messenger } from "../../src/ports/messenger.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { type Log, silentLog } from "../../src/telemetry/log.ts";
import { tell, toldTicket } from "../store/stories.ts";
import { hana, sam } from "../support/people.ts";
import { at, claimed, opened, resolved } from "../support/tickets.ts";
import { address, deliveryOf, depsOn } from "./background.ts";

/** Longer than a lease lasts, shorter than a send is in doubt; and longer than both. */
const [PAUSE, LONG_PAUSE] = [11_000, 21_000];
const GONE = "This card has been replaced";

let now: number;
let store: Store;
let told: string[];
const clock = { now: () => now };
const log: Log = { ...silentLog, info: (name) => void told.push(name) };

/** The newest version of each message in the chats, from any process. */
function teams() {
  const hanging = new Map<string, string>();
  const arrive = (id: string, card: object) => void hanging.set(id, JSON.stringify(card));
  const messenger: Messenger = {
    async post({ conversationId }, { card }) {
      const activityId = `${conversationId}/${hanging.size + 1}`;
      arrive(activityId, card);
      return { activityId };
    },
    update: async (_, id, { card }) => arrive(id, card),
    say: async () => {},
    openPersonalChat: async () => address,
  };
  return { hanging, messenger };
}

/** The cards alone: a process that was superseded may still say late that something happened, which stays true. */
const cardsIn = (hanging: ReadonlyMap<string, string>) =>
  [...hanging].filter(([, card]) => !card.includes("Hana Weber picked up your request"));

/** A point at which a process stands still, as when its machine is suspended. */
function pause() {
  const [reached, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const here = async () => {
    reached.resolve();
    await over.promise;
  };
  return { here, reached: reached.promise, end: over.resolve };
}

const process = (name: string, messenger: Messenger, change: object = {}) =>
  deliveryOf(name, depsOn(store, clock, { messenger, background: messenger, log, ...change }));

/** Whatever is still due, now and in the next hours. */
async function convergeBy(delivery: ReturnType<typeof process>) {
  for (const seconds of [0, 1, 30, 60, 3_600]) {
    now += seconds * 1_000;
    while ((await delivery.runDue()) > 0);
  }
}

beforeEach(async () => {
  now = at(5);
  told = [];
  store = await openStore({ file: ":memory:", masterKey: Buffer.alloc(32, 1) }, { clock, log: silentLog });
  await store.remember(sam.id, { chat: address });
  await store.remember(hana.id, { chat: { ...address, conversationId: "a:hana" } });
  await store.rememberChannel({ ...address, conversationId: "19:helpdesk" });
});
afterEach(() => store.close());

describe("a process that loses its lease while it updates cards", () => {
  /** Ann begins to show that it was picked up and stops at some point; meanwhile it is resolved, and Ben shows that. */
  async function overtake(
    slow: ReturnType<typeof pause>,
    ann: (messenger: Messenger) => ReturnType<typeof process>,
  ) {
    const { hanging, messenger } = teams();
    const ben = process("ben", messenger);
    const before = await toldTicket(store, opened());
    await ben.runDue();
    const { after } = await tell(store, before.id, claimed(2), { before });
    const late = ann(messenger);
    const annsWork = late.runDue();
    await slow.reached;
    // What else it has sent is recorded in the next turn of the event loop.
    await turn();
    now += PAUSE;
    await tell(store, before.id, resolved(5), { before: after });
    await ben.runDue();
    const truth = new Map(hanging);
    return { hanging, truth, ben, annsWork };
  }

  test("and sends an older card last has it put right", async () => {
    const slow = pause();
    const { hanging, truth, ben, annsWork } = await overtake(slow, (messenger) =>
      process("ann", {
        ...messenger,
        update: (...all) => slow.here().then(() => messenger.update(...all)),
      }),
    );
    slow.end();
    await annsWork;
    expect(hanging).not.toEqual(truth);
    await convergeBy(ben);
    expect(cardsIn(hanging)).toEqual(cardsIn(truth));
    expect(told).toContain("surface.overtaken");
  });

  test("sends nothing any more when somebody else has sent meanwhile", async () => {
    const slow = pause();
    const { hanging, truth, annsWork } = await overtake(slow, (messenger) => {
      const posted: Store["posted"] = async (ticket) => {
        const known = await store.posted(ticket);
        await slow.here();
        return known;
      };
      return process("ann", messenger, { deliveryStore: { ...store, posted } });
    });
    slow.end();
    await annsWork;
    expect(cardsIn(hanging)).toEqual(cardsIn(truth));
  });

  test("and dies with it leaves a note, so that it is put right when it arrives late", async () => {
    const slow = pause();
    const arrived = Promise.withResolvers<void>();
    const { hanging, truth, ben } = await overtake(slow, (messenger) =>
      process("ann", {
        ...messenger,
        async update(...all) {
          await slow.here();
          await messenger.update(...all);
          arrived.resolve();
          return new Promise(() => {});
        },
      }),
    );
    slow.end();
    await arrived.promise;
    expect(hanging).not.toEqual(truth);
    await convergeBy(ben);
    expect(hanging).toEqual(truth);
  });

  test("has its cards compared again though it knew the newest note", async () => {
    const slow = pause();
    const { messenger, hanging } = teams();
    const before = await toldTicket(store, opened());
    const album = { photoOf: () => null, prepare: slow.here };
    const annsWork = process("ann", messenger, { album }).runDue();
    await slow.reached;
    now += PAUSE;
    await tell(store, before.id, claimed(2), { before });
    const ben = process("ben", messenger);
    const due = await store.lease(before.id, "ben", now, now + 1_000);
    expect(due).not.toBeNull();
    await store.settle(before.id, "ben", 2);
    slow.end();
    await annsWork;
    expect([...hanging.values()].join()).not.toContain("Hana Weber");
    await convergeBy(ben);
    expect([...hanging.values()].join()).toContain("Hana Weber");
  });
});

describe("a process that hangs in a post until another one takes it for lost", () => {
  /** Ann posts the sharer's card and waits for the answer; Ben posts it again. */
  async function postTwice(answer: (messenger: Messenger) => Messenger["post"]) {
    const { hanging, messenger } = teams();
    const slow = pause();
    const ticket = await toldTicket(store, opened());
    const post: Messenger["post"] = async (...all) => {
      await slow.here();
      return answer(messenger)(...all);
    };
    const annsWork = process("ann", { ...messenger, post }).runDue();
    await slow.reached;
    now += LONG_PAUSE;
    const ben = process("ben", messenger);
    await ben.runDue();
    const bens = await store.posted(ticket.id);
    slow.end();
    await annsWork;
    return { hanging, ticket, ben, bens };
  }

  test("and is throttled leaves the other's note alone: nothing goes out a third time", async () => {
    const { hanging, ticket, ben, bens } = await postTwice(() => async () => {
      throw new MessageFault("throttled", "429", { retryAfter: 1_000 });
    });
    expect(bens.length).toBeGreaterThan(0);
    expect(await store.posted(ticket.id)).toEqual(bens);
    const posts = hanging.size;
    await tell(store, ticket.id, claimed(2), { before: ticket });
    await ben.runDue();
    expect((await store.posted(ticket.id)).map(({ key }) => key)).toContain("ticket-sharer");
    expect(cardsIn(hanging).filter(([id]) => id.startsWith(address.conversationId))).toHaveLength(1);
    expect(cardsIn(hanging)).toHaveLength(posts + 1);
  });

  test("and is throttled while the other is posting leaves that note alone too", async () => {
    const { messenger } = teams();
    const [slow, slower] = [pause(), pause()];
    const { id } = await toldTicket(store, opened());
    const fails = async () => {
      await slow.here();
      throw new MessageFault("throttled", "429", { retryAfter: 1_000 });
    };
    const annsWork = process("ann", { ...messenger, post: fails }).runDue();
    await slow.reached;
    now += LONG_PAUSE;
    const post: Messenger["post"] = (...all) => slower.here().then(() => messenger.post(...all));
    const bensWork = process("ben", { ...messenger, post }).runDue();
    await slower.reached;
    slow.end();
    await annsWork;
    slower.end();
    await bensWork;
    expect(await store.posted(id)).not.toEqual([]);
    for (const { activityId } of await store.posted(id)) expect(activityId).not.toBeNull();
    expect(told).toContain("surface.posted-again");
  });

  test("and gets it through after all takes the buttons from its own", async () => {
    const { hanging, bens } = await postTwice((messenger) => messenger.post);
    const kept = new Set(bens.map(({ activityId }) => activityId));
    const others = [...hanging].filter(([id]) => !kept.has(id));
    expect(others.length).toBe(kept.size);
    for (const [, card] of others) expect(card).toContain(GONE);
    for (const id of kept) expect(hanging.get(id ?? "")).not.toContain(GONE);
  });
});

test("a process whose clock is ahead posts again what is under way, and one card with buttons is left", async () => {
  const { hanging, messenger } = teams();
  const slow = pause();
  const { id } = await toldTicket(store, opened());
  const post: Messenger["post"] = (...all) => slow.here().then(() => messenger.post(...all));
  const annsWork = process("ann", { ...messenger, post }).runDue();
  await slow.reached;
  await process("ben", messenger, { clock: { now: () => now + 25_000 } }).runDue();
  slow.end();
  await annsWork;
  const kept = (await store.posted(id)).map(({ activityId }) => activityId ?? "");
  const withButtons = [...hanging].filter(([, card]) => !card.includes(GONE)).map(([message]) => message);
  expect(withButtons.sort()).toEqual(kept.sort());
});
