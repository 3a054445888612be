import { type PersonId, personId } from "../../domain/ticket/ids.ts";
import type { ReportEvent, ReportSession } from "../../ports/report-queries.ts";
import { refusedBecause, triedTo } from "../../surfaces/attempt-words.ts";
import { counted } from "../../surfaces/plural.ts";
import { duration } from "../../surfaces/words.ts";
import type { Anomaly, Evidence, Recent, Rule } from "./anomaly.ts";
import { type Burst, bursts } from "./bursts.ts";
import { median } from "./statistics.ts";

const DAY = 24 * 60 * 60_000;

type OfType<Type extends ReportEvent["type"]> = Extract<ReportEvent, { type: Type }>;
const only = <Type extends ReportEvent["type"]>({ happenings }: Recent, type: Type) =>
  happenings.filter((each): each is OfType<Type> => each.type === type);
const dayIn =
  ({ localTime }: Recent) =>
  (at: number) =>
    localTime(at).day;

const withoutClaim: Rule = {
  id: "session-without-claim",
  title: "A session was asked for without a claim",
  advice:
    "Beckon's rules do not allow this. Check the store with npm run audit -- verify, and who can write to the database.",
  find: (recent) =>
    only(recent, "ViewAsked")
      .filter(({ holder, by }) => holder === null || holder !== by)
      .map((ask) => ({
        subject: `${ask.ticket}:${ask.session}`,
        at: ask.at,
        seen: "Whoever asked did not hold the ticket.",
        people: ask.by === null ? [] : [{ role: "Helper", person: ask.by }],
        evidence: [evidence(ask, "asked to view")],
      })),
};

const outOfHours: Rule = {
  id: "out-of-hours",
  title: "Sessions out of hours",
  advice: "Ask the helper or their lead whether this was planned, such as an on-call duty.",
  find(recent) {
    const { from, to, weekdays, sessions } = recent.policy.outOfHours;
    const isLate = ({ at }: ReportEvent) => {
      const { hour, weekday } = recent.localTime(at);
      return !weekdays.includes(weekday) || hour < from || hour >= to;
    };
    const started = only(recent, "ConsentGiven").filter((each) => each.level === "view" && isLate(each));
    return bursts(started, {
      subjectOf: ({ holder }) => holder,
      within: DAY,
      isEnough: (facts) => facts.length >= sessions,
      dayOf: dayIn(recent),
    }).map((burst) =>
      byHelper(
        burst,
        `${counted(burst.facts.length, "session")} outside ${from}:00 to ${to}:00 or on days off.`,
        "session approved",
      ),
    );
  },
};

const refusedAsks: Rule = {
  id: "refused-asks",
  title: "Many questions answered with no",
  advice: "Ask the people why they said no, and look at what the helper asked for.",
  find(recent) {
    const { times, within } = recent.policy.refusedAsks;
    return bursts(
      only(recent, "ConsentRefused").filter(({ why }) => why === "not-now"),
      {
        subjectOf: ({ holder }) => holder,
        within,
        isEnough: (facts) => facts.length >= times,
        dayOf: dayIn(recent),
      },
    ).map((burst) =>
      byHelper(
        burst,
        `${counted(burst.facts.length, "question")} refused within ${span(within)}.`,
        "refused",
      ),
    );
  },
};

/** One wrong number is a slip; several mean that somebody else may have named one, or that the question was expected from another. */
const wrongNumbers: Rule = {
  id: "wrong-numbers",
  title: "Wrong numbers picked",
  advice: "Ask the people who told them a number, and how. Somebody may be posing as this helper.",
  find: (recent) =>
    bursts(
      only(recent, "ConsentRefused").filter(({ why }) => why === "wrong-phrase"),
      {
        subjectOf: ({ holder }) => holder,
        within: DAY,
        isEnough: (facts) => facts.length >= MOST_WRONG_NUMBERS,
        dayOf: dayIn(recent),
      },
    ).map((burst) =>
      byHelper(
        burst,
        `${counted(burst.facts.length, "question")} answered with a wrong number within a day.`,
        "wrong number",
      ),
    ),
};
const MOST_WRONG_NUMBERS = 2;

const manyPeople: Rule = {
  id: "many-people",
  title: "Questions to many people in a short time",
  advice: "Check with the helper at once: an account that was taken over behaves like this.",
  find(recent) {
    const { people, within } = recent.policy.manyPeople;
    const count = (facts: readonly ReportEvent[]) => new Set(facts.map(({ sharer }) => sharer)).size;
    return bursts(only(recent, "ViewAsked"), {
      subjectOf: ({ by }) => by,
      within,
      isEnough: (facts) => count(facts) >= people,
      dayOf: dayIn(recent),
    }).map((burst) =>
      byHelper(burst, `${count(burst.facts)} people asked within ${span(within)}.`, "asked to view"),
    );
  },
};

const refusedAttempts: Rule = {
  id: "refused-attempts",
  title: "Attempts without authority",
  advice: "Ask the person what they tried. Old cards explain one or two attempts, and seldom more.",
  find(recent) {
    const { times, within } = recent.policy.refusedAttempts;
    return bursts(only(recent, "AttemptRefused"), {
      subjectOf: ({ by }) => by,
      within,
      isEnough: (facts) => facts.length >= times,
      dayOf: dayIn(recent),
    }).map(({ subject, facts }) => ({
      subject,
      at: newest(facts),
      seen: `${counted(facts.length, "attempt")} refused within ${span(within)}, not this person's to make.`,
      people: [{ role: "Person", person: personId(subject) }],
      evidence: facts.map((fact) => evidence(fact, attemptIn(fact))),
    }));
  },
};

const sameDevice: Rule = {
  id: "same-device",
  title: "Session after session on one device",
  advice: "Look for the cause that was never repaired, or for a helper with no reason to come back.",
  find(recent) {
    const { sessions, within } = recent.policy.sameDevice;
    const started = recent.sessions.flatMap((session) =>
      session.startedAt === null ? [] : [{ ...session, at: session.startedAt }],
    );
    return bursts(started, {
      subjectOf: ({ device }) => device,
      within,
      isEnough: (facts) => facts.length >= sessions,
      dayOf: dayIn(recent),
    }).map(({ subject, facts }) => ({
      subject,
      at: newest(facts),
      seen: `${counted(facts.length, "session")} on one device within ${span(within)}, by ${helpersIn(facts)}.`,
      people: unique(facts.map(({ sharer }) => sharer)).map((person) => ({ role: "Person", person })),
      evidence: facts.map((fact) => evidence(fact, "session")),
    }));
  },
};

const longControl: Rule = {
  id: "long-control",
  title: "Control for much longer than the others",
  advice: "Look at what the sessions were about: some work takes long, and some control is only forgotten.",
  find(recent) {
    const { factor, sessions } = recent.policy.longControl;
    const spans = recent.sessions.flatMap(controlIn);
    const byPerson = Map.groupBy(spans, ({ helper }) => helper);
    return [...byPerson].flatMap(([helper, own]): Anomaly[] => {
      const usual = median(spans.filter((span) => span.helper !== helper).map(({ length }) => length));
      const theirs = median(own.map(({ length }) => length));
      if (usual === null || theirs === null || own.length < sessions || theirs < factor * usual) return [];
      return [
        {
          subject: helper,
          at: newest(own),
          seen: `In ${counted(own.length, "session")} control lasted ${duration(theirs)} at the median; with the other helpers ${duration(usual)}.`,
          people: [{ role: "Helper", person: helper }],
          evidence: own.map((span) => evidence(span, `control for ${duration(span.length)}`)),
        },
      ];
    });
  },
};

const attemptIn = ({ command, code }: OfType<"AttemptRefused">): string =>
  `tried to ${triedTo(command)}: ${refusedBecause(code)}`;

const span = (length: number): string =>
  length < 2 * DAY ? duration(length) : `${Math.round(length / DAY)} days`;

/** Only what is over: an agreed end says nothing about how long somebody stayed. */
const controlIn = ({ ticket, helper, endedAt, levels }: ReportSession) => {
  const spans = endedAt === null ? [] : levels.filter(({ level }) => level !== "view");
  const length = spans.reduce((sum, { from, to }) => sum + (to - from), 0);
  const [first] = spans;
  return first === undefined ? [] : [{ ticket, helper, length, at: first.from }];
};

const byHelper = ({ subject, facts }: Burst<ReportEvent>, seen: string, what: string): Anomaly => ({
  subject,
  at: newest(facts),
  seen,
  people: [{ role: "Helper", person: personId(subject) }],
  evidence: facts.map((fact) => evidence(fact, what)),
});

const evidence = ({ ticket, at }: Pick<Evidence, "ticket" | "at">, what: string): Evidence => ({
  ticket,
  at,
  what,
});
const newest = (facts: readonly { readonly at: number }[]): number => Math.max(...facts.map(({ at }) => at));
const unique = (people: readonly PersonId[]): PersonId[] => [...new Set(people)];

function helpersIn(facts: readonly ReportSession[]): string {
  const count = new Set(facts.map(({ helper }) => helper)).size;
  return count === 1 ? "one helper" : `${count} helpers`;
}

/** Whoever wants another rule adds it here: it looks at the recent past and changes nothing. */
export const RULES: readonly Rule[] = [
  withoutClaim,
  wrongNumbers,
  refusedAttempts,
  manyPeople,
  outOfHours,
  refusedAsks,
  longControl,
  sameDevice,
];
