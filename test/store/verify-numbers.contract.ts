import { beforeEach, describe, expect, test } from "vitest";
import { nextDeadline } from "../../src/domain/ticket/deadlines.ts";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { IntegrityFault, Verification } from "../../src/ports/evidence.ts";
import { allowed, at, claimed, opened, ticketAfter, viewAsked } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { toldTicket, wholeStory } from "./stories.ts";

const live = [...opened(), ...claimed(), ...viewAsked(), ...allowed()];
const DAY = 86_400_000;

/** Ticket numbers and due moments, which no other check covers. */
export function verifyNumbersContract(here: Here): void {
  beforeEach(async () => {
    await toldTicket(here.store, wholeStory);
    await toldTicket(here.store, live, { nextDeadline: nextDeadline(ticketAfter(live), defaultPolicy) });
    await toldTicket(here.store, wholeStory);
  });

  async function verified(scope: Verification = {}) {
    const breaks: IntegrityFault[] = [];
    const tally = await here.store.evidence.verify({ policy: defaultPolicy, ...scope }, (broken) =>
      breaks.push(broken),
    );
    return { breaks, unused: tally.unused };
  }
  const setCounter = (value: number) =>
    here.database.query((db) =>
      db.updateTable("counters").set({ value }).where("name", "=", "ticket").execute(),
    );
  const set = (change: { next_deadline?: number | null; next_check?: number | null }) =>
    here.database.query((db) => db.updateTable("tickets").set(change).where("id", "=", "BK-1002").execute());
  const removeWithoutTrace = async (id: string) => {
    for (const table of ["events", "anchored_heads", "sessions", "device_holds"] as const)
      await here.database.query((db) => db.deleteFrom(table).where("ticket", "=", id).execute());
    await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", id).execute());
    await here.database.query((db) => here.database.dialect.words.remove(db, [Number(id.slice(3))]));
  };

  describe("numbers of tickets", () => {
    test("that are all there are nothing to tell", async () => {
      expect(await verified()).toEqual({ breaks: [], unused: [] });
    });

    test("that no ticket has are told, in the middle and at the end", async () => {
      await removeWithoutTrace("BK-1002");
      await here.store.nextTicketId();
      await here.store.nextTicketId();
      expect(await verified()).toEqual({
        breaks: [{ in: "tickets", opened: 3, stored: 2 }],
        unused: [
          [1002, 1002],
          [1004, 1005],
        ],
      });
    });

    test("are told for one ticket that is gone, and its anchor tells that there was one", async () => {
      await here.store.evidence.anchor(at(20));
      await removeWithoutTrace("BK-1002");
      const { breaks, unused } = await verified({ ticket: ticketId("BK-1002") });
      expect(breaks).toEqual([{ in: "anchor", number: 1, how: "heads-changed" }]);
      expect(unused).toEqual([[1002, 1002]]);
    });

    test("are given out by a counter that is not behind them; rebuild puts it right", async () => {
      await setCounter(0);
      expect((await verified()).breaks).toEqual([
        { in: "counter", next: 1, newest: 1003 },
        { in: "counters", how: "edited" },
      ]);
      expect(await here.store.evidence.rebuild(defaultPolicy)).toMatchObject({ counterWasBehind: true });
      expect(await verified()).toEqual({ breaks: [], unused: [] });
      expect(await here.store.nextTicketId()).toBe("BK-1004");
      expect(await here.store.evidence.rebuild(defaultPolicy)).toMatchObject({ counterWasBehind: false });
    });
  });

  describe("what is due", () => {
    test.each([
      ["taken away", { next_deadline: null }, ["tickets.next_deadline"]],
      ["put off for good", { next_deadline: at(10) + 99 * DAY }, ["tickets.next_deadline"]],
      ["taken away, checks too", { next_deadline: null, next_check: null }, undefined],
    ] as const)("shows when it was %s", async (_, change, columns) => {
      await set(change);
      const wanted = columns ?? ["tickets.next_deadline", "tickets.next_check"];
      expect((await verified()).breaks).toEqual([{ in: "projection", ticket: "BK-1002", columns: wanted }]);
      await here.store.evidence.rebuild(defaultPolicy);
      expect((await verified()).breaks).toEqual([]);
    });

    test("may be a little later by another policy, and is not asked without one", async () => {
      await set({ next_deadline: at(60) });
      expect((await verified()).breaks).toEqual([]);
      await set({ next_deadline: null });
      const found: IntegrityFault[] = [];
      await here.store.evidence.verify({}, (broken) => found.push(broken));
      expect(found).toEqual([]);
    });
  });
}
