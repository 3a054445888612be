import canonicalize from "canonicalize";
import { type Kysely, sql } from "kysely";
import { LRUCache } from "lru-cache";
import { personId, type TicketId, ticketId } from "../../domain/ticket/ids.ts";
import { type Person, type Personal, personal } from "../../domain/ticket/person.ts";
import type { ThreadMessage, ThreadStore } from "../../ports/thread-store.ts";
import { type Database, outcomeOf, Rollback } from "../database/database.ts";
import type { Schema } from "../database/schema.ts";
import { insertNew } from "../database/statement.ts";
import { peopleIn, placeOf, seal, unseal } from "../events/event-record.ts";
import { genesis, TrailBroken } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { lengthen } from "../events/signed-chains.ts";
import { findForgery, signHead } from "../events/signer.ts";
import { openFile, type StoredFile, sealFiles } from "./message-files.ts";
import { readThread, readThreadEnd, threadName } from "./read-thread.ts";

/** What is stored of a conversation, one record each. */
type ThreadEvent =
  | {
      readonly type: "MessageSent";
      readonly at: number;
      readonly by: Person;
      readonly to: string | null;
      readonly text: Personal;
      readonly files?: readonly StoredFile[];
      readonly quotes?: number;
    }
  | { readonly type: "MessageEdited"; readonly at: number; readonly message: number; readonly text: Personal }
  | { readonly type: "MessageRemoved"; readonly at: number; readonly message: number };

/** Records of one conversation, edits included and removals not: far beyond what a request needs, so that nobody can make a store grow. */
const MOST_RECORDS = 1_000;
/** Conversations kept in memory. */
const MOST_THREADS = 200;

type Message = ThreadMessage & { readonly files: readonly StoredFile[] };

interface KnownThread {
  readonly mac: string;
  readonly erasures: number;
  readonly messages: readonly Message[];
}

type Written = "written" | "repeated" | "full";

export function createThreadStore(database: Database, keyring: Keyring): ThreadStore {
  const { signer } = keyring;
  const kept = new LRUCache<TicketId, KnownThread>({ max: MOST_THREADS });

  async function load(ticket: TicketId): Promise<readonly Message[]> {
    const { head, erasures } = await readThreadEnd(database, ticket);
    if (head === null) return [];
    const known = kept.get(ticket);
    if (known?.mac === head.mac && known.erasures === erasures) return known.messages;
    const records = await readThread(database, ticket);
    const broken = findForgery(signer, "chain", threadName(ticket), records, head);
    if (broken !== null) throw new TrailBroken(ticket, broken);
    const sealed = records.map(({ version, body }) => ({ version, event: JSON.parse(body) as object }));
    const keys = (await keyring.find(peopleIn(sealed), [ticket]))(ticket);
    const messages = sealed.reduce<readonly Message[]>((so, { version, event }) => {
      const place = placeOf(threadName(ticket), version);
      return evolveThread(so, version, unseal(event, keys, place) as ThreadEvent);
    }, []);
    kept.set(ticket, { mac: head.mac, erasures, messages });
    return messages;
  }

  async function write(
    ticket: TicketId,
    source: string | null,
    event: ThreadEvent,
    contents: readonly Buffer[] = [],
    answerBy: number | null = null,
  ): Promise<Written> {
    const { keys, unsaved } = await keyring.obtain(peopleIn(event), ticket);
    // Retention has destroyed the ticket's key: nothing is sealed for it any more.
    if (unsaved !== null) return "full";
    return database
      .transaction(async (tx) => {
        const name = threadName(ticket);
        const start = { version: 0, hash: genesis(name) };
        const { hash: head, ...signed } = signHead(signer, "chain", name, start);
        await insertNew(tx, "chain_heads", { name, head, ...signed });
        await lengthen(tx, signer, name, async (version) => {
          // The end is locked by now: of two deliveries at the same time the second one finds the first.
          if (source !== null && (await find(source, tx)) !== undefined) {
            throw new Rollback<Written>("repeated");
          }
          // A removal is one for each message at the most.
          if (version > MOST_RECORDS && event.type !== "MessageRemoved") throw new Rollback<Written>("full");
          const place = placeOf(name, version);
          const { told, rows } = sealFiles(event, contents, keys, place);
          const body = canonicalize(seal(told, keys, place)) ?? "";
          return {
            body,
            async store({ prevHash, hash }) {
              const at = event.at;
              await tx
                .insertInto("messages")
                .values({ ticket, version, source, at, body, prev_hash: prevHash, hash })
                .execute();
              for (const row of rows)
                await tx
                  .insertInto("message_files")
                  .values({ ticket, version, ...row })
                  .execute();
            },
          };
        });
        // Its cards show the conversation.
        await tx
          .updateTable("tickets")
          .set({
            cards_version: 0,
            redraw_wanted: 1,
            ...(answerBy !== null && { answer_due: dueBy(answerBy) }),
          })
          .where("id", "=", ticket)
          .execute();
        return "written" as Written;
      })
      .catch((fault: unknown) => outcomeOf<Written>(fault));
  }

  const find = (source: string, db: Kysely<Schema>) =>
    db.selectFrom("messages").select(["ticket", "version"]).where("source", "=", source).executeTakeFirst();

  return {
    thread: load,

    async sharedFile(ticket, number, part) {
      const message = (await load(ticket)).find((each) => each.number === number);
      const file = message?.state === "removed" ? undefined : message?.files[part];
      if (file === undefined || file.name.text === null) return null;
      const keys = (await keyring.find(new Set([file.name.about]), [ticket]))(ticket);
      return openFile(database, keys, ticket, { version: number, part, file });
    },

    async countFiles(sharer, since) {
      const row = await database.query((db) =>
        db
          .selectFrom("message_files as file")
          .innerJoin("messages as sent", (on) =>
            on.onRef("sent.ticket", "=", "file.ticket").onRef("sent.version", "=", "file.version"),
          )
          .select((row) => row.fn.countAll<number | string>().as("files"))
          .where("file.about", "=", sharer)
          .where("sent.at", ">=", since)
          .executeTakeFirst(),
      );
      return Number(row?.files ?? 0);
    },

    async messageFrom(source) {
      const found = await database.query((db) => find(source, db));
      return found === undefined ? null : { ticket: ticketId(found.ticket), number: found.version };
    },

    async addMessage(ticket, { by, to, text, source, files = [], quotes = null, answerBy = null }, at) {
      const sent: ThreadEvent = {
        type: "MessageSent",
        at,
        by,
        to,
        text,
        ...(files.length > 0 && { files: files.map(({ bytes: _, ...file }) => ({ ...file, hash: "" })) }),
        ...(quotes !== null && { quotes }),
      };
      const contents = files.map(({ bytes }) => bytes);
      const written = await write(ticket, source, sent, contents, answerBy);
      return written === "written" ? "added" : written;
    },

    async changeMessage(source, text, at) {
      const found = await database.query((db) => find(source, db));
      if (found === undefined) return null;
      const ticket = ticketId(found.ticket);
      const message = (await load(ticket)).find(({ number }) => number === found.version);
      if (message === undefined || message.state === "removed") return ticket;
      if (text === message.text.text) return ticket;
      await write(
        ticket,
        null,
        text === null
          ? { type: "MessageRemoved", at, message: message.number }
          : { type: "MessageEdited", at, message: message.number, text: personal(message.text.about, text) },
      );
      return ticket;
    },
  };
}

/** The first unanswered message counts. Another one adds 1 ms, so that a concurrent `recordAnswerDue` writes nothing. */
const dueBy = (at: number) =>
  sql<number>`case when answer_due is null then cast(${at} as bigint) else answer_due + 1 end`;

function evolveThread(thread: readonly Message[], version: number, event: ThreadEvent): readonly Message[] {
  if (event.type === "MessageSent") {
    const { at, by, to, text, files = [], quotes = null } = event;
    const sent = {
      number: version,
      at,
      by,
      to: to === null ? null : personId(to),
      text,
      state: "sent",
      files,
      quotes,
    } as const;
    return [...thread, sent];
  }
  return thread.map((message) => {
    if (message.number !== event.message) return message;
    return event.type === "MessageEdited"
      ? { ...message, text: event.text, state: "edited" }
      : { ...message, text: personal(message.text.about, ""), state: "removed" };
  });
}
