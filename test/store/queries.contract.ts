import { describe, expect, test } from "vitest";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import { hana, hugo, lena, sam, samsLaptop, samsMac } from "../support/people.ts";
import { at, claimed, handedOver, opened, resolved, viewAsked, withdrawn } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { tell, toldTicket } from "./stories.ts";

export function queriesContract(here: Here): void {
  describe("questions over many tickets", () => {
    test("a summary says what a list needs", async () => {
      const { id } = await toldTicket(here.store, [...opened(), ...claimed()]);
      expect(await here.store.openTicketsOf(sam.id)).toEqual([
        {
          id,
          status: "claimed",
          subject: "VPN keeps dropping",
          sharer: sam.id,
          helper: hana.id,
          device: samsLaptop.id,
          openedAt: at(0),
          changedAt: at(2),
        },
      ]);
    });

    test("open tickets of a sharer leave out what is over and what is not theirs, newest first", async () => {
      const first = await toldTicket(here.store);
      await toldTicket(here.store, [...opened(), ...withdrawn(1)]);
      await toldTicket(here.store, [...opened(), ...claimed(), ...resolved(5)]);
      await toldTicket(here.store, opened({ sharer: lena }));
      const last = await toldTicket(here.store, [...opened(), ...claimed()]);
      expect((await here.store.openTicketsOf(sam.id)).map(({ id }) => id)).toEqual([last.id, first.id]);
    });

    test("every ticket of a sharer, newest first, up to a limit", async () => {
      const tickets = [
        await toldTicket(here.store),
        await toldTicket(here.store, [...opened(), ...withdrawn(1)]),
      ];
      tickets.push(await toldTicket(here.store));
      const newestTwo = tickets.slice(1).reverse();
      expect((await here.store.ticketsOf(sam.id, 2)).map(({ id }) => id)).toEqual(
        newestTwo.map(({ id }) => id),
      );
    });

    test("numbers count as numbers: BK-10000 is newer than BK-9999", async () => {
      for (const id of ["BK-9999", "BK-10000"]) await tell(here.store, ticketId(id), opened());
      expect((await here.store.openTicketsOf(sam.id)).map(({ id }) => id)).toEqual(["BK-10000", "BK-9999"]);
    });

    test("who helped last is who holds or held the newest tickets, each once", async () => {
      await toldTicket(here.store, [...opened(), ...claimed(2, hugo)]);
      await toldTicket(here.store, [...opened(), ...claimed(), ...resolved(5)]);
      await toldTicket(here.store, [...opened(), ...claimed()]);
      await toldTicket(here.store);
      expect(await here.store.recentHelpers(9)).toEqual([hana.id, hugo.id]);
      expect(await here.store.recentHelpers(1)).toEqual([hana.id]);
    });

    test("what a helper holds follows the claim, oldest first", async () => {
      const held = await toldTicket(here.store, [...opened(), ...claimed()]);
      const handed = await toldTicket(here.store, [...opened(), ...claimed(), ...handedOver(4)]);
      await toldTicket(here.store, [...opened(), ...claimed(), ...resolved(5)]);
      const second = await toldTicket(here.store, [...opened(), ...claimed()]);
      expect((await here.store.heldBy(hana.id)).map(({ id }) => id)).toEqual([held.id, second.id]);
      expect((await here.store.heldBy(hugo.id)).map(({ id }) => id)).toEqual([handed.id]);
    });

    test("sessions, asked or live, are found for both sides and with the device in use", async () => {
      const onMac = viewAsked().map((asked) => ({ ...asked, device: samsMac }));
      const { id } = await toldTicket(here.store, [...opened(), ...claimed(), ...onMac]);
      await toldTicket(here.store, [...opened(), ...claimed()]);
      for (const side of [sam, hana]) {
        const sessions = await here.store.sessionsWith(side.id);
        expect(sessions.map((session) => [session.id, session.device])).toEqual([[id, samsMac.id]]);
      }
      expect(await here.store.sessionsWith(hugo.id)).toEqual([]);
    });

    test("what waits for a helper is counted, with the oldest; nothing when nobody waits", async () => {
      await toldTicket(here.store, [...opened(), ...claimed()]);
      expect(await here.store.backlog()).toEqual({
        waiting: 0,
        urgent: 0,
        waitingSince: null,
        inProgress: 1,
      });
      await toldTicket(here.store);
      await toldTicket(here.store, opened({ sharer: lena, urgency: "urgent" }));
      await toldTicket(here.store, [...opened(), ...withdrawn(1)]);
      expect(await here.store.backlog()).toEqual({
        waiting: 2,
        urgent: 1,
        waitingSince: at(0),
        inProgress: 1,
      });
    });

    test("a helper's queue has what waits, then their own, then what others hold; by urgency and age", async () => {
      const others = await toldTicket(here.store, [...opened(), ...claimed(), ...handedOver(4)]);
      const own = await toldTicket(here.store, [...opened(), ...claimed(), ...viewAsked()]);
      const low = await toldTicket(here.store, opened({ urgency: "low" }));
      const normal = await toldTicket(here.store);
      const urgent = await toldTicket(here.store, opened({ sharer: lena, urgency: "urgent" }));
      await toldTicket(here.store, [...opened(), ...claimed(), ...resolved(5)]);
      const { entries, more } = await here.store.queueOf(hana.id, { skip: 0, limit: 9 });
      expect(more).toBe(false);
      expect(entries.map(({ id }) => id)).toEqual([urgent, normal, low, own, others].map(({ id }) => id));
      expect(entries[0]).toMatchObject({ urgency: "urgent", sharerName: "Lena Novak", helperName: null });
      expect(entries[3]).toMatchObject({ status: "claimed", session: "asked", helperName: "Hana Weber" });
      const second = await here.store.queueOf(hana.id, { skip: 2, limit: 2 });
      expect([second.entries.map(({ id }) => id), second.more]).toEqual([[low.id, own.id], true]);
    });

    test("running sessions are all of them, with both sides; no ticket without one", async () => {
      const first = await toldTicket(here.store, [...opened(), ...claimed(), ...viewAsked()]);
      await toldTicket(here.store, [...opened(), ...claimed()]);
      await toldTicket(here.store, [...opened(), ...withdrawn(6)]);
      expect(await here.store.runningSessions()).toEqual([
        { ticket: first.id, sharer: sam.id, helper: hana.id },
      ]);
    });
  });
}
