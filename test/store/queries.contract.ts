import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import type { Store } from "../../src/store/open-store.ts";
import { hana, hugo, lena, sam, samsLaptop, samsMac } from "../support/people.ts";
import { at, claimed, handedOver, opened, resolved, viewAsked, withdrawn } from "../support/tickets.ts";
import type { FindPlace, Place } from "./place.ts";
import { tell, toldTicket } from "./stories.ts";

export function queriesContract(find: FindPlace): void {
  let place: Place;
  let store: Store;
  beforeEach(async () => {
    place = await find();
    store = await place.open();
  });
  afterEach(() => place.leave());

  describe("questions over many tickets", () => {
    test("a summary says what a list needs", async () => {
      const { id } = await toldTicket(store, [...opened(), ...claimed()]);
      expect(await store.openTicketsOf(sam.id)).toEqual([
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
      const first = await toldTicket(store);
      await toldTicket(store, [...opened(), ...withdrawn(1)]);
      await toldTicket(store, [...opened(), ...claimed(), ...resolved(5)]);
      await toldTicket(store, opened({ sharer: lena }));
      const last = await toldTicket(store, [...opened(), ...claimed()]);
      expect((await store.openTicketsOf(sam.id)).map(({ id }) => id)).toEqual([last.id, first.id]);
    });

    test("every ticket of a sharer, newest first, up to a limit", async () => {
      const tickets = [await toldTicket(store), await toldTicket(store, [...opened(), ...withdrawn(1)])];
      tickets.push(await toldTicket(store));
      const newestTwo = tickets.slice(1).reverse();
      expect((await store.ticketsOf(sam.id, 2)).map(({ id }) => id)).toEqual(newestTwo.map(({ id }) => id));
    });

    test("numbers count as numbers: BK-10000 is newer than BK-9999", async () => {
      for (const id of ["BK-9999", "BK-10000"]) await tell(store, ticketId(id), opened());
      expect((await store.openTicketsOf(sam.id)).map(({ id }) => id)).toEqual(["BK-10000", "BK-9999"]);
    });

    test("what a helper holds follows the claim, oldest first", async () => {
      const held = await toldTicket(store, [...opened(), ...claimed()]);
      const handed = await toldTicket(store, [...opened(), ...claimed(), ...handedOver(4)]);
      await toldTicket(store, [...opened(), ...claimed(), ...resolved(5)]);
      const second = await toldTicket(store, [...opened(), ...claimed()]);
      expect((await store.heldBy(hana.id)).map(({ id }) => id)).toEqual([held.id, second.id]);
      expect((await store.heldBy(hugo.id)).map(({ id }) => id)).toEqual([handed.id]);
    });

    test("sessions, asked or live, are found for both sides and with the device in use", async () => {
      const onMac = viewAsked().map((asked) => ({ ...asked, device: samsMac }));
      const { id } = await toldTicket(store, [...opened(), ...claimed(), ...onMac]);
      await toldTicket(store, [...opened(), ...claimed()]);
      for (const side of [sam, hana]) {
        const sessions = await store.sessionsWith(side.id);
        expect(sessions.map((session) => [session.id, session.device])).toEqual([[id, samsMac.id]]);
      }
      expect(await store.sessionsWith(hugo.id)).toEqual([]);
    });

    test("running sessions are all of them, with both sides; no ticket without one", async () => {
      const first = await toldTicket(store, [...opened(), ...claimed(), ...viewAsked()]);
      await toldTicket(store, [...opened(), ...claimed()]);
      await toldTicket(store, [...opened(), ...withdrawn(6)]);
      expect(await store.runningSessions()).toEqual([{ ticket: first.id, sharer: sam.id, helper: hana.id }]);
    });
  });
}
