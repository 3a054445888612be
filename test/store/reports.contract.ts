import { describe, expect, test } from "vitest";
import { erase } from "../support/evidence.ts";
import { hana, hugo, sam, samsLaptop } from "../support/people.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  denied,
  ended,
  escalationAsked,
  event,
  handedOver,
  noted,
  opened,
  resolved,
  verified,
  viewAsked,
} from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { toldTicket, wholeStory } from "./stories.ts";

const DAY = 24 * 60;

export function reportsContract(here: Here): void {
  describe("what reports read", () => {
    test("is what happened in a time, in order, with who held the ticket", async () => {
      const { id } = await toldTicket(here.store, [
        ...opened(),
        ...claimed(),
        ...denied(3),
        ...handedOver(8),
        event(9, hugo, { type: "FeedbackGiven", session: 1, fixed: true, rating: 5, comment: null }),
      ]);
      const about = { ticket: id, sharer: sam.id, openedAt: at(0) };
      expect(await here.store.events(at(0), at(10))).toEqual([
        { type: "TicketOpened", at: at(0), by: sam.id, holder: null, ...about },
        { type: "TicketClaimed", first: true, at: at(2), by: hana.id, holder: hana.id, ...about },
        {
          type: "EligibilityDenied",
          checks: ["device-compliant"],
          at: at(3),
          by: hana.id,
          holder: hana.id,
          ...about,
        },
        { type: "TicketHandedOver", at: at(8), by: hana.id, holder: hugo.id, ...about },
        {
          type: "FeedbackGiven",
          session: 1,
          fixed: true,
          rating: 5,
          at: at(9),
          by: hugo.id,
          holder: hugo.id,
          ...about,
        },
      ]);
    });

    test("begins and ends where it is asked to, and knows the holder from before", async () => {
      await toldTicket(here.store, [...wholeStory]);
      const types = async (from: number, to: number) =>
        (await here.store.events(at(from), at(to))).map(({ type, holder }) => [type, holder]);
      expect(await types(4, 10)).toEqual([
        ["ConsentGiven", hana.id],
        ["SessionEnded", hana.id],
      ]);
      expect(await types(11, DAY)).toEqual([]);
    });

    test("is whole over many days and tickets", async () => {
      for (let i = 0; i < 3; i++) await toldTicket(here.store, [...opened(), ...claimed(i * DAY + 2)]);
      const week = await here.store.events(at(0), at(7 * DAY));
      expect(week.map(({ type }) => type)).toEqual([
        ...["TicketOpened", "TicketOpened", "TicketOpened"],
        ...["TicketClaimed", "TicketClaimed", "TicketClaimed"],
      ]);
    });

    test("has nothing that anybody wrote, and no check of a running session", async () => {
      await toldTicket(here.store, [
        ...[...opened(), ...claimed(), ...viewAsked(), ...allowed(), ...verified(5)],
        ...[...noted(6, "Client certificate"), ...ended(9), ...resolved(10)],
      ]);
      const text = JSON.stringify(await here.store.events(at(0), at(60)));
      expect(text).not.toMatch(/VPN|Client|Renewed|Surface|LT-SAM|Sam Sharma|SessionVerified/);
    });

    test("are sessions by the moment of their question, with their levels", async () => {
      const { id } = await toldTicket(here.store, [
        ...[...opened(), ...claimed(), ...viewAsked(), ...allowed()],
        ...[...escalationAsked(), ...controlAllowed(), ...ended(20)],
      ]);
      expect(await here.store.sessions(at(3), at(4))).toEqual([
        {
          ticket: id,
          session: 1,
          sharer: sam.id,
          helper: hana.id,
          device: samsLaptop.id,
          askedAt: at(3),
          startedAt: at(4),
          endedAt: at(20),
          cause: "ended-by-sharer",
          levels: [
            { level: "view", from: at(4), to: at(11) },
            { level: "control", from: at(11), to: at(20) },
          ],
        },
      ]);
      expect(await here.store.sessions(at(4), at(60))).toEqual([]);
    });

    test("are the names of those who are asked for, without the erased", async () => {
      await toldTicket(here.store, [...opened(), ...claimed()]);
      await erase(here.store, sam.id);
      expect([...(await here.store.namesOf([sam.id, hana.id, hugo.id]))]).toEqual([[hana.id, "Hana Weber"]]);
      expect([...(await here.store.namesOf([]))]).toEqual([]);
    });
  });

  describe("pick-ups", () => {
    test("are the first one of each ticket, by a helper or a lead's hand", async () => {
      await toldTicket(here.store, [
        ...opened(),
        ...claimed(2),
        event(4, hana, { type: "ClaimGivenBack" }),
        ...claimed(9),
      ]);
      await toldTicket(here.store, [...opened(), ...handedOver(5)]);
      await toldTicket(here.store, opened());
      const found = await here.store.pickUps(at(0), at(60));
      expect(found.map((each) => each.at - each.openedAt).sort((a, b) => a - b)).toEqual(
        [2, 5].map((m) => m * 60_000),
      );
      expect(await here.store.pickUps(at(6), at(60))).toEqual([]);
    });
  });

  describe("a report", () => {
    const report = { report: "digest", recipient: hana.id, period: "2026-11-23" };

    test("is claimed once, by whichever process is first", async () => {
      const other = await here.place.open();
      const claims = await Promise.all([here.store, other].map((each) => each.claimReport(report, at(0))));
      expect(claims.sort()).toEqual([false, true]);
      expect(await here.store.claimReport({ ...report, period: "2026-11-30" }, at(0))).toBe(true);
    });

    test("that is known not to have gone out can be claimed again, and so can one long ago", async () => {
      await here.store.claimReport(report, at(0));
      await here.store.releaseReport(report);
      expect(await here.store.claimReport(report, at(1))).toBe(true);
      await here.store.forgetReports(at(1));
      expect(await here.store.claimReport(report, at(2))).toBe(false);
      await here.store.forgetReports(at(2));
      expect(await here.store.claimReport(report, at(2))).toBe(true);
    });
  });
}
