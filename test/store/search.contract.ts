import { beforeEach, describe, expect, test } from "vitest";
import { personId, type TicketId, ticketId } from "../../src/domain/ticket/ids.ts";
import { person, personal } from "../../src/domain/ticket/person.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { SearchQuery, SearchScope } from "../../src/ports/ticket-search.ts";
import { erase } from "../support/evidence.ts";
import { hana, hugo, lena, mia, sam, samsLaptop, samsMac } from "../support/people.ts";
import {
  allowed,
  at,
  claimed,
  ended,
  event,
  handedOver,
  noted,
  opened,
  resolved,
  viewAsked,
  withdrawn,
} from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { tell, toldTicket, wholeStory } from "./stories.ts";

const asLead: SearchScope = { kind: "lead", person: lena.id };
const asAuditor: SearchScope = { kind: "auditor", person: mia.id };
const asHelper = (person = hana): SearchScope => ({ kind: "helper", person: person.id });
const own = (person = sam): SearchScope => ({ kind: "own", person: person.id });

export function searchContract(here: Here): void {
  const search = async (query: Omit<SearchQuery, "limit" | "sight"> & Partial<SearchQuery>) =>
    (await here.store.search({ sight: asLead, limit: 25, ...query })).tickets.map(({ id }) => id);

  const about = (subject: string, sharer = sam, more: Parameters<typeof opened>[0] = {}) =>
    opened({ sharer, subject: personal(sharer.id, subject), details: null, ...more });

  const told = async (...parts: Parameters<typeof toldTicket>[1][]): Promise<TicketId> =>
    (
      await toldTicket(
        here.store,
        parts.flatMap((part) => part ?? []),
      )
    ).id;

  describe("what is found", () => {
    test("says of a closed ticket who had it last, and of one that nobody has that nobody has it", async () => {
      const handed = await told(about("vpn one"), claimed(), handedOver(3), resolved(5, hugo));
      const reopened = await told(about("vpn two"), claimed(), resolved(5), [
        event(6, sam, { type: "TicketReopened", reason: null }),
      ]);
      const never = await told(about("vpn three"), withdrawn(2));
      const helpers = async (sight: SearchScope) =>
        (await here.store.search({ sight, limit: 5, words: "vpn" })).tickets.map((each) => [
          each.id,
          each.helper,
          each.helperName,
        ]);
      const all = [
        [never, null, null],
        [reopened, null, null],
        [handed, hugo.id, "Hugo Martin"],
      ];
      expect(await helpers(asLead)).toEqual(all);
      expect(await helpers(own())).toEqual(all);
      expect(await helpers(asHelper(lena))).toEqual([all[1]]);
      await erase(here.store, hugo.id);
      expect((await helpers(asLead)).at(-1)).toEqual([handed, hugo.id, ""]);
    });

    test("names the helper whose session was live, not one who held it for a moment afterwards", async () => {
      const id = await told(
        opened(),
        claimed(),
        viewAsked(),
        allowed(),
        ended(15),
        handedOver(16),
        withdrawn(17),
      );
      const page = await here.store.search({ sight: asLead, limit: 5, words: "vpn" });
      expect(page.tickets.map((each) => [each.id, each.helperName])).toEqual([[id, "Hana Weber"]]);
    });

    test("is told with everything that a list needs", async () => {
      const id = await told(opened(), claimed());
      const page = await here.store.search({ sight: asLead, limit: 5, words: "vpn" });
      expect(page).toEqual({
        more: false,
        tickets: [
          {
            id,
            number: 1001,
            version: 2,
            status: "claimed",
            subject: "VPN keeps dropping",
            sharer: sam.id,
            sharerName: "Sam Sharma",
            helper: hana.id,
            helperName: "Hana Weber",
            device: samsLaptop.id,
            openedAt: at(0),
            changedAt: at(2),
          },
        ],
      });
    });

    test("by a name as a whole before names that only begin so", async () => {
      const sama = person(personId("sama"), "Sama Sharman");
      const id = await told(about("Printer", sam));
      const other = await told(about("Printer", sama).map((each) => ({ ...each, at: at(9) })));
      const named = (name: string) => search({ person: name });
      expect(await named("sam")).toEqual([id]);
      expect(await named("sama")).toEqual([other]);
      expect(await named("shar")).toEqual([other, id]);
    });

    test.each<[string, Partial<SearchQuery>]>([
      ["its number", { ticket: ticketId("BK-1001") }],
      ["a word of its subject", { words: "dropping" }],
      ["a word of its details", { words: "morning" }],
      ["a word of a note", { words: "certificate" }],
      ["a word of its resolution", { words: "renewed" }],
      ["several words in any order and case", { words: "PROFILE vpn" }],
      ["the beginning of its last word", { words: "vpn dropp" }],
      ["the sharer's name", { person: "sharma" }],
      ["the beginning of the helper's name", { person: "han" }],
      ["the helper", { helper: "Weber, Hana" }],
      ["the device's name", { device: "lt-sam" }],
      ["the device's model", { device: "surface laptop" }],
      ["the device's id", { device: samsLaptop.id }],
      ["a device among the words", { words: "surface" }],
      ["its state", { status: "resolved" }],
      ["when it was opened", { from: at(0), until: at(1) }],
      [
        "everything at once",
        { words: "vpn", person: "sam", helper: "hana", status: "resolved", from: at(0) },
      ],
    ])("by %s", async (_, query) => {
      const id = await told(wholeStory);
      await told(about("Printer on fire", lena, { device: samsMac }).map((each) => ({ ...each, at: at(9) })));
      expect(await search(query)).toEqual([id]);
    });

    test.each<[string, Partial<SearchQuery>]>([
      ["another number", { ticket: ticketId("BK-1002") }],
      ["a number that is none", { ticket: ticketId("BK-x") }],
      ["one word of two", { words: "vpn printer" }],
      ["the beginning of a word before the last", { words: "dropp vpn" }],
      ["the middle of a word", { words: "ropping" }],
      ["the sharer as a helper", { helper: "sam" }],
      ["another state", { status: "open" }],
      ["another day", { from: at(1) }],
      ["the day before", { until: at(0) }],
    ])("is not found by %s", async (_, query) => {
      await told(wholeStory);
      expect(await search(query)).toEqual([]);
    });

    test("is found without accents, in any script", async () => {
      const ids = [await told(about("Größe der Menüs")), await told(about("Не работает принтер"))];
      ids.push(await told(about("打印机坏了")), await told(about("ＶＰＮ ②")));
      const found = ["menus", "ПРИНТЕР", "坏", "vpn 2"].map((words) => search({ words }));
      expect((await Promise.all(found)).flat()).toEqual(ids);
    });

    test("follows the ticket: what was changed is found as it is now", async () => {
      const before = await toldTicket(here.store, [...about("Prnter jams"), ...claimed()]);
      const request = { details: null, urgency: "normal", device: samsMac } as const;
      await tell(
        here.store,
        before.id,
        [event(3, sam, { type: "TicketAmended", subject: personal(sam.id, "Printer jams"), ...request })],
        { before },
      );
      expect(await search({ words: "prnter" })).toEqual([]);
      expect(await search({ words: "printer", device: "macbook", status: "claimed" })).toEqual([before.id]);
    });

    test("comes newest first, page by page, whether a client remembers its place or counts", async () => {
      const ids: TicketId[] = [];
      for (let i = 0; i < 5; i++) ids.unshift(await told(about(`Screen ${i}`)));
      const first = await here.store.search({ sight: asLead, words: "screen", limit: 2 });
      expect(first).toMatchObject({ more: true, tickets: [{ id: ids[0] }, { id: ids[1] }] });
      const before = first.tickets.at(-1)?.number ?? 0;
      expect(await search({ words: "screen", before, limit: 2 })).toEqual(ids.slice(2, 4));
      expect(await search({ words: "screen", skip: 4, limit: 2 })).toEqual(ids.slice(4));
      expect(await search({ limit: 3 })).toEqual(ids.slice(0, 3));
      expect((await here.store.search({ sight: asLead, limit: 5 })).more).toBe(false);
      const last = { words: "screen", before: 1001, limit: 2 };
      expect(await search(last)).toEqual([]);
      const second = { words: "scree", before: ids.length + 999, limit: 5 };
      expect(await search(second)).toEqual(ids.slice(2));
    });
  });

  test("the newest documents and the index give the same page, for every reader", async () => {
    const ids: TicketId[] = [];
    for (let i = 0; i < 4; i++)
      ids.unshift(await told(about(`Screen ${i}`), claimed(), noted(3, "Scratched")));
    await told(about("Screen of hana", hana), noted(2, "Scratched"));
    const page = { skip: 1, limit: 2 };
    for (const sight of [asLead, asHelper(), own()]) {
      const words = "scree";
      expect(await search({ sight, words, before: 1005, ...page })).toEqual(ids.slice(1, 3));
      // A date leads past the newest documents.
      expect(await search({ sight, words, before: 1005, from: at(0), ...page })).toEqual(ids.slice(1, 3));
    }
    for (const more of [{}, { from: at(0) }]) {
      expect(await search({ sight: own(), words: "scrat", limit: 1, ...more })).toEqual([]);
      expect(await search({ sight: asHelper(), words: "screen scrat", limit: 1, ...more })).toHaveLength(1);
      const mine = { sight: asHelper(), words: "hana scrat", limit: 4, ...more };
      expect(await search(mine)).toEqual(ids);
    }
  });

  describe("hostile words", () => {
    test.each([
      ["quotes", `"vpn" 'vpn'`],
      ["a star", "vpn*"],
      ["operators of SQLite", "NEAR(vpn vpn) vpn"],
      ["operators of PostgreSQL", "vpn & ! | <-> :*"],
      ["columns", "words:vpn"],
      ["an injection", "vpn'; drop table tickets; --"],
      ["brackets", "((((vpn"],
      ["emoji", "👩‍👩‍👧‍👦 vpn 🔥"],
      ["a NUL and half a character", "vpn\0 \ud800"],
      ["10,000 characters", `vpn ${"x".repeat(10_000)}`],
      ["3,000 words", "vpn ".repeat(3_000)],
      ["marks of our own", "o_00000000000040008000000000000001 vpn"],
    ])("are words and nothing else: %s", async (_, words) => {
      await told(about("VPN near words drop table tickets"));
      await expect(here.store.search({ sight: own(), words, limit: 5 })).resolves.toBeDefined();
      expect(await search({ words: "vpn" })).toHaveLength(1);
    });

    test("without any letter find nothing, and no words at all find everything", async () => {
      const id = await told(about("Screen"));
      expect(await search({ words: "🔥 \" * '" })).toEqual([]);
      expect(await search({ person: "%" })).toEqual([]);
      expect(await search({ words: " " })).toEqual([id]);
    });

    test("of 20,000 characters on a ticket harm nobody", async () => {
      const id = await told(about(`${"'\"*:() ".repeat(2_000)} needle`));
      expect(await search({ words: "needle" })).toEqual([id]);
    });
  });

  describe("what somebody may find", () => {
    let open: TicketId;
    let held: TicketId;
    let heldBefore: TicketId;
    let hugos: TicketId;
    let lenas: TicketId;
    beforeEach(async () => {
      open = await told(about("Screen open"));
      held = await told(about("Screen held"), claimed());
      heldBefore = await told(about("Screen over"), claimed(), handedOver(3), resolved(4, hugo));
      hugos = await told(about("Screen hugo"), claimed(2, hugo));
      lenas = await told(about("Screen of lena", lena), withdrawn(2));
    });

    test("as a sharer: their own, with any holder", async () => {
      const all = [hugos, heldBefore, held, open];
      expect(await search({ sight: own() })).toEqual(all);
      expect(await search({ sight: own(), words: "screen" })).toEqual(all);
      expect(await search({ sight: own(lena), words: "screen" })).toEqual([lenas]);
    });

    test("as a helper: what they hold or held, and what is open", async () => {
      expect(await search({ sight: asHelper() })).toEqual([heldBefore, held, open]);
      expect(await search({ sight: asHelper(), words: "scr" })).toEqual([heldBefore, held, open]);
      expect(await search({ sight: asHelper(hugo) })).toEqual([hugos, heldBefore, open]);
      expect(await search({ sight: asHelper(lena) })).toEqual([lenas, open]);
    });

    test("as a lead or an auditor: everything", async () => {
      const all = [lenas, hugos, heldBefore, held, open];
      expect(await search({ sight: asLead })).toEqual(all);
      expect(await search({ sight: asAuditor })).toEqual(all);
    });

    test("as anybody else: nothing, however they ask", async () => {
      const sight = own(mia);
      const questions = [{}, { words: "screen" }, { ticket: open }, { person: "sam" }, { status: "open" }];
      for (const query of questions) {
        expect(await search({ sight, ...(query as Partial<SearchQuery>) })).toEqual([]);
      }
    });

    test("a number finds only what the reader may see", async () => {
      expect(await search({ sight: asHelper(), ticket: hugos })).toEqual([]);
      expect(await search({ sight: own(lena), ticket: held })).toEqual([]);
      expect(await search({ sight: own(), ticket: held })).toEqual([held]);
    });

    test("an auditor finds and reads nothing that anybody wrote", async () => {
      const id = await told(wholeStory);
      for (const words of ["vpn", "morning", "certificate", "renewed"]) {
        expect(await search({ sight: asAuditor, words })).toEqual([]);
      }
      expect(await search({ sight: asAuditor, words: "surface hana" })).toContain(id);
      const { tickets } = await here.store.search({ sight: asAuditor, limit: 25 });
      expect(tickets.map(({ subject }) => subject)).toEqual(tickets.map(() => null));
    });

    test("an auditor finds and reads their own request like anybody else", async () => {
      const sight: SearchScope = { kind: "auditor", person: sam.id };
      const id = await told(wholeStory);
      expect(await search({ sight, words: "morning" })).toEqual([id]);
      expect(await search({ sight, words: "certificate" })).toEqual([]);
      const { tickets } = await here.store.search({ sight, limit: 25 });
      expect(tickets.map(({ subject, sharer }) => subject === null && sharer === sam.id)).not.toContain(true);
      expect(tickets.find(({ id: each }) => each === lenas)?.subject).toBeNull();
    });

    test("what helpers note is no way to find one's own request", async () => {
      await told(opened(), claimed(), noted(3, "Suspicious story"));
      for (const sight of [own(), asHelper(sam), { kind: "lead", person: sam.id } as const]) {
        expect(await search({ sight, words: "suspicious" })).toEqual([]);
      }
      expect(await search({ sight: asHelper(), words: "suspicious" })).toHaveLength(1);
    });
  });

  describe("a person who is erased", () => {
    test("is found by nothing of theirs any more, and their tickets by what is left", async () => {
      const id = await told(wholeStory);
      await erase(here.store, sam.id);
      for (const words of ["dropping", "morning", "sharma"]) expect(await search({ words })).toEqual([]);
      expect(await search({ person: "sam" })).toEqual([]);
      expect(await search({ device: "lt-sam" })).toEqual([]);
      expect(await search({ words: "renewed", helper: "hana", device: "surface" })).toEqual([id]);
      expect(await here.store.search({ sight: asLead, limit: 1 })).toMatchObject({
        tickets: [{ id, subject: "", sharerName: "" }],
      });
    });

    test("leaves those whom they helped findable", async () => {
      const id = await told(wholeStory);
      await erase(here.store, hana.id);
      expect(await search({ helper: "hana" })).toEqual([]);
      expect(await search({ words: "renewed" })).toEqual([]);
      expect(await search({ sight: own(), words: "dropping" })).toEqual([id]);
      expect(await search({ sight: asHelper() })).toEqual([id]);
    });

    test("is not in the index after a rebuild", async () => {
      await told(wholeStory);
      await erase(here.store, sam.id);
      await here.store.evidence.rebuild(defaultPolicy);
      expect(await search({ words: "sharma" })).toEqual([]);
    });
  });

  describe("the index", () => {
    test("is the same when it is drawn from the events again", async () => {
      await told(wholeStory);
      await told(about("Screen"), claimed(), viewAsked());
      const database = here.place.database();
      const projections = () =>
        database.query(async (db) => [
          await db.selectFrom("people").select(["person", "name"]).orderBy("person").execute(),
          await db.selectFrom("sessions").selectAll().orderBy("ticket_number").execute(),
        ]);
      const before = await projections();
      await database.query((db) => db.deleteFrom("sessions").execute());
      await database.query((db) => db.deleteFrom("people").execute());
      await here.store.evidence.rebuild(defaultPolicy);
      expect(await projections()).toEqual(before);
      expect(await search({ words: "renewed" })).toHaveLength(1);
    });

    test("holds nothing of a change that was taken back", async () => {
      await told(about("Screen"), claimed(), viewAsked());
      const other = await here.store.nextTicketId();
      const busy = await tell(here.store, other, [...about("Second screen"), ...claimed(), ...viewAsked()]);
      expect(busy.kind).toBe("device-busy");
      expect(await search({ words: "screen" })).toHaveLength(1);
    });
  });
}
