import { describe, expect, test } from "vitest";
import type { Store } from "../../src/store/open-store.ts";
import { erase } from "../support/evidence.ts";
import { hana, sam, samsLaptop } from "../support/people.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  opened,
  refused,
  viewAsked,
} from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { toldTicket } from "./stories.ts";

export function diaryContract(here: Here): void {
  const session = (end: number) => [
    ...opened(),
    ...claimed(),
    ...viewAsked(),
    ...allowed(),
    ...escalationAsked(),
    ...controlAllowed(),
    ...ended(end),
  ];

  describe("the diary of somebody's devices", () => {
    test("tells who, on what, which levels from when to when, and why it ended", async () => {
      const { id } = await toldTicket(here.store, session(15));
      expect(await here.store.diaryOf(sam.id, { limit: 5 })).toEqual({
        hasOlder: false,
        hasNewer: false,
        entries: [
          {
            ticket: id,
            number: 1001,
            session: 1,
            helper: hana.id,
            helperName: "Hana Weber",
            device: samsLaptop.id,
            deviceName: "LT-SAM-01",
            deviceModel: "Surface Laptop 6",
            askedAt: at(3),
            startedAt: at(4),
            endedAt: at(15),
            cause: "ended-by-sharer",
            levels: [
              { level: "view", from: at(4), to: at(11) },
              { level: "control", from: at(11), to: at(15) },
            ],
          },
        ],
      });
    });

    test("keeps what was asked and refused, and what goes on", async () => {
      await toldTicket(here.store, [...opened(), ...claimed(), ...viewAsked(), ...refused(5)]);
      await toldTicket(here.store, [...opened(), ...claimed(), ...viewAsked(), ...allowed()]);
      const { entries } = await here.store.diaryOf(sam.id, { limit: 5 });
      expect(entries).toMatchObject([
        { startedAt: at(4), endedAt: null, cause: null, levels: [{ level: "view", to: at(34) }] },
        { startedAt: null, endedAt: at(5), cause: "refused", levels: [] },
      ]);
    });

    test("is nobody else's: the helper has none of it", async () => {
      await toldTicket(here.store, session(15));
      expect((await here.store.diaryOf(hana.id, { limit: 5 })).entries).toEqual([]);
    });

    test("is read page by page, to older and back to newer", async () => {
      for (let i = 0; i < 5; i++) await toldTicket(here.store, session(12 + i));
      const numbers = (page: Awaited<ReturnType<Store["diaryOf"]>>) =>
        page.entries.map(({ number }) => number);
      const first = await here.store.diaryOf(sam.id, { limit: 2 });
      expect([numbers(first), first.hasOlder, first.hasNewer]).toEqual([[1005, 1004], true, false]);
      const second = await here.store.diaryOf(sam.id, { limit: 2, ...olderThan(first.entries.at(-1)) });
      expect([numbers(second), second.hasOlder, second.hasNewer]).toEqual([[1003, 1002], true, true]);
      const last = await here.store.diaryOf(sam.id, { limit: 2, ...olderThan(second.entries.at(-1)) });
      expect([numbers(last), last.hasOlder, last.hasNewer]).toEqual([[1001], false, true]);
      const back = await here.store.diaryOf(sam.id, { limit: 2, ...newerThan(second.entries[0]) });
      expect([numbers(back), back.hasOlder, back.hasNewer]).toEqual([[1005, 1004], true, false]);
    });

    test("says after an erasure only what names nobody", async () => {
      await toldTicket(here.store, session(15));
      await erase(here.store, sam.id);
      await erase(here.store, hana.id);
      expect((await here.store.diaryOf(sam.id, { limit: 1 })).entries).toMatchObject([
        { deviceName: "", helperName: "", cause: "ended-by-sharer" },
      ]);
    });
  });
}

type Mark = { readonly askedAt: number; readonly number: number; readonly session: number };
const olderThan = (mark: Mark | undefined) => (mark === undefined ? {} : { olderThan: mark });
const newerThan = (mark: Mark | undefined) => (mark === undefined ? {} : { newerThan: mark });
