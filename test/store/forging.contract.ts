import { beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../src/domain/run-command.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import type { TicketId } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import type { IntegrityFault } from "../../src/ports/evidence.ts";
import { extend, genesis, link } from "../../src/store/events/hash-chain.ts";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { erase } from "../support/evidence.ts";
import { hugo, sam } from "../support/people.ts";
import { allowed, at, claimed, event, noted, opened, viewAsked } from "../support/tickets.ts";
import { atT0, type Here } from "./place.ts";
import { newPress, pickUp, tell, toldTicket, wholeStory } from "./stories.ts";

const asked = [...opened(), ...claimed(), ...viewAsked()];
const attempt: TicketEvent = event(4, hugo, {
  type: "AttemptRefused",
  command: "AnswerAsk",
  code: "not_the_sharer",
});

/** Somebody who may write every row of the database, knows the source code, and has no master key. */
export function forgingContract(here: Here): void {
  let id: TicketId;
  beforeEach(async () => {
    id = (await toldTicket(here.store, [...asked, attempt])).id;
  });

  /** A second ticket with a session on the same device. */
  async function another(story: readonly TicketEvent[]): Promise<Ticket> {
    await here.database.query((db) => db.deleteFrom("device_holds").execute());
    await here.database.query((db) => db.deleteFrom("ask_locks").execute());
    return await toldTicket(here.store, story);
  }

  async function breaks(): Promise<IntegrityFault[]> {
    const found: IntegrityFault[] = [];
    await here.store.evidence.verify({ trailOnly: true }, (broken) => found.push(broken));
    return found;
  }
  const bodiesOf = async (ticket: TicketId): Promise<string[]> => {
    const rows = await here.database.query((db) =>
      db.selectFrom("events").select("body").where("ticket", "=", ticket).orderBy("version").execute(),
    );
    return rows.map(({ body }) => body);
  };
  const ticketRow = (ticket: TicketId) =>
    here.database.query((db) =>
      db
        .selectFrom("tickets")
        .select(["version", "head", "head_mac"])
        .where("id", "=", ticket)
        .executeTakeFirstOrThrow(),
    );

  /** Replaces a stream by these bodies, with every hash and the head as they should be. */
  async function rewrite(ticket: TicketId, bodies: readonly string[]): Promise<void> {
    const records = extend({ version: 0, hash: genesis(ticket) }, bodies);
    await here.database.transaction(async (tx) => {
      await tx.deleteFrom("events").where("ticket", "=", ticket).execute();
      for (const { version, body, prevHash: prev_hash, hash } of records) {
        const { at: moment } = JSON.parse(body) as { at: number };
        await tx
          .insertInto("events")
          .values({ ticket, version, at: moment, body, prev_hash, hash })
          .execute();
      }
      const head = records.at(-1)?.hash ?? "";
      await tx
        .updateTable("tickets")
        .set({ version: records.length, head })
        .where("id", "=", ticket)
        .execute();
    });
  }

  /** `verify` finds it, and no action on it is decided, in this process and in one that starts now. */
  async function expectRefused(ticket: TicketId, kind: string): Promise<void> {
    expect(await breaks()).toContainEqual(expect.objectContaining({ in: "trail", ticket, how: kind }));
    const before = await bodiesOf(ticket);
    for (const store of [here.store, await here.place.open()]) {
      await expect(
        pickUp(store, ticket, { person: hugo, roles: { helper: true, lead: true } }),
      ).rejects.toThrow(`The trail of ${ticket} was tampered with`);
    }
    expect(await bodiesOf(ticket)).toEqual(before);
  }

  describe("a trail with hashes that fit, and without the key, is found and not acted on:", () => {
    test("a consent that was added", async () => {
      const other = await another([...asked, ...allowed()]);
      const consent = (await bodiesOf(other.id)).at(-1) ?? "";
      expect(consent).toContain('"type":"ConsentGiven"');
      await rewrite(id, [...(await bodiesOf(id)), consent]);
      await expectRefused(id, "unsigned");
    });

    test("a refused attempt that was deleted", async () => {
      await here.store.read(id);
      await rewrite(id, (await bodiesOf(id)).slice(0, -1));
      await expectRefused(id, "unsigned");
    });

    test("an event that was altered", async () => {
      const bodies = await bodiesOf(id);
      await rewrite(
        id,
        bodies.map((body) => body.replace('"level":"view"', '"level":"control"')),
      );
      await expectRefused(id, "unsigned");
    });

    test("events that changed places", async () => {
      const [first = "", second = "", third = "", fourth = ""] = await bodiesOf(id);
      await rewrite(id, [first, second, fourth, third]);
      await expectRefused(id, "unsigned");
    });

    test("an event that was copied", async () => {
      const bodies = await bodiesOf(id);
      await rewrite(id, [...bodies, bodies.at(-1) ?? ""]);
      await expectRefused(id, "unsigned");
    });

    test("two tickets that exchanged their trails, with their codes", async () => {
      const { id: other } = await another(asked);
      const [mine, theirs] = [await bodiesOf(id), await bodiesOf(other)];
      const [myRow, theirRow] = [await ticketRow(id), await ticketRow(other)];
      await rewrite(id, theirs);
      await rewrite(other, mine);
      for (const [ticket, { head_mac }] of [
        [id, theirRow],
        [other, myRow],
      ] as const) {
        await here.database.query((db) =>
          db.updateTable("tickets").set({ head_mac }).where("id", "=", ticket).execute(),
        );
      }
      await expectRefused(id, "unsigned");
      await expectRefused(other, "unsigned");
    });

    test("a code that was taken out or made up", async () => {
      for (const head_mac of ["", "AAAA", "00".repeat(32), Buffer.alloc(32).toString("base64")]) {
        await here.database.query((db) => db.updateTable("tickets").set({ head_mac }).execute());
        await expectRefused(id, "unsigned");
      }
    });

    test("a trail whose row was deleted before a rebuild is not signed by it", async () => {
      await here.store.evidence.anchor(at(20));
      await rewrite(id, [...(await bodiesOf(id)), (await bodiesOf(id)).at(-1) ?? ""]);
      await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", id).execute());
      expect(await here.store.evidence.rebuild(defaultPolicy)).toMatchObject({ restored: [], broken: [id] });
      await expectRefused(id, "headless");
    });
  });

  describe("a sealed text does not open", () => {
    const swap = async (change: (bodies: string[]) => string[]) => {
      const { id: notes } = await toldTicket(here.store, [
        ...opened(),
        ...noted(1, "one"),
        ...noted(2, "two"),
      ]);
      await rewrite(notes, change(await bodiesOf(notes)));
      await expect(here.store.trail(notes)).rejects.toThrow(/Event \d of .* cannot be read: a personal text/);
    };
    const sealedIn = (body = "", field = "note") =>
      new RegExp(`"${field}":\\{"about":"[^"]+","sealed":"([^"]+)"`).exec(body)?.[1] ?? expect.fail(field);

    test("in another record of the same ticket", () =>
      swap(([first = "", second = "", third = ""]) => {
        return [first, second, third.replace(sealedIn(third), sealedIn(second))];
      }));

    test("in another field of the same record", () =>
      swap(([first = "", ...rest]) => {
        return [first.replace(sealedIn(first, "subject"), sealedIn(first, "details")), ...rest];
      }));
  });

  describe("an older state that somebody kept is found", () => {
    test("by the process that knows a newer one, before it acts", async () => {
      const [bodies, row] = [await bodiesOf(id), await ticketRow(id)];
      const before = await here.store.read(id);
      await tell(here.store, id, noted(5, "One more thing."), { before });
      await rewrite(id, bodies);
      await here.database.query((db) => db.updateTable("tickets").set(row).where("id", "=", id).execute());
      await expect(here.store.read(id)).rejects.toThrow(`The trail of ${id} was tampered with`);
      expect(await (await here.place.open()).read(id)).toMatchObject({ version: bodies.length });
    });

    test("by the anchor of the newer one", async () => {
      const [bodies, row] = [await bodiesOf(id), await ticketRow(id)];
      const before = await here.store.read(id);
      await tell(here.store, id, noted(5, "One more thing."), { before });
      await here.store.evidence.anchor(at(20));
      await rewrite(id, bodies);
      await here.database.query((db) => db.updateTable("tickets").set(row).where("id", "=", id).execute());
      expect(await breaks()).toEqual([
        { in: "anchored-head", ticket: id, version: bodies.length + 1, anchor: 1, how: "missing" },
      ]);
    });
  });

  describe("tickets that were deleted with every trace are missed:", () => {
    const remove = async (ticket: TicketId) => {
      for (const table of ["events", "sessions", "device_holds", "ticket_keys", "presses"] as const)
        await here.database.query((db) => db.deleteFrom(table).where("ticket", "=", ticket).execute());
      await here.database.query((db) => db.deleteFrom("tickets").where("id", "=", ticket).execute());
    };
    const counters = () => here.database.query((db) => db.selectFrom("counters").selectAll().execute());
    const setCounter = (name: string, change: { value: number; mac?: string }) =>
      here.database.query((db) => db.updateTable("counters").set(change).where("name", "=", name).execute());

    test("one of them", async () => {
      await toldTicket(here.store, wholeStory);
      await remove(id);
      expect(await breaks()).toEqual([{ in: "tickets", opened: 2, stored: 1 }]);
    });

    test("the newest, with the counters set back", async () => {
      await remove(id);
      await setCounter("ticket", { value: 1000 });
      await setCounter("opened", { value: 0 });
      expect(await breaks()).toContainEqual({ in: "counters", how: "edited" });
      await toldTicket(here.store, wholeStory);
      expect(await breaks()).toContainEqual({ in: "counters", how: "edited" });
    });

    test("the newest, with counters that somebody kept from before, once an anchor covers it", async () => {
      const before = await counters();
      const { id: newest } = await toldTicket(here.store, wholeStory);
      await here.store.evidence.anchor(at(20));
      await remove(newest);
      await here.database.query((db) =>
        db.deleteFrom("anchored_heads").where("ticket", "=", newest).execute(),
      );
      for (const { name, value, mac } of before) await setCounter(name, { value, mac });
      expect(await breaks()).toContainEqual({ in: "counters", how: "rolled-back" });
    });

    test("with counters that were deleted", async () => {
      await here.database.query((db) => db.deleteFrom("counters").execute());
      expect(await breaks()).toContainEqual({ in: "counters", how: "edited" });
    });
  });

  describe("the record of reads and erasures, rewritten with hashes that fit,", () => {
    const entry = { who: "auditor", what: "export", about: "everything", why: "case 7" } as const;
    beforeEach(async () => {
      await here.store.evidence.record(entry);
      await here.store.evidence.record({ ...entry, about: "BK-1001" });
      await here.database.transaction(async (tx) => {
        await tx.deleteFrom("audit_acts").where("number", "=", 2).execute();
        const { hash: head } = await tx
          .selectFrom("audit_acts")
          .select("hash")
          .where("number", "=", 1)
          .executeTakeFirstOrThrow();
        await tx.updateTable("chain_heads").set({ version: 1, head }).where("name", "=", "acts").execute();
      });
    });

    test("is found, also after further entries", async () => {
      expect(await breaks()).toEqual([{ in: "act", number: 1, how: "unsigned" }]);
      await here.store.evidence.record(entry);
      expect(await breaks()).toEqual([{ in: "act", number: 2, how: "unsigned" }]);
    });

    test("is not what holds, erasures and retention are decided on", async () => {
      const { evidence } = here.store;
      const reason = { who: "auditor", why: "case 7" };
      const tampered = "The trail of reads and erasures was tampered with";
      const before = { tickets: 0, postedSurfaces: 0, presses: 0, contacts: 0, auditActs: 0 };
      await expect(evidence.erasePerson(sam.id, reason)).rejects.toThrow(tampered);
      await expect(evidence.applyRetention(before)).rejects.toThrow(tampered);
      await expect(
        evidence.hold({ kind: "ticket", subject: id, reason: "litigation", by: "auditor" }),
      ).rejects.toThrow(tampered);
      await expect(evidence.release(1, reason)).rejects.toThrow(tampered);
    });
  });

  test("a key that was destroyed and put back is found", async () => {
    const keys = await here.database.query((db) => db.selectFrom("person_keys").selectAll().execute());
    await erase(here.store, sam.id);
    expect(await breaks()).toEqual([]);
    const own = keys.filter(({ person }) => person === sam.id);
    await here.database.query((db) => db.insertInto("person_keys").values(own).execute());
    expect(await breaks()).toEqual([{ in: "restored-key", owner: sam.id }]);
  });

  test("a chain whose head row was deleted is found", async () => {
    await here.database.query((db) => db.deleteFrom("chain_heads").execute());
    const found = await breaks();
    expect(found).toContainEqual(expect.objectContaining({ in: "act", how: "headless" }));
    expect(found).toContainEqual(expect.objectContaining({ in: "anchor", how: "headless" }));
  });

  test("an anchor that was added is found, also after further anchors", async () => {
    const { number, hash: prev_hash } = await here.store.evidence.anchor(at(20));
    const body = JSON.stringify({ number: number + 1, at: at(21), heads: 0, root: "00", acts: null });
    const hash = link(prev_hash, body);
    await here.database.transaction(async (tx) => {
      await tx
        .insertInto("anchors")
        .values({ number: 2, at: at(21), body, prev_hash, hash })
        .execute();
      await tx
        .updateTable("chain_heads")
        .set({ version: 2, head: hash })
        .where("name", "=", "anchors")
        .execute();
    });
    expect(await breaks()).toContainEqual({ in: "anchor", number: 2, how: "unsigned" });
    await here.store.evidence.anchor(at(22));
    expect(await breaks()).toContainEqual({ in: "anchor", number: 3, how: "unsigned" });
  });

  test("an idempotency key that was planted is found, and keeps no action from being applied", async () => {
    const { id: live } = await another([...asked, ...allowed()]);
    const key = newPress();
    const row = { press: key, ticket: live, at: at(5), mac: "" };
    await here.database.query((db) => db.insertInto("presses").values(row).execute());
    expect(await breaks()).toEqual([{ in: "action", ticket: live }]);
    const { kind } = await runCommand({ store: here.store, policy: defaultPolicy }, live, key, {
      type: "StopSession",
      actor: { person: sam, roles: { helper: false, lead: false } },
      at: at(5),
    });
    expect(kind).toBe("done");
    expect((await here.store.read(live))?.session).toBeNull();
    expect(await here.store.appliedTo(key)).toBe(live);
    expect(await breaks()).toEqual([]);
  });

  test("a database from before rows were signed is refused with what to do, not as tampered", async () => {
    await here.database.query((db) => db.deleteFrom("settings").where("name", "=", "signed-rows").execute());
    await expect(openStore(here.place.config, { clock: atT0, log: silentLog })).rejects.toThrow(
      /a version of Beckon that did not sign its rows.*Let Beckon begin an empty database/,
    );
  });
}
