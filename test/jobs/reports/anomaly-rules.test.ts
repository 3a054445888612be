import { beforeAll, describe, expect, test } from "vitest";
import { localTime } from "../../../src/cards/text/time-zone.ts";
import { wordsFor } from "../../../src/cards/text/words.ts";
import { deviceId, ticketId } from "../../../src/domain/ticket/ids.ts";
import type { Anomaly } from "../../../src/jobs/reports/anomaly.ts";
import { RULES } from "../../../src/jobs/reports/anomaly-rules.ts";
import { DEFAULT_REPORTS } from "../../../src/ports/report-policy.ts";
import type { Probes, ReportEvent, ReportSession } from "../../../src/ports/report-queries.ts";
import { hana, hugo, inBerlin, samsLaptop } from "../../support/people.ts";
import { speakPseudo, untranslated } from "../../support/pseudo-language.ts";
import { greek } from "../../support/pseudo-texts.ts";
import { T0 } from "../../support/tickets.ts";
import { happened, session, somebody } from "./events.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
const policy = DEFAULT_REPORTS.anomalies;

function found(
  rule: string,
  facts: {
    events?: readonly ReportEvent[];
    sessions?: readonly ReportSession[];
    probes?: readonly Probes[];
  },
  rules = policy,
) {
  const recent = {
    events: [],
    sessions: [],
    probes: [],
    policy: rules,
    ...facts,
    localTime: (at: number) => localTime(at, "Europe/Berlin"),
    words: wordsFor(inBerlin),
  };
  const findIn = (look: typeof recent) => RULES.find(({ id }) => id === rule)?.find(look) ?? [];
  for (const { seen, evidence } of findIn({ ...recent, words: wordsFor(greek) }))
    expect(untranslated([seen, ...evidence.map(({ what }) => what)].join(" "))).toEqual([]);
  return findIn(recent);
}
beforeAll(speakPseudo);
const subjects = (anomalies: readonly Anomaly[]) => anomalies.map(({ subject }) => subject);
const times = <Fact>(count: number, fact: (i: number) => Fact): Fact[] =>
  Array.from({ length: count }, (_, i) => fact(i));

const asked = (minutes: number, change: Parameters<typeof happened>[2] = {}) =>
  happened(minutes, { type: "ViewAsked", session: 1, device: samsLaptop.id }, change);
const approved = (minutes: number) => happened(minutes, { type: "ConsentGiven", session: 1, level: "view" });
const no = (minutes: number) => happened(minutes, { type: "ConsentRefused", session: 1, why: "not-now" });
const attempt = (minutes: number) =>
  happened(minutes, { type: "AttemptRefused", command: "AskForView", code: "not_the_claiming_helper" });

describe("a session without a claim", () => {
  test("is told when somebody else held the ticket, or nobody did", () => {
    const events = [asked(1, { holder: null }), asked(2, { holder: hugo.id, ticket: ticketId("BK-7") })];
    expect(found("session-without-claim", { events })).toMatchObject([
      { subject: "BK-1042:1", people: [{ role: "helper", person: hana.id }] },
      { subject: "BK-7:1" },
    ]);
  });

  test("is none when the helper who asks holds the ticket", () => {
    expect(found("session-without-claim", { events: [asked(1)] })).toEqual([]);
  });
});

describe("sessions out of hours", () => {
  const EVENING = 10 * HOUR;

  test("are told from the third within a day on, by the clock of the helpdesk", () => {
    const events = times(3, (i) => approved(EVENING + i * HOUR));
    expect(found("out-of-hours", { events })).toMatchObject([{ subject: hana.id, evidence: [{}, {}, {}] }]);
  });

  test("are told as one when one is enough", () => {
    const events = [approved(EVENING)];
    const outOfHours = { ...policy.outOfHours, sessions: 1 };
    const [anomaly] = found("out-of-hours", { events }, { ...policy, outOfHours });
    expect(anomaly?.seen).toMatch(/^1 session outside /);
  });

  test("are told at weekends, whatever the hour", () => {
    const events = times(3, (i) => approved(4 * DAY + i * HOUR));
    expect(subjects(found("out-of-hours", { events }))).toEqual([hana.id]);
  });

  test("are nothing at two a night, and at daytime however many", () => {
    const events = [...times(2, (i) => approved(EVENING + i)), ...times(20, (i) => approved(i))];
    expect(found("out-of-hours", { events })).toEqual([]);
  });
});

describe("questions answered with no", () => {
  test("are told from the fifth within a day on", () => {
    const [anomaly] = found("refused-asks", { events: times(5, (i) => no(i * HOUR)) });
    expect(anomaly).toMatchObject({ subject: hana.id, seen: expect.stringContaining("5 questions") });
  });

  test("count with questions that nobody answered or that the helper cancelled, and not with the clock's or the lead's", () => {
    const lapsed = (minutes: number) => happened(minutes, { type: "AskLapsed", session: 1 }, { by: null });
    const cancelled = (minutes: number, by: typeof hana.id | null) =>
      happened(minutes, { type: "AskCancelled", session: 1 }, { by });
    const own = [no(1), lapsed(2), lapsed(3), cancelled(4, hana.id), cancelled(5, hana.id)];
    expect(found("refused-asks", { events: own })).toMatchObject([{ subject: hana.id }]);
    const others = [...own.slice(0, 4), cancelled(5, null), cancelled(6, hugo.id)];
    expect(found("refused-asks", { events: others })).toEqual([]);
  });

  test("are nothing when they are spread over days", () => {
    expect(found("refused-asks", { events: times(9, (i) => no(i * 6 * HOUR)) })).toEqual([]);
  });

  test("are counted for each helper alone", () => {
    const events = times(8, (i) => ({ ...no(i), holder: i % 2 === 0 ? hana.id : hugo.id }));
    expect(found("refused-asks", { events })).toEqual([]);
  });
});

describe("questions to many people", () => {
  test("are told from the eighth person within an hour on", () => {
    const events = times(8, (i) => asked(i, { sharer: somebody(i) }));
    expect(subjects(found("many-people", { events }))).toEqual([hana.id]);
  });

  test("are nothing when the same few are asked again, or over a day", () => {
    const sameFew = times(20, (i) => asked(i, { sharer: somebody(i % 7) }));
    const slowly = times(20, (i) => asked(DAY + i * 10, { sharer: somebody(i) }));
    expect(found("many-people", { events: [...sameFew, ...slowly] })).toEqual([]);
  });
});

describe("many acts by one person", () => {
  const KINDS = [
    { type: "TicketOpened" },
    { type: "TicketClaimed", first: true },
    { type: "ClaimGivenBack" },
    { type: "TicketHandedOver" },
    { type: "TicketAmended" },
    { type: "TicketResolved", outcome: "fixed" },
    { type: "TicketWithdrawn" },
    { type: "TicketReopened" },
    { type: "ViewAsked", session: 1, device: samsLaptop.id },
    { type: "EscalationAsked", session: 1 },
    { type: "ExtensionAsked", session: 1 },
    { type: "AskCancelled", session: 1 },
  ] as const;
  const BY_LEAD = [
    { type: "SessionPaused", session: 1 },
    { type: "GrantRevoked", session: 1, cause: "lead" },
    { type: "SessionEnded", session: 1, cause: "ended-by-lead" },
  ] as const;
  const onTicket = (i: number) => ({ ticket: ticketId(`BK-${2000 + i}`), holder: hugo.id });

  test.each([...KINDS, ...BY_LEAD])(
    "of the kind $type are told from the fifteenth within ten minutes on",
    (act) => {
      const events = times(15, (i) => happened(i / 2, act, onTicket(i)));
      const [anomaly] = found("many-acts", { events });
      expect(anomaly).toMatchObject({ subject: hana.id, people: [{ role: "person", person: hana.id }] });
      expect(anomaly?.seen).toBe("15 acts within 10 min on 15 requests of others.");
      expect(anomaly?.evidence.map(({ ticket }) => ticket)).toEqual(events.map(({ ticket }) => ticket));
      expect(found("many-acts", { events: events.slice(1) })).toEqual([]);
    },
  );

  test("of all kinds count together, and the evidence says which each was", () => {
    const acts = [...KINDS, ...BY_LEAD, ...KINDS.slice(6, 7)];
    const [anomaly] = found("many-acts", { events: acts.map((act, i) => happened(i / 2, act, onTicket(i))) });
    expect(anomaly?.evidence.map(({ what }) => what)).toEqual([
      "opened it for them",
      ...["picked it up", "gave it back", "handed it over", "changed it", "closed it", "withdrew it"],
      ...["reopened it", "asked to view", "asked for more", "asked for time", "canceled a question"],
      ...["paused another's session", "took a level back in another's session"],
      ...["stopped another's session", "withdrew it"],
    ]);
  });

  test("on one's own requests, slowly, or in one's own sessions are nothing", () => {
    const own = times(40, (i) =>
      happened(i / 9, { type: "TicketWithdrawn" }, { by: somebody(1), sharer: somebody(1) }),
    );
    const slowly = times(40, (i) => happened(i, { type: "TicketResolved", outcome: "fixed" }));
    const ended = times(40, (i) =>
      happened(i / 9, { type: "SessionEnded", session: 1, cause: "ended-by-helper" }),
    );
    const paused = times(40, (i) => happened(i / 9, { type: "SessionPaused", session: 1 }));
    expect(found("many-acts", { events: [...own, ...slowly, ...ended, ...paused] })).toEqual([]);
  });
});

describe("attempts without authority", () => {
  test("are told from the third within an hour on, with what was tried", () => {
    const [anomaly] = found("refused-attempts", { events: times(3, (i) => attempt(i)) });
    expect(anomaly?.evidence[0]?.what).toBe("tried to ask to see the screen: they did not hold the request");
  });

  test("are nothing at two", () => {
    expect(found("refused-attempts", { events: times(2, (i) => attempt(i)) })).toEqual([]);
  });
});

describe("tries to reach requests that are not one's own", () => {
  const tried = (times: number): Probes => ({ person: hugo.id, times, lastAt: T0 });

  test("are told from the fiftieth within a day on, with the person and without a request", () => {
    const [anomaly] = found("probes", { probes: [tried(50)] });
    expect(anomaly).toMatchObject({ subject: hugo.id, people: [{ role: "person", person: hugo.id }] });
    expect(anomaly?.evidence).toMatchObject([{ ticket: null, at: T0 }]);
    expect(found("probes", { probes: [tried(49)] })).toEqual([]);
  });
});

describe("sessions on one device", () => {
  test("are told from the fourth within a week on, with its person", () => {
    const [anomaly] = found("same-device", { sessions: times(4, (i) => session(i * DAY)) });
    expect(anomaly).toMatchObject({ subject: samsLaptop.id, people: [{ role: "person" }] });
  });

  test("are nothing on several devices, when nobody said yes, or over weeks", () => {
    const several = times(9, (i) => session(i, 0, { device: deviceId(`device-${i}`) }));
    const unanswered = times(9, (i) => session(i, 0, { startedAt: null, endedAt: null, levels: [] }));
    const seldom = times(9, (i) => session(20 * DAY + i * 3 * DAY));
    expect(found("same-device", { sessions: [...several, ...unanswered, ...seldom] })).toEqual([]);
  });
});

describe("control for long", () => {
  const others = times(5, (i) => session(i * HOUR, 5, { helper: hugo.id }));

  test("is told when it is three times what is usual with the others", () => {
    const own = times(3, (i) => session(i * HOUR, 15));
    expect(found("long-control", { sessions: [...others, ...own] })).toMatchObject([
      { subject: hana.id, evidence: [{ what: "control for 15 min" }, {}, {}] },
    ]);
  });

  test("is nothing for one long session, below three times, or without anybody to compare with", () => {
    const once = [session(1, 60)];
    const longer = times(9, (i) => session(i * HOUR, 14));
    expect(found("long-control", { sessions: [...others, ...once] })).toEqual([]);
    expect(found("long-control", { sessions: [...others, ...longer] })).toEqual([]);
    expect(found("long-control", { sessions: times(9, (i) => session(i * HOUR, 60)) })).toEqual([]);
  });

  test("is not taken from sessions that go on", () => {
    const own = times(3, (i) => session(i * HOUR, 60, { endedAt: null }));
    expect(found("long-control", { sessions: [...others, ...own] })).toEqual([]);
  });
});

describe("wrong numbers", () => {
  test("are a signal of their own from the second one within a day, and no plain refusals", () => {
    const wrong = (minutes: number) =>
      happened(minutes, { type: "ConsentRefused", session: 1, why: "wrong-phrase" });
    expect(found("wrong-numbers", { events: [wrong(1)] })).toEqual([]);
    expect(found("wrong-numbers", { events: [wrong(1), wrong(60)] })).toHaveLength(1);
    expect(found("refused-asks", { events: Array.from({ length: 9 }, (_, i) => wrong(i)) })).toEqual([]);
  });
});

test("one finding is told for each subject and day, with the widest evidence", () => {
  const events = times(12, (i) => no(i));
  const anomalies = found("refused-asks", { events });
  expect(anomalies.map(({ evidence }) => evidence.length)).toEqual([12]);
});
