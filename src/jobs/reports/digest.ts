import type { CardContent, CardData } from "../../cards/catalog.ts";
import { titleOf } from "../../cards/findings.ts";
import { type Words, wordsFor } from "../../cards/text/words.ts";
import { lane } from "../../cards/timeline.ts";
import { END_CAUSES, OUTCOMES } from "../../domain/ticket/events.ts";
import { LEVELS } from "../../domain/ticket/level.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
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
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A week of a group, for its manager. It is made of numbers alone, so that no words of a sharer can be on it. */
export function digest({ week, about, numbers, minimumGroup, reader }: DigestOf): CardContent {
  const words = wordsFor(reader);
  const { say } = words;
  const isWithheld = Math.min(numbers.helpers, numbers.sharers) < minimumGroup;
  const ends = isWithheld ? [] : endsOf(numbers, words);
  const levels = isWithheld ? [] : levelsOf(numbers, words);
  const findings = isWithheld ? [] : findingsOf(numbers, words);
  const data: Card = {
    state: say("digest.state"),
    tone: "default",
    about: say(`digest.about.${about}`),
    heading: say("digest.heading", { days: daysOf(week, words.locale, reader.timeZone) }),
    isWithheld,
    withheld: say("digest.withheld", { minimum: minimumGroup }),
    hasNumbers: !isWithheld,
    numbers: isWithheld ? [] : rowsOf(numbers, minimumGroup, words),
    hasEnds: ends.length > 0,
    ends,
    endsSum: ends.map(({ label, share }) => say("digest.end-sum", { label, share })).join(" · "),
    hasLevels: levels.length > 0,
    levels,
    levelsSum: isWithheld ? "" : levelsSumOf(numbers, words),
    hasFindings: findings.length > 0,
    findings,
    respect: say("digest.respect"),
  };
  return { card: "digest", data, language: words.language };
}

function rowsOf(n: DigestNumbers, minimumGroup: number, words: Words): Row[] {
  const { say, duration } = words;
  const row = (label: string, value: string | number): Row => ({ label, value: `${value}` });
  const { asked, live, unseen } = n.sessions;
  return [
    row(say("digest.picked-up"), n.pickedUp),
    ...(n.timeToHelp === null
      ? []
      : [
          row(say("digest.median"), duration(n.timeToHelp.median)),
          row(say("digest.p90"), duration(n.timeToHelp.p90)),
        ]),
    row(say("digest.sessions"), say("digest.of", { some: live, all: asked })),
    row(say("digest.unseen"), unseen),
    row(
      say("digest.questions"),
      say("digest.questions-value", {
        refused: n.questions.refused,
        lapsed: n.questions.lapsed,
        asked: n.questions.asked,
      }),
    ),
    ...(n.questions.wrongNumber === 0 ? [] : [row(say("digest.wrong-number"), n.questions.wrongNumber)]),
    ...(n.unchecked === 0 ? [] : [row(say("digest.unchecked"), n.unchecked)]),
    row(say("digest.revoked"), n.revokedBySharers),
    ...OUTCOMES.filter((outcome) => n.outcomes[outcome] > 0).map((outcome) =>
      row(say("digest.closed", { outcome: say(`outcome-in-sentence.${outcome}`) }), n.outcomes[outcome]),
    ),
    row(say("digest.reopened"), n.reopened),
    ...(n.feedback.answers === 0
      ? []
      : [row(say("digest.feedback"), feedbackOf(n.feedback, minimumGroup, words))]),
  ];
}

/** Answers of fewer people than the minimum are withheld, because they could identify one person. */
function feedbackOf(feedback: DigestNumbers["feedback"], minimum: number, { say, locale }: Words): string {
  const { answers, people, fixed, rating } = feedback;
  if (people < minimum) return say("digest.feedback-few", { minimum });
  if (rating === null || rating.people < minimum) return say("digest.feedback-fixed", { fixed, answers });
  return say("digest.feedback-rated", { fixed, answers, rating: oneDigit(rating.mean, locale) });
}

/** `4.5`, in German `4,5`. */
const oneDigit = (mean: number, locale: string): string =>
  mean.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

function endsOf({ ends }: DigestNumbers, { say }: Words): Card["ends"] {
  const all = Object.values(ends).reduce((sum, each) => sum + each, 0);
  return END_CAUSES.filter((cause) => ends[cause] > 0)
    .map((cause) => ({
      label: say(`end-cause.anybody.${cause}`),
      count: ends[cause],
      share: say("digest.share", { count: ends[cause], percent: Math.round((100 * ends[cause]) / all) }),
    }))
    .sort((one, other) => other.count - one.count);
}

function levelsOf({ levels }: DigestNumbers, { say, duration }: Words): Card["levels"] {
  const longest = Math.max(...LEVELS.map((level) => levels[level].length));
  return LEVELS.filter((level) => levels[level].length > 0).map((level) => ({
    label: say(`level.${level}`),
    minutes: minutesOf(levels[level].length),
    length: duration(levels[level].length),
    image: lane({ from: 0, to: longest, spans: [{ level, from: 0, to: levels[level].length }] }, level),
  }));
}

/** Rounded up like the lengths in words; below a minute, which they give in seconds, to a tenth. */
const minutesOf = (length: number): number =>
  length < MINUTE ? Math.ceil(length / (MINUTE / 10)) / 10 : Math.ceil(length / MINUTE);

/** The chart in words, for screen readers. */
const levelsSumOf = ({ levels }: DigestNumbers, { say, duration }: Words): string =>
  LEVELS.filter((level) => levels[level].sessions > 0)
    .map((level) =>
      say("digest.level-sum", {
        level: say(`level.${level}`),
        length: duration(levels[level].length),
        sessions: levels[level].sessions,
      }),
    )
    .join(" · ");

const findingsOf = ({ refusals }: DigestNumbers, words: Words): Card["findings"] =>
  Object.entries(refusals)
    .sort(([one, often], [other, less]) => less - often || one.localeCompare(other))
    .slice(0, MOST_FINDINGS)
    .map(([check, count]) => ({
      title: titleOf({ check }, words),
      times: words.say("digest.times", { count }),
    }));

/** `16 – 22 Nov 2026`, with the last day of the week and not the midnight after it. */
function daysOf({ from, to }: DigestOf["week"], locale: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  return format.formatRange(from, to - DAY / 2);
}
