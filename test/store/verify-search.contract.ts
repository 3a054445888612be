import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { type PersonId, personId, type TicketId } from "../../src/domain/ticket/ids.ts";
import { type Person, personal } from "../../src/domain/ticket/person.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { IntegrityFault, Retention, Verification } from "../../src/ports/evidence.ts";
import { erase } from "../support/evidence.ts";
import { hana, hugo, lena, sam } from "../support/people.ts";
import { allowed, at, claimed, ended, handedOver, opened, viewAsked } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { tell, toldTicket, wholeStory } from "./stories.ts";

const LIVE = [...opened(), ...claimed(), ...viewAsked(), ...allowed()];
const DAY = 24 * 60;
const NOTHING: Retention = { tickets: 0, postedSurfaces: 0, presses: 0, contacts: 0, auditActs: 0 };

/** Changes to search words, sessions and names, by an attacker who can write to every table. */
export function verifySearchContract(here: Here): void {
  let id: TicketId;
  beforeEach(async () => {
    await toldTicket(here.store, LIVE.slice(0, 1));
    id = (await toldTicket(here.store, wholeStory)).id;
    await toldTicket(here.store, opened({ sharer: lena, subject: personal(lena.id, "Mail") }));
  });

  async function breaks(scope: Verification = {}): Promise<IntegrityFault[]> {
    const found: IntegrityFault[] = [];
    await here.store.evidence.verify(scope, (broken) => found.push(broken));
    return found;
  }
  const numberOf = (ticket: TicketId) => Number(ticket.slice(3));
  const documents = () => here.database.dialect.words;
  const documentOf = async (ticket: TicketId) =>
    (await here.database.query((db) => documents().read(db, [numberOf(ticket)]))).get(numberOf(ticket)) ?? "";
  const writeWords = (number: number, words: readonly string[]) =>
    here.database.query((db) =>
      documents()
        .write(sql.val(number), sql.val(words.join(" ")))
        .execute(db),
    );
  const forgeWords = (ticket: TicketId, change: (words: readonly string[]) => string[]) =>
    documentOf(ticket).then((words) => writeWords(numberOf(ticket), change(words.split(" "))));
  const forgeSession = (change: object) =>
    here.database.query((db) => db.updateTable("sessions").set(change).where("ticket", "=", id).execute());
  const called = (who: Person, name: string): Person => ({ ...who, name: personal(who.id, name) });
  const nameOf = async (person: PersonId) =>
    (
      await here.database.query((db) =>
        db.selectFrom("people").select("name").where("person", "=", person).executeTakeFirst(),
      )
    )?.name;
  const differs = (...columns: string[]): IntegrityFault => ({ in: "projection", ticket: id, columns });

  /** `rebuild` is the remedy that the documentation names. */
  const isMended = async () => {
    await here.store.evidence.rebuild(defaultPolicy);
    expect(await breaks()).toEqual([]);
  };

  describe("the words of a ticket", () => {
    test.each([
      ["one more", (words: readonly string[]) => [...words, "divorce"].sort()],
      ["one less", (words: readonly string[]) => words.filter((word) => word !== "vpn")],
      [
        "another sharer",
        (words: readonly string[]) => words.map((word) => word.replace(/^o_.*/, "o_x")).sort(),
      ],
    ])("that were changed are found, by table and column, and mended: %s", async (_, change) => {
      await forgeWords(id, change);
      expect(await breaks()).toEqual([differs("ticket_words.words")]);
      expect(await breaks({ ticket: id })).toEqual([differs("ticket_words.words")]);
      expect(await breaks({ trailOnly: true })).toEqual([]);
      await isMended();
    });

    test("that are missing are found", async () => {
      await here.database.query((db) => documents().remove(db, [numberOf(id)]));
      expect(await breaks()).toEqual([differs("ticket_words (its row is missing)")]);
      await isMended();
    });

    test("whose place among the newest was changed are found", async () => {
      // Only PostgreSQL's index holds one.
      if (here.database.dialect.name !== "postgres") return;
      await here.database.query((db) =>
        sql`update ticket_words set words = ts_delete(words, 'b12_0') where number = ${numberOf(id)}`.execute(
          db,
        ),
      );
      expect(await breaks()).toEqual([differs("ticket_words.words")]);
      await isMended();
    });

    test("of a ticket that does not exist are found", async () => {
      await writeWords(9999, ["s_open", "vpn"]);
      expect(await breaks()).toEqual([{ in: "orphan", table: "ticket_words", ticket: "BK-9999" }]);
      await isMended();
    });
  });

  describe("a session", () => {
    test.each([
      ["sharer", lena.id],
      ["helper", hugo.id],
      ["device", "another"],
      ["device_name", "LT-OTHER"],
      ["device_model", "Another"],
      ["asked_at", at(4)],
      ["started_at", null],
      ["ended_at", at(5)],
      ["cause", "expired"],
      ["levels", "[]"],
    ])("whose %s was changed is found, by table and column, and mended", async (column, value) => {
      await forgeSession({ [column]: value });
      expect(await breaks()).toEqual([differs(`sessions.${column} of session 1`)]);
      await isMended();
    });

    test("that was hidden is found and given back to the diary", async () => {
      const before = await here.store.diaryOf(sam.id, { limit: 5 });
      expect(before.entries).toHaveLength(1);
      await here.database.query((db) => db.deleteFrom("sessions").where("ticket", "=", id).execute());
      expect(await here.store.diaryOf(sam.id, { limit: 5 })).toMatchObject({ entries: [] });
      expect(await breaks()).toEqual([differs("sessions (session 1 is missing)")]);
      await isMended();
      expect(await here.store.diaryOf(sam.id, { limit: 5 })).toEqual(before);
    });

    test("that never was is found, on a ticket that exists and on one that does not", async () => {
      const [row] = await here.database.query((db) => db.selectFrom("sessions").selectAll().execute());
      if (row === undefined) throw new Error("the story has a session");
      const forged = [
        { ...row, session: 7 },
        { ...row, ticket: "BK-8888", ticket_number: 8888 },
      ];
      await here.database.query((db) => db.insertInto("sessions").values(forged).execute());
      expect(await breaks()).toEqual([
        differs("sessions (a row for session 7, which never was)"),
        { in: "orphan", table: "sessions", ticket: "BK-8888" },
      ]);
      await isMended();
    });

    test("that runs is no error, at any moment of it", async () => {
      const running = await toldTicket(here.store, LIVE);
      expect(await breaks()).toEqual([]);
      await tell(here.store, running.id, ended(9), { before: running });
      expect(await breaks()).toEqual([]);
    });
  });

  describe("a name", () => {
    test("that was changed is found, by person, and mended", async () => {
      await here.database.query((db) =>
        db.updateTable("people").set({ name: "Mallory" }).where("person", "=", hana.id).execute(),
      );
      expect(await breaks()).toEqual([{ in: "name", person: hana.id, how: "changed" }]);
      expect(await breaks({ ticket: id })).toEqual([]);
      await isMended();
      expect(await nameOf(hana.id)).toBe("Hana Weber");
    });

    test("that was removed is found", async () => {
      await here.database.query((db) => db.deleteFrom("people").where("person", "=", sam.id).execute());
      expect(await breaks()).toEqual([{ in: "name", person: sam.id, how: "missing" }]);
      await isMended();
    });

    test("of somebody whom no record names is found", async () => {
      const row = { person: personId("nobody"), name: "Nobody", named_at: at(1) };
      await here.database.query((db) => db.insertInto("people").values(row).execute());
      expect(await breaks()).toEqual([{ in: "name", person: "nobody", how: "unknown" }]);
      await isMended();
    });

    test("that somebody took since is the right one, and the one before it is not", async () => {
      const later = called(hana, "Hana Braun");
      await toldTicket(here.store, [...opened(), ...claimed(3 * DAY, later)]);
      expect(await breaks()).toEqual([]);
      expect(await nameOf(hana.id)).toBe("Hana Braun");
      await isMended();
      expect(await nameOf(hana.id)).toBe("Hana Braun");
      await here.database.query((db) =>
        db.updateTable("people").set({ name: "Hana Weber" }).where("person", "=", hana.id).execute(),
      );
      expect(await breaks()).toEqual([{ in: "name", person: hana.id, how: "changed" }]);
    });

    test("is the newest also when an older ticket is drawn again after a younger one", async () => {
      const before = await toldTicket(here.store, opened());
      await toldTicket(here.store, [...opened(), ...claimed(2 * DAY, called(hana, "Hana Weber"))]);
      await tell(here.store, before.id, claimed(4 * DAY, called(hana, "Hana Braun")), { before });
      await isMended();
      expect(await nameOf(hana.id)).toBe("Hana Braun");
    });
  });

  describe("what was let go is no error:", () => {
    test("a person who was erased, and came back", async () => {
      await erase(here.store, sam.id);
      expect(await breaks()).toEqual([]);
      await toldTicket(here.store, opened({ subject: personal(sam.id, "Again") }));
      expect(await breaks()).toEqual([]);
      await erase(here.store, hana.id);
      expect(await breaks()).toEqual([]);
      await isMended();
    });

    test("the name of a person who was erased, when somebody writes it back, is one", async () => {
      await erase(here.store, sam.id);
      const row = { person: sam.id, name: "Sam Sharma", named_at: at(1) };
      await here.database.query((db) => db.insertInto("people").values(row).execute());
      expect(await breaks()).toEqual([{ in: "name", person: sam.id, how: "unknown" }]);
    });

    test("the words of an erased person, when somebody writes them back, are one", async () => {
      await erase(here.store, sam.id);
      await forgeWords(id, (words) => [...words, "divorce"].sort());
      expect(await breaks()).toEqual([differs("ticket_words.words")]);
    });

    test("words that were taken out and are not drawn again yet", async () => {
      await erase(here.store, sam.id);
      await here.database.query((db) => documents().remove(db, [numberOf(id)]));
      expect(await breaks()).toEqual([]);
    });

    test("old closed tickets; names that an open one still holds stay", async () => {
      await toldTicket(here.store, [...wholeStory.slice(0, 1), ...claimed(2, hugo)]);
      expect(await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(10 * DAY) })).toMatchObject({
        tickets: 1,
      });
      expect(await breaks()).toEqual([]);
      expect(await nameOf(hugo.id)).toBe("Hugo Martin");
      expect(await nameOf(hana.id)).toBeUndefined();
      await isMended();
    });

    test("a ticket under legal hold keeps its names", async () => {
      const hold = { kind: "ticket", subject: id, reason: "case 7", by: "auditor", at: at(60) } as const;
      await here.store.evidence.hold(hold);
      await here.store.evidence.applyRetention({ ...NOTHING, tickets: at(10 * DAY) });
      expect(await nameOf(hana.id)).toBe("Hana Weber");
      expect(await breaks()).toEqual([]);
    });
  });

  test("many tickets, some of them forged, are told one by one", async () => {
    const ids: TicketId[] = [];
    for (let i = 0; i < 30; i++)
      ids.push((await toldTicket(here.store, [...LIVE, ...ended(9), ...handedOver(10)])).id);
    expect(await breaks()).toEqual([]);
    const forged = ids.filter((_, index) => index % 3 === 0);
    await here.database.query((db) =>
      db.updateTable("sessions").set({ sharer: lena.id }).where("ticket", "in", forged).execute(),
    );
    expect(new Set((await breaks()).map((each) => "ticket" in each && each.ticket))).toEqual(new Set(forged));
    await isMended();
  });

  test("whatever is written meanwhile, also a name that somebody took, is no error", async () => {
    let isDone = false;
    const work = (async () => {
      for (let i = 0; i < 40; i++) {
        const named = called(hana, `Hana ${i}`);
        const told = await toldTicket(here.store, [...opened(), ...claimed(3 + i, named)]);
        await tell(here.store, told.id, handedOver(50 + i, called(hugo, `Hugo ${i}`)), { before: told });
      }
      isDone = true;
    })();
    while (!isDone) expect(await breaks()).toEqual([]);
    await work;
    expect(await breaks()).toEqual([]);
  });

  test("a row that somebody has given the number of another ticket is found", async () => {
    await here.database.query((db) =>
      sql`update sessions set ticket_number = 4242 where ticket = ${id}`.execute(db),
    );
    expect(await breaks()).toEqual([differs("sessions.ticket_number of session 1")]);
    await isMended();
  });
}
