import { describe, expect, test } from "vitest";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import type { PostedCard } from "../../src/ports/delivery-store.ts";
import { sam } from "../support/people.ts";
import { at, claimed, noted, opened, TICKET } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { tell, toldTicket } from "./stories.ts";

const surface = (key: string, change: Partial<PostedCard> = {}): PostedCard => ({
  key,
  address: { serviceUrl: "https://smba.example/emea/", conversationId: "19:requests", tenantId: "contoso" },
  activityId: "1700000000000",
  hash: "a".repeat(64),
  postedAt: at(0),
  outcomeUnknownUntil: null,
  repostRequested: false,
  sendCount: 0,
  ...change,
});

export function deliveryContract(here: Here): void {
  const idsDue = async (minutes: number): Promise<TicketId[]> =>
    (await here.store.leaseDue("other", at(minutes), at(minutes), 10)).map(({ ticket }) => ticket);

  describe("a posted card hangs at its conversation's present address", () => {
    const moved = "https://smba.example/amer/";

    test("when its channel was heard from over another connector", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.recordPosted(id, surface("ticket-channel"));
      const { address } = surface("ticket-channel");
      expect((await here.store.posted(id))[0]?.address).toEqual(address);
      await here.store.rememberChannel({ ...address, serviceUrl: moved });
      expect((await here.store.posted(id))[0]?.address).toEqual({ ...address, serviceUrl: moved });
    });

    test("when its person was", async () => {
      const { id } = await toldTicket(here.store);
      const chat = { ...surface("live:1").address, conversationId: "a:sam" };
      await here.store.recordPosted(id, surface("live:1", { address: chat }));
      await here.store.remember(sam.id, { chat: { ...chat, serviceUrl: moved } });
      expect((await here.store.posted(id))[0]?.address).toEqual({ ...chat, serviceUrl: moved });
    });
  });

  describe("a change that leases its ticket", () => {
    const lease = (worker: string, minute: number) => ({ worker, at: at(minute), until: at(minute + 5) });
    const change = async (before: Ticket, minute: number, worker?: string) => {
      const options = worker === undefined ? {} : { lease: lease(worker, minute) };
      return await tell(here.store, before.id, noted(minute, "x"), {
        before,
        nextDeadline: at(9),
        ...options,
      });
    };

    test("is worked on by that worker alone, at the version that came of it", async () => {
      const ticket = await toldTicket(here.store);
      const told = await change(ticket, 1, "ann");
      const leased = { ticket: ticket.id, version: 2, deadlineHasCome: false, tries: 0 };
      expect(told).toMatchObject({ kind: "appended", leased });
      expect(await idsDue(2)).toEqual([]);
      expect(await here.store.lease(ticket.id, "bob", at(2), at(3))).toBeNull();
      await here.store.settle(ticket.id, "ann", 2);
      expect(await idsDue(7)).toEqual([]);
    });

    test("is left to the worker that has it, and taken when its lease is over", async () => {
      const ticket = await toldTicket(here.store);
      await here.store.lease(ticket.id, "ann", at(1), at(3));
      const meanwhile = await change(ticket, 2, "bob");
      expect(meanwhile).toMatchObject({ kind: "appended", leased: null });
      expect(await here.store.lease(ticket.id, "bob", at(2), at(4))).toBeNull();
      expect(await change(meanwhile.after, 3, "bob")).toMatchObject({ leased: { version: 3 } });
      expect(await here.store.lease(ticket.id, "ann", at(4), at(5))).toBeNull();
    });

    test("extends the lease of its own worker, with the failed tries and a deadline that has come", async () => {
      const ticket = await toldTicket(here.store);
      await here.store.lease(ticket.id, "ann", at(1), at(2));
      await here.store.postpone(ticket.id, "ann", at(3));
      await here.store.lease(ticket.id, "ann", at(4), at(5));
      const leased = { version: 2, deadlineHasCome: true, tries: 1 };
      expect(await change(ticket, 10, "ann")).toMatchObject({ leased });
      expect(await here.store.lease(ticket.id, "bob", at(14), at(15))).toBeNull();
    });

    test("leases nothing unless it is asked to, nor when it fails", async () => {
      const ticket = await toldTicket(here.store);
      expect(await change(ticket, 1)).toMatchObject({ kind: "appended", leased: null });
      expect(await change(ticket, 1, "ann")).toMatchObject({ kind: "conflict" });
      expect(await here.store.lease(ticket.id, "bob", at(1), at(2))).not.toBeNull();
    });

    test("forgets a redraw that was requested before, and no other's", async () => {
      const ticket = await toldTicket(here.store);
      await here.store.recordPosted(ticket.id, surface("desk"));
      const redraw = () => here.store.redraw(ticket.id, "desk");
      await redraw();
      await change(ticket, 1, "ann");
      await here.store.settle(ticket.id, "ann", 2);
      expect(await idsDue(1)).toEqual([]);
      await here.store.lease(ticket.id, "ann", at(2), at(3));
      await redraw();
      expect(await change(await known(ticket), 2, "bob")).toMatchObject({ leased: null });
      await here.store.settle(ticket.id, "ann", 3);
      expect(await idsDue(2)).toEqual([ticket.id]);
    });

    const known = async ({ id }: Ticket) => (await here.store.read(id)) ?? expect.fail("no ticket");
  });

  describe("what waits for a channel", () => {
    const { address } = surface("ticket-channel");

    test.each([
      ["is heard of for the first time", async () => {}],
      ["is back", () => here.store.rememberChannel(address)],
      ["has another connector", () => here.store.rememberChannel({ ...address, serviceUrl: "https://old" })],
    ])("is due as soon as the channel %s", async (why, before) => {
      await before();
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(1));
      await here.store.postpone(id, "ann", at(15));
      await here.store.rememberChannel(address, why === "is back");
      expect(await idsDue(2)).toEqual([id]);
    });

    test("stays postponed when the channel says what is known", async () => {
      await here.store.rememberChannel(address);
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(1));
      await here.store.postpone(id, "ann", at(15));
      await here.store.rememberChannel(address);
      expect(await idsDue(2)).toEqual([]);
    });
  });

  describe("a ticket is due", () => {
    test("when its cards are behind, and no more once they are true", async () => {
      const { id } = await toldTicket(here.store);
      expect(await here.store.leaseDue("ann", at(0), at(1), 10)).toEqual([
        { ticket: id, version: 1, deadlineHasCome: false, tries: 0 },
      ]);
      await here.store.settle(id, "ann", 1);
      expect(await idsDue(60)).toEqual([]);
    });

    test("not for its deadline, though a lease tells that it has come", async () => {
      const { id } = await toldTicket(here.store, opened(), { nextDeadline: at(10) });
      expect(await here.store.lease(id, "ann", at(0), at(1))).toMatchObject({ deadlineHasCome: false });
      await here.store.settle(id, "ann", 1);
      expect(await idsDue(10)).toEqual([]);
      expect(await here.store.lease(id, "ann", at(10), at(11))).toMatchObject({ deadlineHasCome: true });
    });

    test("again when it changed while a worker made its cards true", async () => {
      const before = await toldTicket(here.store);
      await here.store.lease(before.id, "ann", at(0), at(1));
      await tell(here.store, before.id, claimed(), { before });
      await here.store.settle(before.id, "ann", 1);
      expect(await idsDue(3)).toEqual([before.id]);
    });

    test("oldest first, and no more of them than asked for", async () => {
      const late = await toldTicket(here.store, [...opened(), ...noted(9, "late")]);
      const early = await toldTicket(here.store, opened());
      const due = await here.store.leaseDue("ann", at(10), at(11), 10);
      expect(due.map(({ ticket }) => ticket)).toEqual([early.id, late.id]);
      expect((await here.store.leaseDue("ben", at(12), at(13), 1)).map(({ ticket }) => ticket)).toEqual([
        early.id,
      ]);
    });
  });

  describe("a lease", () => {
    test("keeps every other worker out until it ends", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.leaseDue("ann", at(0), at(5), 10);
      expect(await here.store.leaseDue("ben", at(4), at(9), 10)).toEqual([]);
      expect(await here.store.lease(id, "ben", at(4), at(9))).toBeNull();
      expect((await here.store.leaseDue("ben", at(5), at(9), 10)).map(({ ticket }) => ticket)).toEqual([id]);
    });

    test("is given to one of many workers who ask at once", async () => {
      const other = await here.place.open();
      const tickets = await Promise.all(Array.from({ length: 20 }, () => toldTicket(here.store)));
      const leased = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index % 2 === 0 ? here.store : other).leaseDue(`worker-${index}`, at(0), at(5), 5),
        ),
      );
      const ids = leased.flat().map(({ ticket }) => ticket);
      expect(new Set(ids).size).toBe(ids.length);
      const rest = await here.store.leaseDue("last", at(0), at(5), 20);
      expect(ids.length + rest.length).toBe(tickets.length);
    });

    test("of one ticket is given whether or not it is due", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(5));
      await here.store.settle(id, "ann", 1);
      expect(await idsDue(1)).toEqual([]);
      expect(await here.store.lease(id, "ben", at(1), at(6))).toMatchObject({ ticket: id });
    });

    test("of a ticket that does not exist is none", async () => {
      expect(await here.store.lease(TICKET, "ann", at(0), at(5))).toBeNull();
    });

    test("that was lost to another worker settles and postpones nothing", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(5));
      await here.store.lease(id, "ben", at(5), at(9));
      await here.store.settle(id, "ann", 1);
      await here.store.postpone(id, "ann", at(60));
      expect(await here.store.lease(id, "cleo", at(6), at(10))).toBeNull();
      expect(await here.store.leaseDue("cleo", at(9), at(10), 10)).toMatchObject([{ ticket: id, tries: 0 }]);
    });

    test("that was lost while its cards were sent has them compared again, also when they were found true", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(5));
      await here.store.lease(id, "ben", at(5), at(9));
      await here.store.settle(id, "ben", 1);
      await here.store.settle(id, "ann", 1);
      expect(await idsDue(9)).toEqual([id]);
    });

    test("that was lost to a worker who is still busy has it look once more", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(5));
      await here.store.lease(id, "ben", at(5), at(9));
      await here.store.postpone(id, "ann", at(60));
      await here.store.settle(id, "ben", 1);
      expect(await idsDue(9)).toEqual([id]);
    });
  });

  describe("after a failure", () => {
    test("a ticket is due again at the time of the retry, and counts its tries", async () => {
      const { id } = await toldTicket(here.store);
      for (const tries of [1, 2]) {
        await here.store.lease(id, "ann", at(0), at(1));
        await here.store.postpone(id, "ann", at(tries * 10));
        expect(await idsDue(tries * 10 - 1)).toEqual([]);
      }
      const [due] = await here.store.leaseDue("ann", at(20), at(21), 10);
      expect(due).toMatchObject({ ticket: id, tries: 2 });
    });

    test("a success resets the count", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(1));
      await here.store.postpone(id, "ann", at(1));
      await here.store.lease(id, "ann", at(1), at(2));
      await here.store.settle(id, "ann", 1);
      expect(await here.store.lease(id, "ann", at(2), at(3))).toMatchObject({ tries: 0 });
    });

    test("a change does not wait for the retry of what was before", async () => {
      const before = await toldTicket(here.store);
      await here.store.lease(before.id, "ann", at(0), at(1));
      await here.store.postpone(before.id, "ann", at(60));
      await tell(here.store, before.id, claimed(), { before });
      expect(await idsDue(3)).toEqual([before.id]);
    });
  });

  describe("posted surfaces", () => {
    test("are kept per ticket and key, and updated in place", async () => {
      await here.store.recordPosted(TICKET, surface("ticket-channel", { activityId: null }));
      await here.store.recordPosted(TICKET, surface("consent:1"));
      await here.store.recordPosted(
        TICKET,
        surface("ticket-channel", { hash: "b".repeat(64), postedAt: at(3) }),
      );
      expect(await here.store.posted(TICKET)).toEqual([
        surface("consent:1"),
        surface("ticket-channel", { hash: "b".repeat(64), postedAt: at(3) }),
      ]);
    });

    test("that were pressed away are due again, the others are not touched", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.recordPosted(id, surface("consent:1"));
      await here.store.recordPosted(id, surface("ticket-channel"));
      await here.store.lease(id, "ann", at(0), at(1));
      await here.store.settle(id, "ann", 1);
      await here.store.redraw(id, "consent:1");
      expect(await idsDue(1)).toEqual([id]);
      expect((await here.store.posted(id)).map(({ hash }) => hash)).toEqual(["", "a".repeat(64)]);
    });

    test("that were pressed away while a worker was at them stay due when it settles", async () => {
      const { id } = await toldTicket(here.store);
      await here.store.lease(id, "ann", at(0), at(1));
      await here.store.redraw(id, "consent:1");
      await here.store.settle(id, "ann", 1);
      expect(await here.store.leaseDue("ben", at(1), at(2), 10)).toHaveLength(1);
      await here.store.settle(id, "ben", 1);
      expect(await idsDue(60)).toEqual([]);
    });
  });
}
