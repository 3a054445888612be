import { z } from "zod";
import template from "../../cards/diary.json" with { type: "json" };
import { isSameSecond, type Span, sessionsOf } from "../domain/ticket/session-account.ts";
import type { Ask, EndedSession, Grant, Session, Ticket } from "../domain/ticket/ticket.ts";
import type { ThreadMessage } from "../ports/thread-store.ts";
import type { DiaryEntry, DiaryPage } from "../ports/ticket-search.ts";
import { defineCard } from "./define-card.ts";
import { messagesIn } from "./message.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText } from "./ticket-parts.ts";

/** Where a page begins or ends. */
const place = z.strictObject({
  askedAt: z.number().int(),
  number: z.number().int(),
  session: z.number().int(),
});

/** Bounds of one page, so that it stays within the size that Teams takes. */
export const MOST_SESSIONS = 3;
const MOST_REASONS = 4;
const MOST_LEVELS = 6;

/** Every session on one person's devices, for that person. */
export const diary = defineCard("diary", template, {
  isEmpty: z.boolean(),
  rows: z
    .array(
      z.strictObject({
        who: humanText(80),
        device: humanText(120),
        id: ownText(20),
        asked: ownText(80),
        /** What was asked for, and why in the helper's words. */
        reasons: z.array(z.strictObject({ what: ownText(100), reason: humanText(240) })).max(MOST_REASONS),
        hasMessages: z.boolean(),
        /** How much the two wrote to each other in it. */
        messages: ownText(160),
        levels: z.array(z.strictObject({ line: ownText(160) })).max(MOST_LEVELS),
        /** With the name of the person who ended it. */
        ending: humanText(240),
      }),
    )
    .max(MOST_SESSIONS),
  hasPages: z.boolean(),
  hasNewer: z.boolean(),
  hasOlder: z.boolean(),
  oldest: place,
  newest: place,
});

/** A ticket and what its two people wrote to each other. */
export interface DiaryTicket {
  readonly ticket: Ticket;
  readonly thread: readonly ThreadMessage[];
}

type Data = z.infer<typeof diary.data>;
type Row = Data["rows"][number];
type AnySession = Session | EndedSession;

/**
 * Every session on a person's devices, for that person: who, why, exact times, levels, how and by whom it ended.
 * @param tickets those of the page that can be read; a ticket whose trail is broken is missing
 */
export function diaryData(
  { entries, hasOlder, hasNewer }: DiaryPage,
  tickets: ReadonlyMap<string, DiaryTicket>,
  now: number,
  words: Words,
): Data {
  return {
    isEmpty: entries.length === 0,
    rows: entries.map((entry) => diaryRow(entry, tickets.get(entry.ticket) ?? null, now, words)),
    hasOlder,
    hasNewer,
    hasPages: hasOlder || hasNewer,
    oldest: placeOf(entries.at(-1)),
    newest: placeOf(entries[0]),
  };
}

const placeOf = (entry: DiaryEntry | undefined): Data["oldest"] => ({
  askedAt: entry?.askedAt ?? 0,
  number: entry?.number ?? 0,
  session: entry?.session ?? 0,
});

/** One session in words. @param read as its events tell it; null when they cannot be read */
export function diaryRow(entry: DiaryEntry, read: DiaryTicket | null, now: number, words: Words): Row {
  const { helperName, deviceName: name, deviceModel: model } = entry;
  const session = read === null ? null : (sessionsOf(read.ticket).find(isOf(entry)) ?? null);
  const during = { ticket: entry.ticket, from: entry.askedAt, to: entry.endedAt ?? now };
  const reasons = session?.asks.slice(-MOST_REASONS).map((ask) => reasonOf(ask, words));
  return {
    who: helperName || words.say("text.erased"),
    device: name === "" ? model : words.say("diary.device", { model, name }),
    id: entry.ticket,
    asked: words.say("diary.asked", { time: words.exact(entry.askedAt) }),
    reasons: reasons ?? [{ what: words.say("diary.why"), reason: words.say("diary.unreadable") }],
    ...messagesIn(read?.thread ?? [], during, words),
    levels: levelsOf(entry, session, now, words).slice(-MOST_LEVELS),
    ending: endingOf(entry, session, words),
  };
}

const isOf =
  (entry: DiaryEntry) =>
  ({ number }: AnySession): boolean =>
    number === entry.session;

/** Why the helper asked, as the question showed it, and what became of a question that was not allowed. */
function reasonOf({ kind, level, length, reason, answer }: Ask, words: Words): Row["reasons"][number] {
  const what =
    kind === "extension"
      ? words.say("diary.for.extension", { length: words.duration(length) })
      : words.say(`diary.for.${level}`);
  const isAllowed = answer === null || answer.outcome === "allowed";
  return {
    what: isAllowed
      ? what
      : words.say("diary.for-refused", { what, answer: words.say(`answer.${answer.outcome}`) }),
    reason: words.quoted(reason),
  };
}

function levelsOf(
  { levels, endedAt }: DiaryEntry,
  session: AnySession | null,
  now: number,
  words: Words,
): Row["levels"] {
  return levels
    .filter(({ from }) => from <= now)
    .map((stretch) => {
      const { level, from, to } = stretch;
      const said = {
        level: words.say(`level.${level}`),
        span: words.exactSpan(from, to),
        length: words.exactly(to - from),
      };
      if (endedAt === null && to > now) return { line: words.say("diary.level-goes-on", said) };
      const over = endOf(stretch, session)?.cause ?? null;
      if (over === null || over === "superseded" || over === "session-ended") {
        return { line: words.say("diary.level", said) };
      }
      return { line: words.say("diary.level-over", { ...said, why: words.say(`taken-back.${over}`) }) };
    });
}

/** Why the grant ended that a span belongs to; null where a pause or a higher level followed. */
const endOf = ({ level, to }: Span, session: AnySession | null): Grant["over"] =>
  session?.grants.find(
    (grant) => grant.level === level && grant.over !== null && isSameSecond(grant.over.at, to),
  )?.over ?? null;

function endingOf(entry: DiaryEntry, session: AnySession | null, words: Words): string {
  const { startedAt, endedAt, cause: code } = entry;
  if (endedAt === null || code === null) {
    return words.say(startedAt === null ? "diary.waits" : "diary.goes-on");
  }
  const isWrongNumber = code === "refused" && session?.asks.at(-1)?.answer?.outcome === "wrong-phrase";
  const cause = words.say(`end-cause.sharer.${isWrongNumber ? "wrong-phrase" : code}`);
  const time = words.exact(endedAt);
  const by = session !== null && "endedBy" in session ? session.endedBy : null;
  if (by === null || code === "ended-by-sharer" || code === "refused") {
    return words.say("diary.ended", { cause, time });
  }
  return words.say("diary.ended-by", { cause, by: words.name(by), time });
}
