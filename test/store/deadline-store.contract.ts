import { describe, expect, test } from "vitest";
import { nextCheck } from "../../src/domain/ticket/authority.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { deviceId, idempotencyKey, type TicketId } from "../../src/domain/ticket/ids.ts";
import { personal } from "../../src/domain/ticket/person.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import { hana, sam } from "../support/people.ts";
import {
  allowed,
  at,
  claimed,
  ended,
  MINUTE,
  noted,
  opened,
  verified,
  viewAsked,
} from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { tell, toldTicket } from "./stories.ts";

const SECOND = 1_000;

/** Deadlines and checks: looked for by their own moments, held up by nothing but themselves. */
export function dueMomentsContract(here: Here): void {
  const overdue = async (moment: number, limit = 10) =>
    (await here.store.overdue(moment, limit)).map(({ ticket }) => ticket);

  test("its own clock is that of the machine", async () => {
    const before = Date.now();
    const time = await here.store.time();
    expect(time).toBeGreaterThanOrEqual(before - SECOND);
    expect(time).toBeLessThanOrEqual(Date.now() + SECOND);
  });

  test("sessions that were changed after a moment are found, and no other ticket", async () => {
    const asked = [...opened(), ...claimed(), ...viewAsked()];
    const live = await toldTicket(here.store, [...asked, ...allowed(4)]);
    await toldTicket(here.store, [...asked, ...allowed(4), ...ended(9)]);
    await toldTicket(here.store, [...opened(), ...claimed()]);
    expect(await here.store.changedAfter(at(4) - 1)).toEqual([live.id]);
    expect(await here.store.changedAfter(at(4))).toEqual([]);
  });

  describe("overdue deadlines", () => {
    test("are found though a worker holds the ticket or its cards wait, longest overdue first", async () => {
      const late = await toldTicket(here.store, opened(), { nextDeadline: at(5) });
      const later = await toldTicket(here.store, opened(), { nextDeadline: at(3) });
      await here.store.lease(late.id, "ann", at(0), at(60));
      await here.store.lease(later.id, "ann", at(4), at(5));
      await here.store.postpone(later.id, "ann", at(60));
      expect(await overdue(at(3) - 1)).toEqual([]);
      expect(await overdue(at(4))).toEqual([later.id]);
      expect(await overdue(at(5))).toEqual([later.id, late.id]);
      expect(await overdue(at(5), 1)).toEqual([later.id]);
    });

    test("that failed wait for their time, come after those that did not, and count their tries", async () => {
      const failing = await toldTicket(here.store, opened(), { nextDeadline: at(3) });
      const other = await toldTicket(here.store, opened(), { nextDeadline: at(4) });
      await here.store.postponeDeadline(failing.id, at(5), at(6));
      expect(await here.store.overdue(at(5), 10)).toEqual([{ ticket: other.id, tries: 0 }]);
      expect(await here.store.overdue(at(6), 10)).toEqual([
        { ticket: other.id, tries: 0 },
        { ticket: failing.id, tries: 1 },
      ]);
    });

    test("are not put off when somebody was faster, nor after any change", async () => {
      const before = await toldTicket(here.store, opened(), { nextDeadline: at(3) });
      await here.store.postponeDeadline(before.id, at(2), at(60));
      expect(await overdue(at(3))).toEqual([before.id]);
      await here.store.postponeDeadline(before.id, at(3), at(60));
      await tell(here.store, before.id, noted(4, "a change"), { before, nextDeadline: at(5) });
      expect(await here.store.overdue(at(5), 10)).toEqual([{ ticket: before.id, tries: 0 }]);
    });

    test("that were noted wrongly are put right, and not over a newer version", async () => {
      const { id, version } = await toldTicket(here.store, opened(), { nextDeadline: at(3) });
      await here.store.recordDeadline(id, version + 1, null);
      expect(await overdue(at(3))).toEqual([id]);
      await here.store.recordDeadline(id, version, at(8));
      expect([await overdue(at(7)), await overdue(at(8))]).toEqual([[], [id]]);
      await here.store.recordDeadline(id, version, null);
      expect(await overdue(at(600))).toEqual([]);
    });
  });

  const recheck = { every: 2 * MINUTE, grace: 5 * MINUTE };
  /** In a session since minute 4; each on another device. */
  const live = (n: number): TicketEvent[] => [
    ...opened(),
    ...claimed(),
    ...viewAsked(3).map((event) =>
      event.type === "ViewAsked"
        ? {
            ...event,
            recheck,
            device: { ...event.device, id: deviceId(`1000000${n}-0000-4000-8000-000000000000`) },
          }
        : event,
    ),
    ...allowed(4),
  ];
  const dueOf = (ticket: Ticket): number => nextCheck(ticket) ?? Number.NaN;

  describe("due checks", () => {
    test("are those of running sessions, longest due first, whatever deadlines and cards wait for", async () => {
      const tickets = [await toldTicket(here.store, live(1)), await toldTicket(here.store, live(2))];
      await toldTicket(here.store, opened(), { nextDeadline: at(1) });
      const [first, second] = tickets.toSorted((one, other) => dueOf(one) - dueOf(other));
      if (first === undefined || second === undefined) throw new Error("there are two");
      await here.store.postponeDeadline(first.id, at(9), at(60));
      await here.store.lease(second.id, "ann", at(0), at(60));
      expect(await here.store.leaseChecks(dueOf(first) - 1, 10)).toEqual([]);
      expect(await here.store.leaseChecks(dueOf(first), 10)).toEqual([first.id]);
      expect(await here.store.leaseChecks(at(6), 10)).toEqual([first.id, second.id]);
      expect(await overdue(at(6))).toHaveLength(1);
    });

    test("are given to one of several processes that ask at once, no more than asked for", async () => {
      for (let n = 0; n < 8; n++) await toldTicket(here.store, live(n));
      const other = await here.place.open();
      const given = await Promise.all(
        [here.store, other, here.store, other].map((each) => each.leaseChecks(at(6), 2)),
      );
      const ids = given.flat();
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.max(...given.map(({ length }) => length))).toBeLessThanOrEqual(2);
      expect(ids.length + (await here.store.leaseChecks(at(6), 10)).length).toBe(8);
    });

    test("that nobody recorded come again, after ever longer", async () => {
      const { id } = await toldTicket(here.store, live(1));
      let moment = at(6);
      for (const seconds of [30, 60, 120, 300, 300]) {
        expect(await here.store.leaseChecks(moment, 10)).toEqual([id]);
        moment += seconds * SECOND;
        expect(await here.store.leaseChecks(moment - 1, 10)).toEqual([]);
      }
      expect(await here.store.leaseChecks(moment, 10)).toEqual([id]);
    });

    test("stay leased through any change but their record", async () => {
      const before = await toldTicket(here.store, live(1));
      await here.store.leaseChecks(at(6), 10);
      const { after } = await tell(here.store, before.id, noted(6, "a change"), { before });
      expect(await here.store.leaseChecks(at(6), 10)).toEqual([]);
      const recorded = await tell(here.store, before.id, verified(6.2), { before: after });
      expect(await here.store.leaseChecks(dueOf(recorded.after) - 1, 10)).toEqual([]);
      expect(await here.store.leaseChecks(dueOf(recorded.after), 10)).toEqual([before.id]);
    });

    test("are none any more once the session is over", async () => {
      const before = await toldTicket(here.store, live(1));
      await tell(here.store, before.id, ended(5), { before });
      expect(await here.store.leaseChecks(at(600), 10)).toEqual([]);
    });
  });

  describe("answers that are due", () => {
    const write = (ticket: TicketId, answerBy: number | null, name: string) =>
      here.store.addMessage(
        ticket,
        { by: sam, to: hana.id, text: personal(sam.id, name), source: idempotencyKey(name), answerBy },
        at(3),
      );
    const due = async (moment: number) =>
      (await here.store.leaseAnswers(moment, 10)).map(({ ticket }) => ticket);

    test("are leased by one worker, and again when it did not come back", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...claimed()]);
      await write(id, at(30), "hello");
      await write(id, at(40), "hello?");
      expect(await due(at(30) - 1)).toEqual([]);
      const both = await Promise.all([due(at(30) + 1), due(at(30) + 1)]);
      expect(both.flat()).toEqual([id]);
      expect(await due(at(30) + 2)).toEqual([]);
      expect(await due(at(32))).toEqual([id]);
    });

    test("are put off or done with, unless a message came meanwhile", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...claimed()]);
      await write(id, at(30), "first");
      const [first] = await here.store.leaseAnswers(at(31), 10);
      await write(id, at(60), "second");
      await here.store.recordAnswerDue(id, first?.due ?? 0, null);
      const [again] = await here.store.leaseAnswers(at(33), 10);
      expect(again?.ticket).toBe(id);
      await here.store.recordAnswerDue(id, again?.due ?? 0, at(50));
      expect([await due(at(49)), await due(at(50))]).toEqual([[], [id]]);
      await here.store.recordAnswerDue(id, at(51), null);
      expect(await due(at(600))).toEqual([]);
    });

    test("do not come from what the helper writes, and outlive every change of the ticket", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...claimed()]);
      await write(id, null, "answer");
      expect(await due(at(600))).toEqual([]);
      const before = await here.store.read(id);
      await write(id, at(30), "question");
      if (before !== null) await tell(here.store, id, noted(4, "Seen."), { before });
      expect(await due(at(31))).toEqual([id]);
    });
  });
}
