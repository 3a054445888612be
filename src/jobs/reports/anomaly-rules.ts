import { attemptIn, refusedBecause } from "../../cards/story-lines.ts";
import { type PersonId, personId } from "../../domain/ticket/ids.ts";
import type { ReportEvent, ReportSession } from "../../ports/report-queries.ts";
import { isAct } from "./acts.ts";
import type { Anomaly, Evidence, Recent, Rule } from "./anomaly.ts";
import { type Burst, bursts } from "./bursts.ts";
import { median } from "./statistics.ts";

const DAY = 24 * 60 * 60_000;

type OfType<Type extends ReportEvent["type"]> = Extract<ReportEvent, { type: Type }>;
const only = <Type extends ReportEvent["type"]>({ events }: Recent, type: Type) =>
  events.filter((each): each is OfType<Type> => each.type === type);
const dayIn =
  ({ localTime }: Recent) =>
  (at: number) =>
    localTime(at).day;

const withoutClaim: Rule = {
  id: "session-without-claim",
  find: (recent) =>
    only(recent, "ViewAsked")
      .filter(({ holder, by }) => holder === null || holder !== by)
      .map((ask) => ({
        subject: `${ask.ticket}:${ask.session}`,
        at: ask.at,
        seen: recent.words.say("anomaly.session-without-claim.seen"),
        people: ask.by === null ? [] : [{ role: "helper", person: ask.by }],
        evidence: [evidence(ask, recent.words.say("anomaly.evidence.asked-view"))],
      })),
};

const outOfHours: Rule = {
  id: "out-of-hours",
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
        recent.words.say("anomaly.out-of-hours.seen", { count: burst.facts.length, from, to }),
        recent.words.say("anomaly.evidence.approved"),
      ),
    );
  },
};

const refusedAsks: Rule = {
  id: "refused-asks",
  find(recent) {
    const { times, within } = recent.policy.refusedAsks;
    return bursts(
      [
        ...only(recent, "ConsentRefused").filter(({ why }) => why === "not-now"),
        ...only(recent, "AskLapsed"),
        ...only(recent, "AskCancelled").filter(({ by, holder }) => by !== null && by === holder),
      ],
      {
        subjectOf: ({ holder }) => holder,
        within,
        isEnough: (facts) => facts.length >= times,
        dayOf: dayIn(recent),
      },
    ).map((burst) =>
      byHelper(
        burst,
        recent.words.say("anomaly.refused-asks.seen", {
          count: burst.facts.length,
          span: span(within, recent),
        }),
        recent.words.say("anomaly.evidence.refused"),
      ),
    );
  },
};

/** One wrong number may be a slip. Several may mean that the sharer heard the number from another person than the helper. */
const wrongNumbers: Rule = {
  id: "wrong-numbers",
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
        recent.words.say("anomaly.wrong-numbers.seen", { count: burst.facts.length }),
        recent.words.say("anomaly.evidence.wrong-number"),
      ),
    ),
};
const MOST_WRONG_NUMBERS = 2;

const manyPeople: Rule = {
  id: "many-people",
  find(recent) {
    const { people, within } = recent.policy.manyPeople;
    const count = (facts: readonly ReportEvent[]) => new Set(facts.map(({ sharer }) => sharer)).size;
    return bursts(only(recent, "ViewAsked"), {
      subjectOf: ({ by }) => by,
      within,
      isEnough: (facts) => count(facts) >= people,
      dayOf: dayIn(recent),
    }).map((burst) =>
      byHelper(
        burst,
        recent.words.say("anomaly.many-people.seen", {
          count: count(burst.facts),
          span: span(within, recent),
        }),
        recent.words.say("anomaly.evidence.asked-view"),
      ),
    );
  },
};

const refusedAttempts: Rule = {
  id: "refused-attempts",
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
      seen: recent.words.say("anomaly.refused-attempts.seen", {
        count: facts.length,
        span: span(within, recent),
      }),
      people: [{ role: "person", person: personId(subject) }],
      evidence: facts.map((fact) => evidence(fact, attempted(fact, recent))),
    }));
  },
};

const manyActs: Rule = {
  id: "many-acts",
  find(recent) {
    const { times, within } = recent.policy.manyActs;
    return bursts(recent.events.filter(isAct), {
      subjectOf: ({ by }) => by,
      within,
      isEnough: (facts) => facts.length >= times,
      dayOf: dayIn(recent),
    }).map(({ subject, facts }) => ({
      subject,
      at: newest(facts),
      seen: recent.words.say("anomaly.many-acts.seen", {
        count: facts.length,
        span: span(within, recent),
        requests: new Set(facts.map(({ ticket }) => ticket)).size,
      }),
      people: [{ role: "person", person: personId(subject) }],
      evidence: facts.map((fact) => evidence(fact, recent.words.say(`anomaly.act.${fact.type}`))),
    }));
  },
};

/** A mistyped number or an old link explains a few a day, and a search box asks with every digit of a number. */
const MOST_PROBES = 50;

const probes: Rule = {
  id: "probes",
  find: ({ probes, words }) =>
    probes
      .filter(({ times }) => times >= MOST_PROBES)
      .map(({ person, times, lastAt }) => ({
        subject: person,
        at: lastAt,
        seen: words.say("anomaly.probes.seen", { count: times }),
        people: [{ role: "person", person }],
        evidence: [{ ticket: null, at: lastAt, what: words.say("anomaly.evidence.last-probe") }],
      })),
};

const sameDevice: Rule = {
  id: "same-device",
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
      seen: recent.words.say("anomaly.same-device.seen", {
        count: facts.length,
        span: span(within, recent),
        helpers: new Set(facts.map(({ helper }) => helper)).size,
      }),
      people: unique(facts.map(({ sharer }) => sharer)).map((person) => ({ role: "person", person })),
      evidence: facts.map((fact) => evidence(fact, recent.words.say("anomaly.evidence.session"))),
    }));
  },
};

const longControl: Rule = {
  id: "long-control",
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
          seen: recent.words.say("anomaly.long-control.seen", {
            count: own.length,
            theirs: recent.words.duration(theirs),
            usual: recent.words.duration(usual),
          }),
          people: [{ role: "helper", person: helper }],
          evidence: own.map((span) =>
            evidence(
              span,
              recent.words.say("anomaly.evidence.control", { length: recent.words.duration(span.length) }),
            ),
          ),
        },
      ];
    });
  },
};

const attempted = ({ command, code }: OfType<"AttemptRefused">, { words }: Recent): string =>
  words.say("anomaly.evidence.attempt", {
    attempt: attemptIn(command, words),
    why: refusedBecause(code, words),
  });

const span = (length: number, { words }: Recent): string =>
  length < 2 * DAY ? words.duration(length) : words.say("time.days", { count: Math.round(length / DAY) });

/** Ended sessions only: access may end before the agreed time. */
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
  people: [{ role: "helper", person: personId(subject) }],
  evidence: facts.map((fact) => evidence(fact, what)),
});

const evidence = ({ ticket, at }: Pick<Evidence, "ticket" | "at">, what: string): Evidence => ({
  ticket,
  at,
  what,
});
const newest = (facts: readonly { readonly at: number }[]): number => Math.max(...facts.map(({ at }) => at));
const unique = (people: readonly PersonId[]): PersonId[] => [...new Set(people)];

/** All rules, in the order in which they run. */
export const RULES: readonly Rule[] = [
  withoutClaim,
  wrongNumbers,
  refusedAttempts,
  manyActs,
  probes,
  manyPeople,
  outOfHours,
  refusedAsks,
  longControl,
  sameDevice,
];
