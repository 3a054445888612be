import type { CardData, Drawing } from "../cards/catalog.ts";
import type { Reader } from "../ports/address-book.ts";
import type { DiaryEntry, DiaryPage } from "../ports/ticket-search.ts";
import { LEVEL } from "./names.ts";
import { endingForSharer } from "./session/session-words.ts";
import { duration, exactMoment } from "./words.ts";

type Row = CardData<"diary">["rows"][number];

const NO_PLACE = { askedAt: 0, number: 0, session: 0 };

/** Everything that was asked and done on somebody's devices, for themselves: exact times, levels, and why it ended. */
export function diaryCard(page: DiaryPage, now: number, reader: Reader): Drawing {
  const { entries, hasOlder, hasNewer } = page;
  return {
    card: "diary",
    data: {
      isEmpty: entries.length === 0,
      rows: entries.map((entry) => rowOf(entry, now, reader)),
      ...{ hasOlder, hasNewer, hasPages: hasOlder || hasNewer },
      oldest: placeOf(entries.at(-1)),
      newest: placeOf(entries[0]),
    },
  };
}

const placeOf = (entry: DiaryEntry | undefined) =>
  entry === undefined ? NO_PLACE : { askedAt: entry.askedAt, number: entry.number, session: entry.session };

function rowOf(entry: DiaryEntry, now: number, reader: Reader): Row {
  const { ticket, helperName, deviceName, deviceModel, askedAt, endedAt, cause } = entry;
  const clock = (at: number) => exactMoment(at, reader);
  return {
    who: helperName === "" ? "(erased)" : helperName,
    device: deviceName === "" ? deviceModel : `${deviceModel} (${deviceName})`,
    id: ticket,
    asked: `Asked ${clock(askedAt)}`,
    levels: levelsOf(entry, now).map(({ level, from, to, goesOn }) => ({
      line: `${LEVEL[level]}: ${clock(from)} to ${clock(to)} (${duration(to - from)}${goesOn ? ", goes on" : ""})`,
    })),
    ending:
      endedAt === null || cause === null ? stillOpen(entry) : `${endingForSharer(cause)}, ${clock(endedAt)}.`,
  };
}

/** A session with more of them has been prolonged over and over; the newest tell how it ended. */
const MOST_LEVELS = 12;

const levelsOf = ({ levels, endedAt }: DiaryEntry, now: number) =>
  levels.slice(-MOST_LEVELS).map((span) => ({ ...span, goesOn: endedAt === null && span.to > now }));

const stillOpen = ({ startedAt }: DiaryEntry): string =>
  startedAt === null ? "Waits for your answer." : "Goes on now. Type stop to end it.";
