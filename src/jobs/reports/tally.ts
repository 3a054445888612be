import {
  END_CAUSES,
  type EndCause,
  OUTCOMES,
  type ResolutionOutcome,
  type TransportFact,
} from "../../domain/ticket/events.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import { LEVELS, type Level } from "../../domain/ticket/level.ts";
import type { ReportEvent, ReportEventType, ReportSession } from "../../ports/report-queries.ts";
import { median, quantile } from "./statistics.ts";

type Check = Extract<ReportEvent, { type: "EligibilityDenied" }>["checks"][number];

/** A week of a group of helpers, as numbers: all that a digest shows. */
export type DigestNumbers = {
  /** Everybody who held a ticket, and everybody whom they helped. */
  readonly helpers: number;
  readonly sharers: number;
  readonly pickedUp: number;
  /** From the request to its first pickup, ms; null when nothing was picked up for the first time. */
  readonly timeToHelp: { readonly median: number; readonly p90: number } | null;
  /** `unseen`: approved and ended, without a report of a person or the transport that it took place. */
  readonly sessions: { readonly asked: number; readonly live: number; readonly unseen: number };
  readonly questions: {
    readonly asked: number;
    readonly refused: number;
    readonly wrongNumber: number;
    readonly lapsed: number;
  };
  readonly revokedBySharers: number;
  readonly outcomes: Readonly<Record<ResolutionOutcome, number>>;
  /** Approved sessions only; `questions` counts the others. */
  readonly ends: Readonly<Record<EndCause, number>>;
  readonly levels: Readonly<Record<Level, { readonly sessions: number; readonly length: number }>>;
  readonly reopened: number;
  /** `people` who answered, and who gave a `rating`: a minimum is one of people, and one person may answer often. */
  readonly feedback: {
    readonly answers: number;
    readonly people: number;
    readonly fixed: number;
    readonly rating: { readonly mean: number; readonly people: number } | null;
  };
  /** By the condition that was not met. */
  readonly refusals: Readonly<Partial<Record<Check, number>>>;
  /** Asks refused only because conditions could not be checked, such as in an outage of Microsoft Graph. */
  readonly unchecked: number;
};

export interface Week {
  readonly events: readonly ReportEvent[];
  readonly sessions: readonly ReportSession[];
  /** Events after the week: the transport reports hours later. */
  readonly later?: readonly ReportEvent[];
}

/** @param of whose week; null for the whole helpdesk */
export function tally(week: Week, of: ReadonlySet<PersonId> | null): DigestNumbers {
  const isTheirs = (person: PersonId | null) => person !== null && (of === null || of.has(person));
  const held = week.events.filter(({ holder }) => isTheirs(holder));
  const sessions = week.sessions.filter(({ helper }) => isTheirs(helper));
  const live = sessions.filter(({ startedAt }) => startedAt !== null);
  const all = <Type extends ReportEventType>(type: Type) =>
    held.filter((each): each is Extract<ReportEvent, { type: Type }> => each.type === type);
  // An answer about a session can be changed: the last one counts.
  const feedback = [
    ...new Map(all("FeedbackGiven").map((given) => [`${given.ticket}:${given.session}`, given])).values(),
  ];
  return {
    helpers: new Set(held.map(({ holder }) => holder)).size,
    sharers: new Set(held.map(({ sharer }) => sharer)).size,
    pickedUp: all("TicketClaimed").length,
    timeToHelp: waits(
      all("TicketClaimed").flatMap(({ first, at, openedAt }) => (first ? at - openedAt : [])),
    ),
    sessions: { asked: sessions.length, live: live.length, unseen: unseenIn(live, week) },
    questions: {
      asked: all("ViewAsked").length + all("EscalationAsked").length,
      refused: all("ConsentRefused").filter(({ why }) => why === "not-now").length,
      wrongNumber: all("ConsentRefused").filter(({ why }) => why === "wrong-phrase").length,
      lapsed: all("AskLapsed").length,
    },
    revokedBySharers:
      all("GrantRevoked").filter(({ cause }) => cause === "sharer").length +
      all("SessionEnded").filter(({ cause }) => cause === "ended-by-sharer").length,
    outcomes: count(
      OUTCOMES,
      all("TicketResolved").map(({ outcome }) => outcome),
    ),
    ends: count(
      END_CAUSES,
      live.flatMap(({ cause }) => cause ?? []),
    ),
    levels: levelsIn(live),
    reopened: all("TicketReopened").length,
    feedback: {
      answers: feedback.length,
      people: peopleIn(feedback),
      fixed: feedback.filter(({ fixed }) => fixed).length,
      rating: ratingIn(feedback),
    },
    refusals: countChecks(all("EligibilityDenied").flatMap(({ checks }) => checks)),
    unchecked: all("EligibilityDenied").filter(({ checks }) => checks.length === 0).length,
  };
}

const peopleIn = (happened: readonly ReportEvent[]): number =>
  new Set(happened.map(({ sharer }) => sharer)).size;

function ratingIn(
  feedback: readonly Extract<ReportEvent, { type: "FeedbackGiven" }>[],
): DigestNumbers["feedback"]["rating"] {
  const rated = feedback.filter(({ rating }) => rating !== null);
  if (rated.length === 0) return null;
  const sum = rated.reduce((all, { rating }) => all + (rating ?? 0), 0);
  return { mean: sum / rated.length, people: peopleIn(rated) };
}

/** A report of the start or end shows that the session took place; that a link was shown does not. */
const SIGNS: ReadonlySet<TransportFact> = new Set([
  "helper-says-started",
  "helper-says-ended",
  "sharer-says-ended",
  "end-confirmed",
]);

function unseenIn(live: readonly ReportSession[], { events, later = [] }: Week): number {
  const seen = new Set(
    [...events, ...later].flatMap((each) =>
      each.type === "TransportReported" && SIGNS.has(each.fact) ? [`${each.ticket}:${each.session}`] : [],
    ),
  );
  return live.filter(({ ticket, session, endedAt }) => endedAt !== null && !seen.has(`${ticket}:${session}`))
    .length;
}

/** The helpers who held a ticket in that time. */
export const helpersIn = ({ events }: Week): PersonId[] =>
  [...new Set(events.flatMap(({ holder }) => holder ?? []))].sort();

function waits(lengths: readonly number[]): DigestNumbers["timeToHelp"] {
  const [middle, p90] = [median(lengths), quantile(lengths, 0.9)];
  return middle === null || p90 === null ? null : { median: middle, p90 };
}

function count<Key extends string>(keys: readonly Key[], seen: readonly Key[]): Record<Key, number> {
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
  for (const key of seen) counts[key] += 1;
  return counts;
}

function countChecks(seen: readonly Check[]): Partial<Record<Check, number>> {
  const counts: Partial<Record<Check, number>> = {};
  for (const check of seen) counts[check] = (counts[check] ?? 0) + 1;
  return counts;
}

function levelsIn(sessions: readonly ReportSession[]): DigestNumbers["levels"] {
  const ofLevel = (level: Level) => {
    const spans = sessions.map(({ levels, endedAt }) =>
      levels
        .filter((span) => span.level === level && endedAt !== null)
        .reduce((sum, { from, to }) => sum + (to - from), 0),
    );
    return {
      sessions: spans.filter((length) => length > 0).length,
      length: spans.reduce((a, b) => a + b, 0),
    };
  };
  return Object.fromEntries(LEVELS.map((level) => [level, ofLevel(level)])) as DigestNumbers["levels"];
}
