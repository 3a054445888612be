import { attemptIn, refusedBecause } from "../../cards/story-lines.ts";
import { type PersonId, personId, type TicketId } from "../../domain/ticket/ids.ts";
import type { ReportEvent, ReportSession } from "../../ports/report-queries.ts";
import { isAct } from "./acts.ts";
import type { Anomaly, Evidence, Recent, Rule } from "./anomaly.ts";
import { type Burst, bursts } from "./bursts.ts";
import { median } from "./statistics.ts";

const DAY = 24 * 60 * 60_000;

type OfType<Type extends ReportEvent["type"]> = Extract<ReportEvent, { type: Type }>;
const only = <Type extends ReportEvent["type"]>({ events }: Recent, type: Type) =>
  events.filter((each): each is OfType<Type> => each.type === type);

/**
 * The bursts of these facts for each subject; enough is so many facts, unless `count` counts something else.
 */
const often = <Fact extends { readonly at: number }>(
  { localTime }: Recent,
  facts: readonly Fact[],
  subjectOf: (fact: Fact) => string | null,
  least: number,
  within = DAY,
  count = ({ length }: readonly Fact[]): number => length,
) =>
  bursts(facts, {
    subjectOf,
    within,
    isEnough: (stretch) => count(stretch) >= least,
    dayOf: (at) => localTime(at).day,
  });

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
    const { say } = recent.words;
    return often(recent, started, byHolder, sessions).map((burst) =>
      about("helper", burst, say("anomaly.out-of-hours.seen", { count: burst.facts.length, from, to }), () =>
        say("anomaly.evidence.approved"),
      ),
    );
  },
};

const refusedAsks: Rule = {
  id: "refused-asks",
  find(recent) {
    const { times, within } = recent.policy.refusedAsks;
    const noes = [
      ...only(recent, "ConsentRefused").filter(({ why }) => why === "not-now"),
      ...only(recent, "AskLapsed"),
      ...only(recent, "AskCancelled").filter(({ by, holder }) => by !== null && by === holder),
    ];
    const { say } = recent.words;
    return often(recent, noes, byHolder, times, within).map((burst) =>
      about("helper", burst, say("anomaly.refused-asks.seen", counted(burst, within, recent)), () =>
        say("anomaly.evidence.refused"),
      ),
    );
  },
};

/** One wrong number may be a slip. Several may mean that the sharer heard the number from another person than the helper. */
const MOST_WRONG_NUMBERS = 2;

const wrongNumbers: Rule = {
  id: "wrong-numbers",
  find(recent) {
    const wrong = only(recent, "ConsentRefused").filter(({ why }) => why === "wrong-phrase");
    const { say } = recent.words;
    return often(recent, wrong, byHolder, MOST_WRONG_NUMBERS).map((burst) =>
      about("helper", burst, say("anomaly.wrong-numbers.seen", { count: burst.facts.length }), () =>
        say("anomaly.evidence.wrong-number"),
      ),
    );
  },
};

const manyPeople: Rule = {
  id: "many-people",
  find(recent) {
    const { people, within } = recent.policy.manyPeople;
    const count = (facts: readonly ReportEvent[]) => new Set(facts.map(({ sharer }) => sharer)).size;
    const { say } = recent.words;
    return often(recent, only(recent, "ViewAsked"), byAuthor, people, within, count).map((burst) =>
      about(
        "helper",
        burst,
        say("anomaly.many-people.seen", { ...counted(burst, within, recent), count: count(burst.facts) }),
        () => say("anomaly.evidence.asked-view"),
      ),
    );
  },
};

const refusedAttempts: Rule = {
  id: "refused-attempts",
  find(recent) {
    const { times, within } = recent.policy.refusedAttempts;
    const { say } = recent.words;
    return often(recent, only(recent, "AttemptRefused"), byAuthor, times, within).map((burst) =>
      about("person", burst, say("anomaly.refused-attempts.seen", counted(burst, within, recent)), (fact) =>
        attempted(fact, recent),
      ),
    );
  },
};

const manyActs: Rule = {
  id: "many-acts",
  find(recent) {
    const { times, within } = recent.policy.manyActs;
    const { say } = recent.words;
    return often(recent, recent.events.filter(isAct), byAuthor, times, within).map((burst) => {
      const requests = new Set(burst.facts.map(({ ticket }) => ticket)).size;
      const seen = say("anomaly.many-acts.seen", { ...counted(burst, within, recent), requests });
      return about("person", burst, seen, ({ type }) => say(`anomaly.act.${type}`));
    });
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
    const { say } = recent.words;
    return often(recent, started, ({ device }) => device, sessions, within).map((burst) => {
      const helpers = new Set(burst.facts.map(({ helper }) => helper)).size;
      const seen = say("anomaly.same-device.seen", { ...counted(burst, within, recent), helpers });
      const told = about("person", burst, seen, () => say("anomaly.evidence.session"));
      const people = unique(burst.facts.map(({ sharer }) => sharer));
      return { ...told, people: people.map((person) => ({ role: "person", person })) };
    });
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

const byHolder = ({ holder }: ReportEvent): PersonId | null => holder;
const byAuthor = ({ by }: ReportEvent): PersonId | null => by;

const counted = ({ facts }: Burst<unknown>, within: number, recent: Recent) => ({
  count: facts.length,
  span: span(within, recent),
});

/** @param role of the person who is the burst's subject @param what is told of each fact */
const about = <Fact extends Pick<Evidence, "at"> & { readonly ticket: TicketId }>(
  role: "helper" | "person",
  { subject, facts }: Burst<Fact>,
  seen: string,
  what: (fact: Fact) => string,
): Anomaly => ({
  subject,
  at: newest(facts),
  seen,
  people: [{ role, person: personId(subject) }],
  evidence: facts.map((fact) => evidence(fact, what(fact))),
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
