import type { CardContent, CardData } from "../cards/catalog.ts";
import { MOST_LEVELS, MOST_REASONS } from "../cards/diary.ts";
import { isSameSecond, type Span } from "../domain/ticket/session-account.ts";
import type { Ask, EndedSession, Grant, Session, Ticket } from "../domain/ticket/ticket.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { DiaryEntry, DiaryPage } from "../ports/ticket-search.ts";
import { ANSWER, LEVEL } from "./names.ts";
import { endingForSharer, exactly } from "./session/session-words.ts";
import { sessionsOf } from "./session/sessions.ts";
import { takenBack } from "./session/trail.ts";
import { duration, exactMoment, exactSpan, nameOf, textOf } from "./words.ts";

type Row = CardData<"diary">["rows"][number];
type Told = Session | EndedSession;

const NO_PLACE = { askedAt: 0, number: 0, session: 0 };

/**
 * Everything that was asked and done on somebody's devices, for themselves: who, why, exact times, levels, and how and by
 * whom it ended.
 * @param tickets those of the page, with the words that can still be read; one whose trail is broken is not among them
 */
export function diaryCard(
  page: DiaryPage,
  tickets: ReadonlyMap<string, Ticket>,
  now: number,
  reader: ReaderLocale,
): CardContent {
  const { entries, hasOlder, hasNewer } = page;
  return {
    card: "diary",
    data: {
      isEmpty: entries.length === 0,
      rows: entries.map((entry) => diaryRow(entry, tickets.get(entry.ticket) ?? null, now, reader)),
      hasOlder,
      hasNewer,
      hasPages: hasOlder || hasNewer,
      oldest: placeOf(entries.at(-1)),
      newest: placeOf(entries[0]),
    },
  };
}

const placeOf = (entry: DiaryEntry | undefined) =>
  entry === undefined ? NO_PLACE : { askedAt: entry.askedAt, number: entry.number, session: entry.session };

/** One session in words. @param ticket as its events tell it; null when they cannot be read */
export function diaryRow(entry: DiaryEntry, ticket: Ticket | null, now: number, reader: ReaderLocale): Row {
  const { helperName, deviceName, deviceModel, askedAt } = entry;
  const session =
    ticket === null ? null : (sessionsOf(ticket).find(({ number }) => number === entry.session) ?? null);
  return {
    who: helperName === "" ? "(erased)" : helperName,
    device: deviceName === "" ? deviceModel : `${deviceModel} (${deviceName})`,
    id: entry.ticket,
    asked: `Asked ${exactMoment(askedAt, reader)}`,
    reasons: session === null ? [UNREADABLE] : session.asks.slice(-MOST_REASONS).map(reasonOf),
    levels: levelsOf(entry, session, now, reader).slice(-MOST_LEVELS),
    ending: endingOf(entry, session, reader),
  };
}

const UNREADABLE = { what: "Why", reason: "cannot be shown: the record could not be read" };

/** Why the helper asked, as the question showed it, and what became of a question that was no yes. */
function reasonOf({ kind, level, length, reason, answer }: Ask): Row["reasons"][number] {
  const forWhat = {
    view: "To see your screen",
    escalation: `For ${LEVEL[level].toLowerCase()}`,
    extension: `For ${duration(length)} more`,
  }[kind];
  const no = answer === null || answer.outcome === "allowed" ? "" : ` (${ANSWER[answer.outcome]})`;
  return { what: `${forWhat}${no}`, reason: textOf(reason).replace(BLANKS, " ") };
}

/** Control characters take six bytes each on a card: a page of them would be too large to send. */
const BLANKS = /[\s\p{Cc}]+/gu;

function levelsOf(
  { levels, endedAt }: DiaryEntry,
  session: Told | null,
  now: number,
  reader: ReaderLocale,
): Row["levels"] {
  const hasBegun = levels.filter(({ from }) => from <= now);
  return hasBegun.map((span) => {
    const { level, from, to } = span;
    const rest = endedAt === null && to > now ? "goes on" : takenBack(endOf(span, session));
    const length = [exactly(to - from), rest].filter(Boolean).join(", ");
    return { line: `${LEVEL[level]}: ${exactSpan(from, to, reader)} (${length})` };
  });
}

/** Why the grant ended that a span belongs to; null where the span was followed by a pause or by a higher level. */
const endOf = ({ level, to }: Span, session: Told | null): Grant["over"] =>
  session?.grants.find(
    (grant) => grant.level === level && grant.over !== null && isSameSecond(grant.over.at, to),
  )?.over ?? null;

function endingOf(
  { startedAt, endedAt, cause }: DiaryEntry,
  session: Told | null,
  reader: ReaderLocale,
): string {
  if (endedAt === null || cause === null) {
    return startedAt === null ? "Waits for your answer." : "Goes on now. Type stop to end it.";
  }
  const words = endingForSharer(cause);
  const by = session !== null && "endedBy" in session ? session.endedBy : null;
  const isOwn = words.startsWith("You ");
  return `${words}${by === null || isOwn ? "" : ` (${nameOf(by)})`}, ${exactMoment(endedAt, reader)}.`;
}
