import { beforeEach, describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import type { PostedCard } from "../../src/ports/delivery-store.ts";
import { hana, sam } from "../support/people.ts";
import { at, claimed, opened, TICKET } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { tell, toldTicket } from "./stories.ts";

const address = { serviceUrl: "https://smba.example/emea/", conversationId: "a:sam", tenantId: "contoso" };
const attempt = (minutes: number, change: Partial<PostedCard> = {}): PostedCard => ({
  key: "consent:1",
  address,
  activityId: null,
  hash: "a".repeat(64),
  postedAt: at(minutes),
  outcomeUnknownUntil: at(minutes + 1),
  repostRequested: false,
  sendCount: 1,
  ...change,
});

/** What keeps a card from being posted twice, a lease from being lost, and a person from being forgotten. */
export function settlingContract(here: Here): void {
  const idsDue = async (minutes: number): Promise<TicketId[]> =>
    (await here.store.leaseDue("other", at(minutes), at(minutes), 10)).map(({ ticket }) => ticket);

  describe("a post that is about to happen", () => {
    test("is noted by one of several processes at once", async () => {
      const other = await here.place.open();
      const noted = await Promise.all(
        [here.store, other, here.store, other].map((each, i) => each.beginSend(TICKET, attempt(i), null)),
      );
      expect(noted.filter(Boolean)).toHaveLength(1);
    });

    test("is not recorded again by a worker that read before it was", async () => {
      await here.store.beginSend(TICKET, attempt(0), null);
      const [before] = await here.store.posted(TICKET);
      expect(await here.store.beginSend(TICKET, attempt(2, { sendCount: 2 }), before ?? null)).toBe(true);
      expect(await here.store.beginSend(TICKET, attempt(3, { sendCount: 2 }), before ?? null)).toBe(false);
      expect(await here.store.posted(TICKET)).toEqual([attempt(2, { sendCount: 2 })]);
    });

    test("and whose outcome is unknown is settled by a press on it, in its own chat only", async () => {
      await here.store.beginSend(TICKET, attempt(0), null);
      expect(await here.store.adopt(TICKET, "consent:1", "a:hana", "1")).toBeNull();
      expect((await here.store.posted(TICKET))[0]?.activityId).toBeNull();
      expect(await here.store.adopt(TICKET, "consent:1", "a:sam", "1")).toBe("1");
      expect(await here.store.adopt(TICKET, "consent:1", "a:sam", "2")).toBe("1");
      expect(await here.store.posted(TICKET)).toEqual([
        attempt(0, { activityId: "1", outcomeUnknownUntil: null }),
      ]);
    });
  });

  describe("a message in which a card lives", () => {
    const posted = (activityId: string | null) => attempt(0, { activityId, outcomeUnknownUntil: null });
    const holders = async (...ids: readonly TicketId[]) =>
      (await Promise.all(ids.map((id) => here.store.posted(id)))).map((cards) => cards[0]?.activityId);

    test("is taken by no other card, of the same request or of another one", async () => {
      const [{ id: one }, { id: other }] = [await toldTicket(here.store), await toldTicket(here.store)];
      await here.store.recordPosted(one, posted("1"));
      await here.store.recordPosted(other, posted(null));
      await here.store.recordPosted(one, { ...posted("2"), key: "consent:2" });
      expect(await here.store.adopt(other, "consent:1", "a:sam", "1")).toBeNull();
      expect(await here.store.adopt(one, "consent:2", "a:sam", "1")).toBeNull();
      expect(await holders(one, other)).toEqual(["1", null]);
      expect(await here.store.adopt(other, "consent:1", "a:sam", "3")).toBe("3");
    });

    test("is taken by one of several cards that ask for it at once, in several processes", async () => {
      const stores = [here.store, await here.place.open(), await here.place.open()];
      const tickets = await Promise.all([0, 1, 2].map(() => toldTicket(here.store)));
      for (const { id } of tickets) await here.store.recordPosted(id, posted(null));
      await Promise.all(
        tickets.map(({ id }, i) => (stores[i] ?? here.store).adopt(id, "consent:1", "a:sam", "1")),
      );
      const taken = await holders(...tickets.map(({ id }) => id));
      expect(taken.filter((activityId) => activityId === "1")).toHaveLength(1);
    });

    test("is free again when the request of that card was never made", async () => {
      await here.store.recordPosted(TICKET, posted("1"));
      const { id } = await toldTicket(here.store);
      await here.store.recordPosted(id, posted(null));
      expect(await here.store.adopt(id, "consent:1", "a:sam", "1")).toBe("1");
    });
  });

  describe("what came of a send", () => {
    const again = attempt(1, { sendCount: 2 });
    const arrived = (activityId: string) => ({ ...again, activityId, outcomeUnknownUntil: null });
    beforeEach(async () => {
      await here.store.beginSend(TICKET, attempt(0), null);
      await here.store.beginSend(TICKET, again, attempt(0));
    });

    test("is recorded by the newest worker, and by no superseded one", async () => {
      const late = { ...attempt(0), activityId: "1", outcomeUnknownUntil: null };
      expect(await here.store.endSend(TICKET, attempt(0), late)).toBe(false);
      expect(await here.store.endSend(TICKET, attempt(0), null)).toBe(false);
      expect(await here.store.posted(TICKET)).toEqual([again]);
      expect(await here.store.endSend(TICKET, again, arrived("2"))).toBe(true);
      expect(await here.store.posted(TICKET)).toEqual([arrived("2")]);
    });

    test("is nothing when there is no such card", async () => {
      expect(await here.store.endSend(TICKET, again, null)).toBe(true);
      expect(await here.store.endSend(TICKET, again, null)).toBe(false);
      expect(await here.store.posted(TICKET)).toEqual([]);
    });

    test("may be known from a press before it is known from the answer, and then it stays so", async () => {
      await here.store.adopt(TICKET, "consent:1", "a:sam", "1");
      expect(await here.store.endSend(TICKET, again, null)).toBe(false);
      expect(await here.store.endSend(TICKET, again, arrived("2"))).toBe(false);
      expect(await here.store.endSend(TICKET, again, arrived("1"))).toBe(true);
      expect(await here.store.posted(TICKET)).toEqual([arrived("1")]);
    });

    test("of an update does not hide that a card was pressed away meanwhile", async () => {
      const { id } = await toldTicket(here.store);
      const begun = attempt(0, { activityId: "1", hash: "" });
      await here.store.recordPosted(id, begun);
      await here.store.redraw(id, "consent:1");
      expect(await here.store.endSend(id, begun, { ...begun, hash: "b" })).toBe(false);
      expect((await here.store.posted(id))[0]?.hash).toBe("");
    });
  });

  describe("a card whose repost is requested", () => {
    const wanted = async (id: TicketId) =>
      (await here.store.posted(id)).map(({ repostRequested: isWantedAnew }) => isWantedAnew);

    test("makes its ticket due, also while a worker is busy with it", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.recordPosted(id, attempt(0, { activityId: "1" }));
      await here.store.lease(id, "ann", at(0), at(1));
      await here.store.requestRepost(id, ["consent:1", "consent:2"]);
      await here.store.settle(id, "ann", 1);
      expect(await idsDue(2)).toEqual([id]);
      expect(await wanted(id)).toEqual([true]);
    });

    test("stays wanted when an update of it ends, and no more once a new post begins, unless that fails", async () => {
      const { id } = await toldTicket(here.store);
      const known = attempt(0, { activityId: "1" });
      const begun = { ...known, hash: "", sends: 2 };
      await here.store.recordPosted(id, known);
      await here.store.beginSend(id, begun, known);
      await here.store.requestRepost(id, ["consent:1"]);
      expect(await here.store.endSend(id, begun, { ...begun, hash: "b" })).toBe(true);
      expect(await wanted(id)).toEqual([true]);
      const [now = known] = await here.store.posted(id);
      expect(await here.store.beginSend(id, attempt(2, { sendCount: 3 }), now)).toBe(true);
      expect(await wanted(id)).toEqual([false]);
      expect(await here.store.endSend(id, attempt(2, { sendCount: 3 }), now)).toBe(true);
      expect(await here.store.posted(id)).toEqual([now]);
    });
  });

  test("what kept a summary from its manager is known until it does not any more", async () => {
    await here.store.recordSummaryGap(TICKET, "summary:1", "waits");
    await here.store.recordSummaryGap(TICKET, "summary:2", "waits");
    await here.store.recordSummaryGap(TICKET, "summary:2", "went-to-channel");
    expect(await here.store.summaryGaps(TICKET)).toEqual(
      new Map([
        ["summary:1", "waits"],
        ["summary:2", "went-to-channel"],
      ]),
    );
    await here.store.recordSummaryGap(TICKET, "summary:1", null);
    expect([...(await here.store.summaryGaps(TICKET)).keys()]).toEqual(["summary:2"]);
  });

  describe("leases", () => {
    test("are kept by a worker that renews them, and by no other", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(1));
      await here.store.renew("ben", [id], at(9));
      await here.store.renew("ann", [id], at(5));
      expect(await idsDue(4)).toEqual([]);
      expect(await idsDue(5)).toEqual([id]);
      await here.store.renew("ann", [], at(5));
    });

    test("of a worker that stops are free at once, those of others are not", async () => {
      const [mine, theirs] = [await toldTicket(here.store), await toldTicket(here.store)];
      await here.store.lease(mine.id, "ann", at(0), at(9));
      await here.store.lease(theirs.id, "ben", at(0), at(9));
      await here.store.release("ann");
      expect(await idsDue(1)).toEqual([mine.id]);
    });
  });

  test("a pause that Teams asked for is no failure, and ends the count of them", async () => {
    const { id } = await toldTicket(here.store);
    for (const [minutes, hasFailed] of [
      [0, true],
      [1, true],
      [2, false],
    ] as const) {
      await here.store.lease(id, "ann", at(minutes), at(minutes + 1));
      await here.store.postpone(id, "ann", at(minutes + 1), hasFailed);
    }
    expect(await here.store.lease(id, "ann", at(3), at(4))).toMatchObject({ tries: 0 });
  });

  describe("somebody who cannot be reached", () => {
    const trueUntilNow = async (id: TicketId, minutes = 0) => {
      await here.store.lease(id, "ann", at(minutes), at(minutes + 1));
      await here.store.settle(id, "ann", 2);
    };

    test("has what waits for them due as soon as they write", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...claimed()]);
      await here.store.block(hana.id, "removed");
      await trueUntilNow(id);
      await here.store.waitFor(id, hana.id);
      await here.store.waitFor(id, hana.id);
      expect(await idsDue(1)).toEqual([]);
      await here.store.remember(hana.id, { chat: address });
      expect(await idsDue(1)).toEqual([id]);
    });

    test("does not wait for the end of a pause between two tries", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...claimed()]);
      await here.store.lease(id, "ann", at(0), at(1));
      await here.store.waitFor(id, sam.id);
      await here.store.postpone(id, "ann", at(60));
      await here.store.remember(sam.id, { chat: address });
      expect(await idsDue(1)).toEqual([id]);
    });

    test("makes the cards of their open tickets due, because helpers have to know; once", async () => {
      const open = await toldTicket(here.store, [...opened(), ...claimed()]);
      await trueUntilNow(open.id);
      await here.store.block(sam.id, "removed");
      expect(await idsDue(1)).toEqual([open.id]);
      await trueUntilNow(open.id, 1);
      await here.store.block(sam.id, "removed");
      expect(await idsDue(2)).toEqual([]);
    });

    test("and writes again makes them due once more, though nothing waited", async () => {
      const open = await toldTicket(here.store, [...opened(), ...claimed()]);
      await here.store.block(sam.id, "removed");
      await trueUntilNow(open.id);
      await here.store.remember(sam.id, { chat: address });
      expect(await idsDue(1)).toEqual([open.id]);
    });

    test("is told while a worker is at the ticket, which then comes again though it was to wait", async () => {
      const before = await toldTicket(here.store);
      await tell(here.store, before.id, claimed(), { before });
      await here.store.lease(before.id, "ann", at(2), at(3));
      await here.store.block(sam.id, "removed");
      await here.store.postpone(before.id, "ann", at(60));
      expect(await idsDue(3)).toEqual([before.id]);
    });
  });
}
