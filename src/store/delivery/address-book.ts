import { type Selectable, sql } from "kysely";
import { type PersonId, personId } from "../../domain/ticket/ids.ts";
import type { AddressBook, Contact } from "../../ports/address-book.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Address } from "../../ports/messenger.ts";
import type { Database, Tx } from "../database/database.ts";
import type { ChannelTable, ContactTable } from "../database/schema.ts";
import { type Placeholders, statement } from "../database/statement.ts";

/** How old a row may become before it is written again with the same content, ms. */
const STALE_AFTER_MS = 3_600_000;
const UNKNOWN = {
  time_zone: null,
  locale: null,
  language: null,
  quiet: 0,
  service_url: null,
  conversation_id: null,
  tenant_id: null,
};
const DUE_NOW = { cards_version: 0, redraw_wanted: 1, retry_at: 0 } as const;

const contactOf = statement((db, { person }: Placeholders<{ person: PersonId }>) =>
  db.selectFrom("contacts").selectAll().where("person", "=", person),
);

const channelOf = statement((db, { conversationId }: Placeholders<{ conversationId: string }>) =>
  db.selectFrom("channels").selectAll().where("conversation_id", "=", conversationId),
);

/** What is known of a sender and of the channel that they wrote in, in one row. */
const arrivalOf = statement(
  (db, { person, conversationId }: Placeholders<{ person: PersonId; conversationId: string }>) =>
    db
      .selectFrom(sql<{ person: string }>`(select cast(${person} as text) as person)`.as("sender"))
      .leftJoin("contacts", "contacts.person", "sender.person")
      .leftJoin("channels", (join) => join.on("channels.conversation_id", "=", conversationId))
      .selectAll("contacts")
      .select([
        "channels.service_url as channel_url",
        "channels.tenant_id as channel_tenant",
        "channels.seen_at as channel_seen_at",
      ]),
);

type SeenChannel = Pick<Selectable<ChannelTable>, "service_url" | "tenant_id" | "seen_at">;

const newestConnector = statement((db) =>
  db
    .selectFrom("contacts")
    .select(["service_url", "seen_at"])
    .where("service_url", "is not", null)
    .unionAll(db.selectFrom("channels").select(["service_url", "seen_at"]))
    .orderBy("seen_at", "desc")
    .limit(1),
);

export function createAddressBook(database: Database, clock: Clock): AddressBook {
  const findContact = (person: PersonId) => database.query(contactOf.first, { person });
  const findChannel = (conversationId: string) => database.query(channelOf.first, { conversationId });

  async function findArrival(person: PersonId, channel: Address) {
    const row = await database.query(arrivalOf.first, { person, conversationId: channel.conversationId });
    return {
      contact: row?.person == null ? undefined : (row as Selectable<ContactTable>),
      channel:
        row?.channel_url == null
          ? undefined
          : ({
              service_url: row.channel_url,
              tenant_id: row.channel_tenant,
              seen_at: row.channel_seen_at,
            } as SeenChannel),
    };
  }

  /** Every activity from a channel says where it is. */
  async function keepChannel(
    { conversationId, serviceUrl, tenantId }: Address,
    known: SeenChannel | undefined,
    isBack: boolean,
  ): Promise<void> {
    const seen = { service_url: serviceUrl, tenant_id: tenantId, seen_at: clock.now() };
    if (!isBack && isUpToDate(known, seen)) return;
    await database.transactionRelaxed(async (tx) => {
      await tx
        .insertInto("channels")
        .values({ conversation_id: conversationId, ...seen })
        .onConflict((conflict) => conflict.column("conversation_id").doUpdateSet(seen))
        .execute();
      await makeWaitingDue(tx, conversationId);
      if (isBack || known?.service_url !== serviceUrl) await makeOpenDue(tx);
    });
  }

  const contactsOf = statement((db, { people }: Placeholders<{ people: readonly PersonId[] }>) =>
    db
      .selectFrom("contacts")
      .selectAll()
      .where((row) => database.dialect.isAmong(row.ref("person"), people)),
  );

  return {
    async contact(person) {
      const row = await findContact(person);
      return row === undefined ? null : toContact(row);
    },

    async contacts(people) {
      const contacts = (await database.query(contactsOf.rows, { people })).map(toContact);
      return new Map(contacts.map((each) => [each.person, each]));
    },

    async remember(person, { timeZone, locale, language, isQuiet, chat, channel }) {
      const seen = given({
        time_zone: timeZone,
        locale,
        language,
        quiet: isQuiet === undefined ? undefined : Number(isQuiet),
        service_url: chat?.serviceUrl,
        conversation_id: chat?.conversationId,
        tenant_id: chat?.tenantId,
        blocked: null,
        seen_at: clock.now(),
      });
      const arrival = channel && (await findArrival(person, channel));
      if (channel) await keepChannel(channel, arrival?.channel, false);
      const known = arrival ? arrival.contact : await findContact(person);
      const contact = toContact({ ...UNKNOWN, ...known, ...seen, person, blocked: null });
      if (isUpToDate(known, seen)) return contact;
      const wasBlocked = known?.blocked != null;
      await database.transactionRelaxed(async (tx) => {
        await tx
          .insertInto("contacts")
          .values({ person, ...seen })
          .onConflict((conflict) => conflict.column("person").doUpdateSet(seen))
          .execute();
        if (chat !== undefined || wasBlocked) await makeWaitingDue(tx, person);
        if (wasBlocked) await makeRequestsDue(tx, person);
      });
      return contact;
    },

    async block(person, why) {
      if ((await findContact(person))?.blocked === why) return;
      await database.transactionRelaxed(async (tx) => {
        await tx
          .insertInto("contacts")
          .values({ person, blocked: why, seen_at: clock.now() })
          .onConflict((conflict) => conflict.column("person").doUpdateSet({ blocked: why }))
          .execute();
        await makeRequestsDue(tx, person);
      });
    },

    async channel(conversationId) {
      const row = await findChannel(conversationId);
      if (row === undefined) return null;
      return { conversationId, serviceUrl: row.service_url, tenantId: row.tenant_id };
    },

    async rememberChannel(channel, isBack = false) {
      await keepChannel(channel, await findChannel(channel.conversationId), isBack);
    },

    async suspectChannel(conversationId) {
      await database.writeRelaxed((db) =>
        db
          .updateTable("channels")
          .set({ seen_at: 0 })
          .where("conversation_id", "=", conversationId)
          .execute(),
      );
    },

    async forgetChannel(conversationId) {
      await database.writeRelaxed((db) =>
        db.deleteFrom("channels").where("conversation_id", "=", conversationId).execute(),
      );
    },

    async anyServiceUrl() {
      return (await database.query(newestConnector.first, {}))?.service_url ?? null;
    },
  };
}

type Given<Columns> = { [Name in keyof Columns]?: Exclude<Columns[Name], undefined> };

/** The columns that have a value: the others stay as they are. */
const given = <Columns extends { readonly seen_at: number }>(columns: Columns) =>
  Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Given<Columns> &
    Pick<Columns, "seen_at">;

/** Every activity brings an address, and a write costs a flush to the disk: it is spared where nothing is new. */
function isUpToDate<Seen extends { readonly seen_at: number }>(
  known: { readonly seen_at: number } | undefined,
  seen: Seen,
): boolean {
  if (known === undefined || seen.seen_at - known.seen_at > STALE_AFTER_MS) return false;
  const row: Readonly<Record<string, unknown>> = { ...known };
  return Object.entries(seen).every(([column, value]) => column === "seen_at" || row[column] === value);
}

/** Makes due what waited until this person or channel can be reached. */
async function makeWaitingDue(tx: Tx, person: PersonId | string): Promise<void> {
  await tx
    .updateTable("tickets")
    .set(DUE_NOW)
    .where("id", "in", (those) =>
      those.selectFrom("waiting_for").select("ticket").where("person", "=", person),
    )
    .execute();
  await tx.deleteFrom("waiting_for").where("person", "=", person).execute();
}

/** What could not be posted to a channel: tickets do not record which channel they wait for, and open ones are few. */
async function makeOpenDue(tx: Tx): Promise<void> {
  await tx.updateTable("tickets").set(DUE_NOW).where("status", "in", ["open", "claimed"]).execute();
}

/** The helpers' cards have to say that this person can no longer be reached, or can be again. */
async function makeRequestsDue(tx: Tx, person: PersonId): Promise<void> {
  await tx
    .updateTable("tickets")
    .set(DUE_NOW)
    .where("sharer", "=", person)
    .where("status", "in", ["open", "claimed"])
    .execute();
}

function toContact(row: Selectable<ContactTable>): Contact {
  const { service_url: serviceUrl, conversation_id: conversationId, tenant_id: tenantId } = row;
  const isReachable = serviceUrl !== null && conversationId !== null && tenantId !== null;
  return {
    person: personId(row.person),
    ...(row.time_zone !== null && { timeZone: row.time_zone }),
    ...(row.locale !== null && { locale: row.locale }),
    ...(row.language !== null && { language: row.language }),
    ...(row.quiet === 1 && { isQuiet: true }),
    chat: isReachable ? { serviceUrl, conversationId, tenantId } : null,
    blocked: row.blocked,
  };
}
