import { describe, expect, test } from "vitest";
import { hana, hugo, samsMac } from "../support/people.ts";
import { allowed, claimed, ended, event, opened, viewAsked } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { newPress, tell, toldTicket } from "./stories.ts";

const ready = [...opened(), ...claimed()];

export function devicesContract(here: Here): void {
  describe("a device", () => {
    test("that is asked for in one ticket is busy for every other, and nothing of the ask is kept", async () => {
      await toldTicket(here.store, [...ready, ...viewAsked()]);
      const before = await toldTicket(here.store, ready);
      const press = newPress();
      expect((await tell(here.store, before.id, viewAsked(), { before, idempotencyKey: press })).kind).toBe(
        "device-busy",
      );
      expect(await here.store.trail(before.id)).toHaveLength(2);
      expect(await here.store.appliedTo(press)).toBeNull();
    });

    test("stays busy while the session is live, and is free after its end", async () => {
      const live = await toldTicket(here.store, [...ready, ...viewAsked(), ...allowed()]);
      const before = await toldTicket(here.store, ready);
      expect((await tell(here.store, before.id, viewAsked(5), { before })).kind).toBe("device-busy");
      await tell(here.store, live.id, ended(6), { before: live });
      expect((await tell(here.store, before.id, viewAsked(7), { before })).kind).toBe("appended");
    });

    test("does not hold another device", async () => {
      await toldTicket(here.store, [...ready, ...viewAsked()]);
      const before = await toldTicket(here.store, ready);
      const onMac = viewAsked().map((asked) => ({ ...asked, device: samsMac, by: hugo }));
      expect((await tell(here.store, before.id, onMac, { before })).kind).toBe("appended");
    });

    test("of one person is asked for by one helper at a time, on whichever request", async () => {
      const first = await toldTicket(here.store, [...ready, ...viewAsked()]);
      const before = await toldTicket(here.store, ready);
      const onMac = viewAsked().map((asked) => ({ ...asked, device: samsMac }));
      expect((await tell(here.store, before.id, onMac, { before })).kind).toBe("ask-open");
      expect(await here.store.trail(before.id)).toHaveLength(2);
      await tell(here.store, first.id, allowed(4), { before: first });
      expect((await tell(here.store, before.id, onMac, { before })).kind).toBe("appended");
    });

    test("of one person that a helper asks for twice at once, in two processes, is asked for once", async () => {
      const other = await here.place.open();
      const tickets = await Promise.all([toldTicket(here.store, ready), toldTicket(other, ready)]);
      const onMac = viewAsked().map((asked) => ({ ...asked, device: samsMac }));
      const race = await Promise.all(
        tickets.map((before, index) =>
          tell(index === 0 ? here.store : other, before.id, index === 0 ? viewAsked() : onMac, { before }),
        ),
      );
      expect(race.map(({ kind }) => kind).sort()).toEqual(["appended", "ask-open"]);
    });

    test("changes hands within one append that ends one session and asks for the next", async () => {
      const first = await toldTicket(here.store, [...ready, ...viewAsked()]);
      const next = [
        event(9, null, { type: "AskLapsed", session: 1, ask: 1 }),
        ...ended(9, null, { cause: "lapsed" }),
        ...viewAsked(9, { ask: 2 }, 2).map((asked) => ({ ...asked, device: samsMac })),
      ];
      expect((await tell(here.store, first.id, next, { before: first })).kind).toBe("appended");
      const other = await toldTicket(here.store, ready);
      const ofHugo = viewAsked(10).map((asked) => ({ ...asked, by: hugo }));
      expect((await tell(here.store, other.id, ofHugo, { before: other })).kind).toBe("appended");
    });

    test("that two helpers ask for at once, in two processes, goes to one of them", async () => {
      const other = await here.place.open();
      const tickets = await Promise.all([toldTicket(here.store, ready), toldTicket(other, ready)]);
      const race = await Promise.all(
        tickets.map((before, index) =>
          tell(index === 0 ? here.store : other, before.id, viewAsked(), { before }),
        ),
      );
      expect(race.map(({ kind }) => kind).sort()).toEqual(["appended", "device-busy"]);
    });

    test("whose session has ended is in no session of its people any more", async () => {
      const live = await toldTicket(here.store, [...ready, ...viewAsked(), ...allowed()]);
      expect(await here.store.sessionsWith(hana.id)).toHaveLength(1);
      await tell(here.store, live.id, ended(6), { before: live });
      expect(await here.store.sessionsWith(hana.id)).toEqual([]);
      expect(await here.store.sessionsWith(live.sharer.id)).toEqual([]);
    });
  });
}
