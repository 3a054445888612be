import canonicalize from "canonicalize";
import type { Kysely } from "kysely";
import type { TicketId } from "../src/domain/ticket/ids.ts";
import type { Database } from "../src/store/database/database.ts";
import type { Schema } from "../src/store/database/schema.ts";
import { genesis, link } from "../src/store/events/hash-chain.ts";
import type { StateName } from "./stories.ts";

type Db = Kysely<Schema>;
type Body = Record<string, unknown> & { type: string };

/** What somebody does who can write to every table, knows the source code and has no key. */
export interface Forgery {
  readonly name: string;
  /** The state of the ticket before. */
  readonly state: StateName;
  /** @param other a ticket of somebody else in the same state. */
  forge(of: { database: Database; ticket: TicketId; other: TicketId }): Promise<void>;
}

const rowsOf = (db: Db, ticket: TicketId) =>
  db.selectFrom("events").selectAll().where("ticket", "=", ticket).orderBy("version").execute();
type Row = Awaited<ReturnType<typeof rowsOf>>[number];

/** Writes these bodies as the ticket's stream, with every hash and the head as the source code would make them. */
async function rewrite(
  database: Database,
  ticket: TicketId,
  change: (bodies: Body[]) => readonly Body[],
): Promise<void> {
  await database.query(async (db) => {
    const rows = await rowsOf(db, ticket);
    const [model] = rows;
    if (model === undefined) throw new Error(`${ticket} has no events`);
    let prevHash = genesis(ticket);
    const bodies = change(rows.map(({ body }) => JSON.parse(body)));
    const forged = bodies.map((each, index): Row => {
      const body = canonicalize(each) ?? "";
      const row = {
        ...model,
        version: index + 1,
        at: Number(each.at),
        body,
        prev_hash: prevHash,
        hash: link(prevHash, body),
      };
      prevHash = row.hash;
      return row;
    });
    await db.deleteFrom("events").where("ticket", "=", ticket).execute();
    await db.insertInto("events").values(forged).execute();
    await db
      .updateTable("tickets")
      .set({ version: forged.length, head: prevHash })
      .where("id", "=", ticket)
      .execute();
  });
}

const last = (bodies: readonly Body[], type: string): Body => {
  const found = bodies.findLast((each) => each.type === type);
  if (found === undefined) throw new Error(`there is no ${type}`);
  return found;
};
const without = (bodies: readonly Body[], type: string) => {
  const out = last(bodies, type);
  return bodies.filter((each) => each !== out);
};
const changed = (bodies: readonly Body[], type: string, change: object) => {
  const old = last(bodies, type);
  return bodies.map((each) => (each === old ? { ...each, ...change } : each));
};
const rewriting =
  (change: (bodies: Body[]) => readonly Body[]): Forgery["forge"] =>
  ({ database, ticket }) =>
    rewrite(database, ticket, change);

const HOUR = 60 * 60_000;

export const FORGERIES: readonly Forgery[] = [
  {
    name: "an inserted consent to control",
    state: "control asked",
    forge: rewriting((bodies) => [
      ...bodies,
      { ...last(bodies, "ConsentGiven"), ask: 2, level: "control", at: Number(bodies.at(-1)?.at) + 1 },
    ]),
  },
  {
    name: "a consent that lasts longer",
    state: "viewing",
    forge: rewriting((bodies) =>
      changed(bodies, "ConsentGiven", { until: Number(last(bodies, "ConsentGiven").until) + 10 * HOUR }),
    ),
  },
  {
    name: "a consent to another level",
    state: "viewing",
    forge: rewriting((bodies) => changed(bodies, "ConsentGiven", { level: "elevation" })),
  },
  {
    name: "a consent that was copied from another ticket",
    state: "view asked",
    async forge({ database, ticket, other }) {
      const foreign = await database.query((db) => rowsOf(db, other));
      const viewing = foreign.map(({ body }): Body => JSON.parse(body));
      const asked = last(viewing, "ViewAsked");
      await rewrite(database, ticket, (bodies) => [
        ...bodies,
        { ...asked, type: "ConsentGiven", ask: 1, level: "view" },
      ]);
    },
  },
  {
    name: "the end of a session that was cut off",
    state: "stopped",
    forge: rewriting((bodies) => without(bodies, "SessionEnded")),
  },
  {
    name: "a refused attempt that was deleted",
    state: "claimed",
    forge: rewriting((bodies) => without(bodies, "AttemptRefused")),
  },
  {
    name: "a helper who was exchanged",
    state: "claimed",
    forge: rewriting((bodies) => {
      const claims = bodies.filter(({ type }) => type === "TicketClaimed");
      return changed(bodies, "TicketClaimed", { helper: claims[0]?.helper, by: claims[0]?.by });
    }),
  },
  {
    name: "two events that changed places",
    state: "controlling",
    forge: rewriting((bodies) => {
      const from = bodies.findIndex(({ type }) => type === "ConsentGiven");
      const [consent, asked] = [bodies[from], bodies[from - 1]];
      if (consent === undefined || asked === undefined) throw new Error("there is no consent");
      return bodies.with(from - 1, consent).with(from, asked);
    }),
  },
  {
    name: "a text that was moved to another event",
    state: "resolved",
    forge: rewriting((bodies) =>
      changed(bodies, "TicketResolved", { done: last(bodies, "TicketOpened").subject }),
    ),
  },
  {
    name: "a text that was moved to another field",
    state: "claimed",
    forge: rewriting((bodies) =>
      changed(bodies, "TicketOpened", { details: last(bodies, "TicketOpened").subject }),
    ),
  },
  {
    name: "the stream of another ticket",
    state: "viewing",
    async forge({ database, ticket, other }) {
      const foreign = await database.query((db) => rowsOf(db, other));
      await rewrite(database, ticket, () => foreign.map(({ body }) => JSON.parse(body)));
    },
  },
  {
    name: "the head of another ticket",
    state: "viewing",
    async forge({ database, ticket, other }) {
      await rewrite(database, ticket, (bodies) => changed(bodies, "ConsentGiven", { level: "control" }));
      await database.query(async (db) => {
        const head = await db
          .selectFrom("tickets")
          .selectAll()
          .where("id", "=", other)
          .executeTakeFirstOrThrow();
        const kept = Object.entries(head).filter(([column]) => column.startsWith("head"));
        await db.updateTable("tickets").set(Object.fromEntries(kept)).where("id", "=", ticket).execute();
      });
    },
  },
  {
    name: "an event that was altered without its hash",
    state: "viewing",
    forge: ({ database, ticket }) =>
      database.query(async (db) => {
        const row = (await rowsOf(db, ticket)).find(({ body }) => body.includes('"ConsentGiven"'));
        if (row === undefined) throw new Error("there is no consent");
        const body = row.body.replace('"level":"view"', '"level":"control"');
        await db
          .updateTable("events")
          .set({ body })
          .where("ticket", "=", ticket)
          .where("version", "=", row.version)
          .execute();
      }),
  },
  {
    name: "a person's key that was exchanged for another's",
    state: "claimed",
    forge: ({ database, ticket, other }) =>
      database.query(async (db) => {
        const sharerOf = (id: TicketId) =>
          db.selectFrom("tickets").select("sharer").where("id", "=", id).executeTakeFirstOrThrow();
        const [own, foreign] = [await sharerOf(ticket), await sharerOf(other)];
        const key = await db
          .selectFrom("person_keys")
          .selectAll()
          .where("person", "=", foreign.sharer)
          .executeTakeFirstOrThrow();
        await db
          .updateTable("person_keys")
          .set({ wrapped: key.wrapped, id: key.id })
          .where("person", "=", own.sharer)
          .execute();
      }),
  },
];
