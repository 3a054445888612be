import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/domain/ticket/finding.ts";
import { deviceId } from "../../src/domain/ticket/ids.ts";
import { hana, lena, sam, samsLaptop } from "../support/people.ts";
import {
  allowed,
  at,
  claimed,
  denied,
  ended,
  event,
  opened,
  refused,
  viewAsked,
} from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { toldTicket } from "./stories.ts";

const finding = (check: string, outcome: Finding["outcome"] = "unmet"): Finding => ({
  check,
  outcome,
  seen: "something",
  owner: "sharer",
});

export function reviewsContract(here: Here): void {
  describe("a review of the past", () => {
    test("counts what stood in the way of asks, most often first", async () => {
      const compliance = finding("device-compliant");
      await toldTicket(here.store, [
        ...opened(),
        ...claimed(),
        ...denied(3, "view", [compliance, finding("device-recent", "warning")]),
        ...denied(4, "control", [
          compliance,
          finding("helper-scope", "unknown"),
          finding("device-os", "met"),
        ]),
      ]);
      await toldTicket(here.store, [...opened(), ...claimed(), ...denied(5, "view", [compliance])]);
      expect(await here.store.topFindings(at(0), 5)).toEqual([
        { check: "device-compliant", refusals: 3, unknown: 0, tickets: 2 },
        { check: "helper-scope", refusals: 1, unknown: 1, tickets: 1 },
      ]);
    });

    test("keeps to its beginning and to its length", async () => {
      const both = [finding("device-os"), finding("device-recent")];
      await toldTicket(here.store, [
        ...opened(),
        ...claimed(),
        ...denied(3, "view", [finding("sharer-risk")]),
      ]);
      await toldTicket(here.store, [...opened(), ...claimed(), ...denied(9, "view", both)]);
      expect((await here.store.topFindings(at(4), 5)).map(({ check }) => check)).toEqual([
        "device-os",
        "device-recent",
      ]);
      expect((await here.store.topFindings(at(0), 1)).map(({ check }) => check)).toEqual(["device-os"]);
      expect(await here.store.topFindings(at(10), 5)).toEqual([]);
    });

    test("is not misled by what people write", async () => {
      const words = { about: sam.id, text: '{"type":"EligibilityDenied","findings":[]}' };
      await toldTicket(here.store, [...opened({ subject: words })]);
      expect(await here.store.topFindings(at(0), 5)).toEqual([]);
    });

    test("knows on which requests a helper has asked somebody, back to the last yes", async () => {
      const device = (n: number) => ({ ...samsLaptop, id: deviceId(`d-${n}`) });
      const story = (n: number) => [...opened({ device: device(n) }), ...claimed()];
      await toldTicket(here.store, [...story(1), ...viewAsked(), ...allowed(), ...ended(9)]);
      await toldTicket(here.store, [...story(2), ...viewAsked(), ...refused(5)]);
      const invited = await toldTicket(here.store, [
        ...story(3),
        ...viewAsked(),
        ...refused(5),
        event(16, sam, { type: "MoreHelpAsked", session: null, level: "view" }),
      ]);
      const asked = async () => (await here.store.ticketsAskedOn(hana.id, sam.id, at(0))).map(({ id }) => id);
      expect(await asked()).toHaveLength(3);
      const yes = await toldTicket(here.store, [...story(4), ...viewAsked(13), ...allowed(14)]);
      expect((await asked()).toSorted()).toEqual([invited.id, yes.id]);
      const no = await toldTicket(here.store, [...story(5), ...viewAsked(20), ...refused(21)]);
      expect((await asked()).toSorted()).toEqual([invited.id, yes.id, no.id]);
      expect(await here.store.ticketsAskedOn(hana.id, lena.id, at(0))).toEqual([]);
    });

    test("knows everybody who asked for help since then, each once", async () => {
      await toldTicket(here.store);
      await toldTicket(here.store, [...opened(), ...claimed()]);
      await toldTicket(here.store, opened({ sharer: lena }));
      expect(await here.store.sharersSince(at(0))).toEqual([sam.id, lena.id]);
      expect(await here.store.sharersSince(at(1))).toEqual([]);
    });
  });
}
