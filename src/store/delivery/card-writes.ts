import { setImmediate } from "node:timers";
import { sql } from "kysely";
import type { TicketId } from "../../domain/ticket/ids.ts";
import type { PostedCard } from "../../ports/delivery-store.ts";
import type { Database } from "../database/database.ts";
import { type Placeholders, statement } from "../database/statement.ts";

/** The row of one card that is to become another. */
interface CardWrite {
  readonly ticket: TicketId;
  readonly card: PostedCard;
  /** What the row has to be; null when there may be none. */
  readonly expected: {
    readonly sendCount: number;
    readonly activityIds: readonly [string | null, string | null];
  } | null;
  /** 0 fulfils a requested repost and 1 requests one; null leaves it as it is. */
  readonly repost: 0 | 1 | null;
}

interface Waiting extends CardWrite {
  readonly name: string;
  resolve(isWritten: boolean): void;
  reject(fault: unknown): void;
}

const CARD = {
  ticket: "text",
  key: "text",
  service_url: "text",
  conversation_id: "text",
  tenant_id: "text",
  activity_id: "text",
  hash: "text",
  posted_at: "bigint",
  doubt_until: "bigint",
  sends: "bigint",
} as const;
const EXPECTED = Object.assign({}, CARD, {
  expected_sends: "bigint",
  expected_activity: "text",
  or_activity: "text",
  repost: "bigint",
} as const);

/**
 * Writes the rows of cards. Sends are recorded before and after they are made, by several tickets and chats at the same time:
 * what comes in one turn of the event loop is written by two statements, one for new rows and one for known ones.
 *
 * @returns whether the row was as expected, and is written. @throws {StoreUnavailable}
 */
export function createCardWrites(database: Database): (write: CardWrite) => Promise<boolean> {
  const { dialect } = database;
  const columns = sql.join(Object.keys(CARD).map((name) => sql.id(name)));
  const set = Object.keys(CARD).filter((name) => name !== "ticket" && name !== "key");
  const insertion = statement<{ rows: string }, Key>((_, { rows }: Placeholders<{ rows: string }>) => {
    const given = dialect.recordsIn(rows, CARD);
    return sql<Key>`insert into posted_surfaces (${columns}) select ${columns} from ${given} where true
      on conflict do nothing returning ticket, key`;
  });
  const change = statement<{ rows: string }, Key>((_, { rows }: Placeholders<{ rows: string }>) => {
    const given = dialect.recordsIn(rows, EXPECTED);
    const assigned = set.map((name) => sql`${sql.id(name)} = ${sql.id("given", name)}`);
    return sql<Key>`update posted_surfaces
      set ${sql.join(assigned)}, wanted_anew = coalesce(given.repost, posted_surfaces.wanted_anew) from ${given}
      where posted_surfaces.ticket = given.ticket and posted_surfaces.key = given.key
        and posted_surfaces.sends = given.expected_sends
        and (posted_surfaces.activity_id is not distinct from given.expected_activity
          or posted_surfaces.activity_id is not distinct from given.or_activity)
      returning posted_surfaces.ticket, posted_surfaces.key`;
  });
  let waiting: Waiting[] = [];

  /** One write of each card at a time: a statement says which rows it has written, not by which of its records. */
  function take(): Waiting[] {
    const names = new Set<string>();
    const taken = waiting.filter(({ name }) => !names.has(name) && names.add(name));
    waiting = waiting.filter((each) => !taken.includes(each));
    if (waiting.length > 0) setImmediate(flush);
    return taken;
  }

  function flush(): void {
    const { fresh = [], known = [] } = Object.groupBy(take(), ({ expected }) =>
      expected === null ? "fresh" : "known",
    );
    void execute(insertion, fresh);
    void execute(change, known);
  }

  async function execute({ rows }: typeof insertion, writes: readonly Waiting[]): Promise<void> {
    if (writes.length === 0) return;
    try {
      const records = JSON.stringify(writes.map(toRecord));
      const written = await database.writeRelaxed(rows, { rows: records });
      const names = new Set(written.map(({ ticket, key }) => nameOf(ticket, key)));
      for (const { name, resolve } of writes) resolve(names.has(name));
    } catch (fault) {
      for (const { reject } of writes) reject(fault);
    }
  }

  return ({ ticket, card, expected, repost }) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ ticket, card, expected, repost, name: nameOf(ticket, card.key), resolve, reject });
    });
}

interface Key {
  readonly ticket: string;
  readonly key: string;
}

const nameOf = (ticket: string, key: string) => `${ticket} ${key}`;

const toRecord = ({ ticket, card, expected, repost }: CardWrite) => ({
  ticket,
  key: card.key,
  service_url: card.address.serviceUrl,
  conversation_id: card.address.conversationId,
  tenant_id: card.address.tenantId,
  activity_id: card.activityId,
  hash: card.hash,
  posted_at: card.postedAt,
  doubt_until: card.outcomeUnknownUntil,
  sends: card.sendCount,
  expected_sends: expected?.sendCount ?? null,
  expected_activity: expected?.activityIds[0] ?? null,
  or_activity: expected?.activityIds[1] ?? null,
  repost,
});
