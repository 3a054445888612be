import { describe, expect, test } from "vitest";
import { replay } from "../../src/domain/ticket/evolve.ts";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import { chainBreak } from "../support/evidence.ts";
import { claimed, noted, opened, TICKET, withdrawn } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { newPress, tell, toldTicket, wholeStory } from "./stories.ts";

export function trailContract(here: Here): void {
  describe("a trail", () => {
    test("reads back as the ticket that its events make", async () => {
      await tell(here.store, TICKET, wholeStory);
      expect(await here.store.read(TICKET)).toEqual(replay(TICKET, wholeStory));
    });

    test("reads back event by event, in order, with the hashes of its chain", async () => {
      await tell(here.store, TICKET, wholeStory);
      const trail = await here.store.trail(TICKET);
      expect(trail.map(({ event }) => event)).toEqual(wholeStory);
      expect(trail.map(({ version }) => version)).toEqual(wholeStory.map((_, index) => index + 1));
      expect(new Set(trail.map(({ hash }) => hash)).size).toBe(wholeStory.length);
      expect(await chainBreak(here.store, TICKET)).toBeNull();
    });

    test("survives the process that wrote it", async () => {
      await tell(here.store, TICKET, wholeStory);
      await here.store.close();
      const next = await here.place.open();
      expect(await next.read(TICKET)).toEqual(replay(TICKET, wholeStory));
    });

    test("of a ticket that nobody opened is none", async () => {
      expect(await here.store.read(TICKET)).toBeNull();
      expect(await here.store.trail(TICKET)).toEqual([]);
      expect(await chainBreak(here.store, TICKET)).toBeNull();
    });

    test("keeps any text that a person can type", async () => {
      const note = "Ünï ‮ 😀 \u0000 ' \" \\ ${x} \ud800 end";
      const ticket = await toldTicket(here.store, [...opened(), ...noted(1, note)]);
      const read = await here.store.read(ticket.id);
      expect(read?.notes[0]?.note.text).toBe(note.toWellFormed());
      expect(await chainBreak(here.store, ticket.id)).toBeNull();
    });

    test("a subject with characters that a database cannot hold is kept without them", async () => {
      const subject = { about: opened()[0]?.by?.id ?? TICKET, text: "a\u0000b\ud800" } as never;
      const ticket = await toldTicket(here.store, opened({ subject }));
      const [summary] = await here.store.ticketsOf(ticket.sharer.id, 1);
      expect(summary?.subject).toBe("ab\ufffd");
    });
  });

  describe("an append", () => {
    test("on a version that somebody else has moved on from is a conflict, and writes nothing", async () => {
      const before = await toldTicket(here.store);
      await tell(here.store, before.id, claimed(), { before });
      const late = await tell(here.store, before.id, withdrawn(3), { before, idempotencyKey: newPress() });
      expect(late.kind).toBe("conflict");
      expect(await here.store.trail(before.id)).toHaveLength(2);
    });

    test("of the same ticket twice is a conflict", async () => {
      await tell(here.store, TICKET, opened());
      expect((await tell(here.store, TICKET, opened())).kind).toBe("conflict");
    });

    test("on a ticket that does not exist is a conflict", async () => {
      const before = replay(TICKET, opened());
      expect((await tell(here.store, TICKET, claimed(), { before })).kind).toBe("conflict");
    });

    test("that lost its race leaves no press behind, so the press can be decided again", async () => {
      const before = await toldTicket(here.store);
      const { after } = await tell(here.store, before.id, noted(1, "First."), { before });
      const press = newPress();
      await tell(here.store, before.id, claimed(), { before, idempotencyKey: press });
      expect(await here.store.appliedTo(press)).toBeNull();
      expect(
        (await tell(here.store, before.id, claimed(), { before: after, idempotencyKey: press })).kind,
      ).toBe("appended");
    });

    test("among many at the same version is the only one that wins", async () => {
      const before = await toldTicket(here.store);
      const other = await here.place.open();
      const race = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          tell(index % 2 === 0 ? here.store : other, before.id, noted(1, `${index}`), { before }),
        ),
      );
      expect(race.filter(({ kind }) => kind === "appended")).toHaveLength(1);
      expect(race.filter(({ kind }) => kind === "conflict")).toHaveLength(15);
      expect(await here.store.trail(before.id)).toHaveLength(2);
    });

    test("among many on different tickets mixes with none of them", async () => {
      const tickets = await Promise.all(Array.from({ length: 12 }, () => toldTicket(here.store, wholeStory)));
      for (const { id } of tickets) {
        expect(await chainBreak(here.store, id)).toBeNull();
        expect(await here.store.read(id)).toEqual(replay(id, wholeStory));
      }
    });
  });

  describe("a press", () => {
    test("that is delivered again is applied once", async () => {
      const press = newPress();
      const before = await toldTicket(here.store);
      await tell(here.store, before.id, claimed(), { before, idempotencyKey: press });
      const again = await tell(here.store, before.id, claimed(), { before, idempotencyKey: press });
      expect(again).toMatchObject({ kind: "already-applied", ticket: before.id });
      expect(await here.store.trail(before.id)).toHaveLength(2);
    });

    test("that opened a ticket opens no second one", async () => {
      const press = newPress();
      const first = await toldTicket(here.store, opened(), { idempotencyKey: press });
      const second = await tell(here.store, await here.store.nextTicketId(), opened(), {
        idempotencyKey: press,
      });
      expect(second).toMatchObject({ kind: "already-applied", ticket: first.id });
      expect(await here.store.ticketsOf(first.sharer.id, 10)).toHaveLength(1);
    });

    test("delivered to two processes at once is applied by one of them", async () => {
      const press = newPress();
      const other = await here.place.open();
      const ids = await Promise.all([here.store.nextTicketId(), other.nextTicketId()]);
      const both = await Promise.all(
        [here.store, other].map((each, index) =>
          tell(each, ids[index] ?? TICKET, opened(), { idempotencyKey: press }),
        ),
      );
      expect(both.map(({ kind }) => kind).sort()).toEqual(["already-applied", "appended"]);
    });

    test("is found by its id, on the ticket it was applied to", async () => {
      const press = newPress();
      expect(await here.store.appliedTo(press)).toBeNull();
      const ticket = await toldTicket(here.store, opened(), { idempotencyKey: press });
      expect(await here.store.appliedTo(press)).toBe(ticket.id);
    });
  });

  describe("ticket numbers", () => {
    test("begin at BK-1001", async () => {
      expect(await here.store.nextTicketId()).toBe(ticketId("BK-1001"));
      expect(await here.store.nextTicketId()).toBe(ticketId("BK-1002"));
    });

    test("are never given out twice, however many ask at once", async () => {
      const other = await here.place.open();
      const numbers = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? here.store : other).nextTicketId()),
      );
      expect(new Set(numbers).size).toBe(40);
    });
  });
}
