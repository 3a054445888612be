import type { CardContent, CardData } from "../../cards/catalog.ts";
import { lane } from "../../cards/timeline.ts";
import { END_CAUSES, OUTCOMES } from "../../domain/ticket/events.ts";
import { LEVELS } from "../../domain/ticket/level.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
import { nameOf } from "../../surfaces/licence-report.ts";
import { END_CAUSE, LEVEL, OUTCOME } from "../../surfaces/names.ts";
import { duration } from "../../surfaces/words.ts";
import type { DigestNumbers } from "./tally.ts";

type Card = CardData<"digest">;
type Row = Card["numbers"][number];

export interface DigestOf {
  readonly week: { readonly from: number; readonly to: number };
  readonly about: "reports" | "helpdesk";
  readonly numbers: DigestNumbers;
  readonly minimumGroup: number;
  readonly reader: ReaderLocale;
}

const MOST_FINDINGS = 5;
const DAY = 24 * 60 * 60_000;

/** A week of a group, for its manager. It is made of numbers alone, so that no words of a sharer can be on it. */
export function digest({ week, about, numbers, minimumGroup, reader }: DigestOf): CardContent {
  const isWithheld = Math.min(numbers.helpers, numbers.sharers) < minimumGroup;
  const ends = isWithheld ? [] : endsOf(numbers);
  const levels = isWithheld ? [] : levelsOf(numbers);
  const findings = isWithheld ? [] : findingsOf(numbers);
  const data: Card = {
    state: "Weekly digest",
    tone: "default",
    about: about === "helpdesk" ? "The whole helpdesk" : "The helpers who report to you",
    heading: `Support sessions, ${daysOf(week, reader)}`,
    isWithheld,
    withheld: `There were fewer than ${minimumGroup} helpers or fewer than ${minimumGroup} people helped. Numbers about so few would tell what single people did, so they are left out.`,
    hasNumbers: !isWithheld,
    numbers: isWithheld ? [] : rowsOf(numbers, minimumGroup),
    hasEnds: ends.length > 0,
    ends,
    hasLevels: levels.length > 0,
    levels,
    levelsSum: isWithheld ? "" : levelsSumOf(numbers),
    hasFindings: findings.length > 0,
    findings,
    respect: "Counted for the group as a whole: no helper is ranked, and nothing that anybody wrote is here.",
  };
  return { card: "digest", data };
}

function rowsOf(n: DigestNumbers, minimumGroup: number): Row[] {
  const row = (label: string, value: string | number): Row => ({ label, value: `${value}` });
  return [
    row("Requests picked up", n.pickedUp),
    ...(n.timeToHelp === null
      ? []
      : [
          row("Half of the requests were picked up within", duration(n.timeToHelp.median)),
          row("Nine of ten were picked up within", duration(n.timeToHelp.p90)),
        ]),
    row("Sessions asked for, approved", `${n.sessions.asked}, ${n.sessions.live}`),
    row("Approved, and no sign that it started", n.sessions.unseen),
    row(
      "Questions refused, not answered",
      `${n.questions.refused}, ${n.questions.lapsed} of ${n.questions.asked}`,
    ),
    ...(n.questions.wrongNumber === 0 ? [] : [row("Wrong number picked", n.questions.wrongNumber)]),
    ...(n.unchecked === 0 ? [] : [row("Not possible: conditions could not be checked", n.unchecked)]),
    row("Access taken back by the person helped", n.revokedBySharers),
    ...OUTCOMES.filter((outcome) => n.outcomes[outcome] > 0).map((outcome) =>
      row(`Closed: ${OUTCOME[outcome].toLowerCase()}`, n.outcomes[outcome]),
    ),
    row("Reopened", n.reopened),
    ...(n.feedback.answers === 0 ? [] : [row("Feedback", feedbackOf(n.feedback, minimumGroup))]),
  ];
}

/** What few people think would tell what one of them thinks, also where many were helped. */
function feedbackOf({ answers, people, fixed, rating }: DigestNumbers["feedback"], minimum: number): string {
  if (people < minimum) return `left out: fewer than ${minimum} people answered`;
  const said = `${fixed} of ${answers} say fixed`;
  return rating === null || rating.people < minimum ? said : `${said}, ${rating.mean.toFixed(1)} of 5`;
}

function endsOf({ ends }: DigestNumbers): Card["ends"] {
  const all = Object.values(ends).reduce((sum, each) => sum + each, 0);
  return END_CAUSES.filter((cause) => ends[cause] > 0)
    .map((cause) => ({
      label: END_CAUSE[cause],
      count: ends[cause],
      share: `${ends[cause]} · ${Math.round((100 * ends[cause]) / all)} %`,
    }))
    .sort((one, other) => other.count - one.count);
}

function levelsOf({ levels }: DigestNumbers): Card["levels"] {
  const longest = Math.max(...LEVELS.map((level) => levels[level].length));
  return LEVELS.filter((level) => levels[level].length > 0).map((level) => ({
    label: LEVEL[level],
    minutes: Math.round(levels[level].length / 60_000),
    length: duration(levels[level].length),
    image: lane({ from: 0, to: longest, spans: [{ level, from: 0, to: levels[level].length }] }, level),
  }));
}

const count = (sessions: number): string => (sessions === 1 ? "1 session" : `${sessions} sessions`);

/** What the chart shows, for those who hear the card. */
const levelsSumOf = ({ levels }: DigestNumbers): string =>
  LEVELS.filter((level) => levels[level].sessions > 0)
    .map((level) => `${LEVEL[level]} ${duration(levels[level].length)} in ${count(levels[level].sessions)}`)
    .join(" · ");

const findingsOf = ({ refusals }: DigestNumbers): Card["findings"] =>
  Object.entries(refusals)
    .sort(([one, often], [other, less]) => less - often || one.localeCompare(other))
    .slice(0, MOST_FINDINGS)
    .map(([check, times]) => ({ title: nameOf(check), times: times === 1 ? "once" : `${times} times` }));

/** `16 – 22 Nov 2026`, with the last day of the week and not the midnight after it. */
function daysOf({ from, to }: DigestOf["week"], { locale, timeZone }: ReaderLocale): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  return format.formatRange(from, to - DAY / 2);
}
