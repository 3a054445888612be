import { beforeAll, describe, expect, test } from "vitest";
import { diaryData } from "../../src/cards/diary.ts";
import { foundData } from "../../src/cards/found-tickets.ts";
import { licenceReportData } from "../../src/cards/licence-report.ts";
import { preflightContent } from "../../src/cards/preflight.ts";
import { sayFact } from "../../src/cards/text/facts.ts";
import { ENGLISH, wordsFor } from "../../src/cards/text/words.ts";
import { ticketsData } from "../../src/cards/tickets.ts";
import { SUBJECTS } from "../../src/domain/eligibility/check.ts";
import type { DeviceFacts, Facts } from "../../src/domain/eligibility/facts.ts";
import { CHECK_IDS } from "../../src/domain/eligibility/policy.ts";
import { prospectsOf } from "../../src/domain/eligibility/prospects.ts";
import { END_CAUSES, OUTCOMES } from "../../src/domain/ticket/events.ts";
import type { Fact, FactName, FactValues, Phrase } from "../../src/domain/ticket/fact.ts";
import { ticketId } from "../../src/domain/ticket/ids.ts";
import { LEVELS } from "../../src/domain/ticket/level.ts";
import { personal } from "../../src/domain/ticket/person.ts";
import { sessionsOf } from "../../src/domain/ticket/session-account.ts";
import { anomalyCard } from "../../src/jobs/reports/anomaly-card.ts";
import { digest } from "../../src/jobs/reports/digest.ts";
import { tally } from "../../src/jobs/reports/tally.ts";
import type { ThreadMessage } from "../../src/ports/thread-store.ts";
import type { DiaryEntry } from "../../src/ports/ticket-search.ts";
import { happened, session } from "../jobs/reports/events.ts";
import { goodFacts, laptopFacts, NOW, STRICT, samFacts } from "../support/facts.ts";
import { withOddities } from "../support/odd-texts.ts";
import { hana, sam, samsLaptop } from "../support/people.ts";
import { speakPseudo, untranslated } from "../support/pseudo-language.ts";
import { greek, HUMAN, latinIn } from "../support/pseudo-texts.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";
import { at, ticketAfter } from "../support/tickets.ts";

beforeAll(speakPseudo);

const words = () => wordsFor(greek);
const BK = ticketId("BK-1042");

describe("a fact that a check saw", () => {
  const nested: Fact = [HUMAN, { fact: "no-device" }];
  const FACTS: { readonly [Name in FactName]: FactValues[Name] } = {
    "not-asked": {},
    "not-known": { seen: nested },
    "intune-says": { value: nested },
    "entra-says": { value: nested },
    "lacks-permission": { why: nested, permission: HUMAN },
    enabled: {},
    disabled: {},
    "account-unsaid": {},
    "kind-unsaid": {},
    "licences-unsaid": {},
    "external-member": {},
    plan: {},
    "no-plan": {},
    "plan-state": { state: HUMAN },
    "no-risk-known": {},
    "risk-level": { level: HUMAN },
    "risk-state": { state: HUMAN },
    "no-device": {},
    "primary-user": {},
    "no-primary-user": {},
    "another-primary-user": {},
    "never-checked-in": {},
    "config-manager": {},
    "days-ago": { days: 1 },
    "other-system": {},
    "level-on": { level: "elevation", system: { fact: "other-system" } },
    "enrolment-type": { type: HUMAN },
    "android-dedicated": {},
    "android-not-dedicated": {},
    "android-maker": {},
    "no-version": { system: HUMAN },
    version: { system: HUMAN, version: "11" },
    "too-old": { system: HUMAN, version: "11", floor: "13" },
    jailbroken: {},
    "not-jailbroken": {},
    encrypted: {},
    "not-encrypted": {},
    "encryption-unsaid": {},
    "threat-state": { state: HUMAN },
    "no-helper": {},
    "same-person": {},
    "two-people": {},
    lead: {},
    helper: {},
    "not-in-helpdesk": {},
    "no-role": {},
    "held-elsewhere": { missing: nested, held: nested },
    bypass: { roles: nested },
    "role-for": { role: HUMAN, assignment: HUMAN, reach: { fact: "nobody" } },
    nobody: {},
    more: { count: 2 },
    "device-in-order": {},
    "none-in-order": { count: 2 },
    "remote-help-state": { state: HUMAN },
    "all-devices": {},
    "all-users": {},
    "all-devices-and-users": {},
    "scope-type": { type: HUMAN },
    "role-unread": { role: HUMAN, why: { fact: "status", status: 503 } },
    "role-members-unsaid": { role: HUMAN },
    "role-permissions-unsaid": { role: HUMAN },
    "no-entra-id": {},
    "not-in-directory": {},
    "only-ids": {},
    unanswered: {},
    unreadable: {},
    "not-in-time": {},
    unreachable: {},
    status: { status: 2503 },
    busy: {},
    "sign-in-not-accepted": {},
    "sign-in-failed": {},
    "sign-in-refused": { code: "AADSTS7000222" },
    "intune-refused": { permission: HUMAN },
    "no-licence": {},
    "no-intune-licence": {},
    "app-policy": {},
    "subscription-quota": {},
    "list-without-end": {},
  };

  test.each(Object.entries(FACTS))("is translated: %s", (fact, values) => {
    const phrase = { fact, ...values } as Phrase;
    const said = sayFact(phrase, words());
    expect(untranslated(said.replace("AADSTS7000222", ""))).toEqual([]);
    expect(sayFact(phrase, ENGLISH)).not.toMatch(/[{}]|undefined/);
  });

  test("has numbers without separators where they are codes, and plural forms where they count", () => {
    expect(sayFact({ fact: "status", status: 2503 }, ENGLISH)).toBe("Graph answered 2503");
    expect(sayFact({ fact: "days-ago", days: 1 }, ENGLISH)).toBe("1 day ago");
    expect(sayFact({ fact: "days-ago", days: 30 }, ENGLISH)).toBe("30 days ago");
    expect(sayFact(["A", "B", { fact: "more", count: 2 }], ENGLISH)).toBe("A, B and 2 more");
  });
});

const file = { name: personal(sam.id, HUMAN), type: "image/png", size: 9, isInline: true };
const wrote: ThreadMessage = {
  number: 1,
  at: at(1),
  by: sam,
  to: hana.id,
  text: personal(sam.id, HUMAN),
  state: "sent",
  files: [file],
  quotes: null,
};

test.each(STORY_NAMES)("the diary after the story “%s” is translated", (name) => {
  const { lookedAt, events } = STORIES[name];
  const ticket = ticketAfter(events.map((event) => withOddities(event, HUMAN, [])));
  const entries = sessionsOf(ticket).flatMap((each): DiaryEntry[] => {
    const ended = "endedAt" in each ? each : null;
    const levels = LEVELS.map((level, i) => ({ level, from: at(i), to: at(i + 1) }));
    const startedAt = each.grants.length === 0 ? null : at(1);
    const of = { askedAt: at(0), number: 1042, session: each.number, ticket: BK, startedAt, levels };
    const people = { helper: hana.id, helperName: HUMAN, device: samsLaptop.id, deviceName: HUMAN };
    const ending = { endedAt: ended?.endedAt ?? null, cause: ended?.cause ?? null };
    return [{ ...of, ...people, ...ending, deviceModel: HUMAN }];
  });
  for (const tickets of [new Map([[BK as string, { ticket, thread: [wrote] }]]), new Map()]) {
    for (const entry of [...entries.map((each) => [each]), []]) {
      const page = { entries: entry, hasOlder: true, hasNewer: true };
      expect(latinIn({ card: "diary", data: diaryData(page, tickets, at(lookedAt), words()) })).toEqual([]);
    }
  }
});

test.each(END_CAUSES)("a session that ended as %s is translated in the diary without its ticket", (cause) => {
  const entry: DiaryEntry = {
    askedAt: at(0),
    number: 1042,
    session: 1,
    ticket: BK,
    startedAt: at(1),
    endedAt: at(9),
    cause,
    helper: hana.id,
    helperName: "",
    device: samsLaptop.id,
    deviceName: "",
    deviceModel: HUMAN,
    levels: [],
  };
  const page = { entries: [entry], hasOlder: false, hasNewer: false };
  expect(latinIn({ card: "diary", data: diaryData(page, new Map(), at(10), words()) })).toEqual([]);
});

describe.each(["open", "claimed", "resolved", "withdrawn"] as const)(
  "a list of requests that are %s",
  (status) => {
    const summary = {
      id: BK,
      status,
      sharer: sam.id,
      helper: hana.id,
      device: null,
      openedAt: at(0),
      changedAt: at(1),
      subject: HUMAN,
    };

    test.each(["open-now", "yours"] as const)("is translated: %s", (heading) => {
      const { say } = words();
      for (const [list, empty] of [
        [[summary], "list.none-open"],
        [[], "list.none-yet"],
      ] as const) {
        const says = { heading: say(`list.${heading}`), empty: say(empty) };
        expect(latinIn({ card: "tickets", data: ticketsData(list, says, at(1500), words()) })).toEqual([]);
      }
    });

    test("is translated as the answer to a search", () => {
      for (const change of [{}, { subject: null, helperName: null }, { subject: "", sharerName: "" }]) {
        const found = {
          ...summary,
          number: 1042,
          version: 3,
          sharerName: HUMAN,
          helperName: HUMAN,
          ...change,
        };
        for (const tickets of [[found], []]) {
          const data = foundData(
            HUMAN,
            { tickets, more: true },
            2000,
            words().say("list.unsure"),
            { sight: { kind: "lead", person: sam.id }, reopenWindow: 0 },
            at(2),
            words(),
          );
          expect(latinIn({ card: "found-tickets", data })).toEqual([]);
        }
      }
    });
  },
);

describe.each(["sharer", "helper"] as const)("the check before a request, in words for the %s", (side) => {
  const device = (change: Partial<DeviceFacts>): DeviceFacts => ({
    ...laptopFacts,
    name: HUMAN,
    manufacturer: HUMAN,
    model: HUMAN,
    osVersion: "10.0.26100",
    ...change,
  });
  const FACTS: Readonly<Record<string, Facts>> = {
    "all is well": goodFacts,
    "all is wrong": {
      ...goodFacts,
      sharer: { seen: { ...samFacts, accountEnabled: false, userType: "Guest", plans: [] } },
      helper: goodFacts.sharer,
      helpdesk: { seen: { helper: false, lead: false } },
      rights: { seen: { assignments: [], bypass: { seen: [] } } },
      risk: { seen: { level: "high", state: "atRisk" } },
      helperDevices: { seen: [] },
      remoteHelp: { seen: "disabled" },
    },
    "nothing is known": {
      sharer: silent(),
      helper: silent(),
      helpdesk: silent(),
      rights: silent(),
      device: silent(),
      risk: silent(),
      helperDevices: silent(),
      remoteHelp: silent(),
      gatheredAt: NOW,
    },
  };
  function silent() {
    return { unknown: { why: { fact: "status", status: 403 }, missingPermission: "User.Read.All" } } as const;
  }
  const DEVICES = [
    device({}),
    device({ platform: "macos", operatingSystem: "macOS", osVersion: "10.1", lastSyncAt: null }),
    device({
      platform: "android",
      complianceState: "noncompliant",
      ownerType: "personal",
      jailBroken: "False",
    }),
    device({ platform: "other", operatingSystem: "unknown", managementState: "wipeIssued", lastSyncAt: 1 }),
  ];

  test.each(Object.entries(FACTS))("is translated when %s", (_, facts) => {
    const look = { person: sam.id, name: HUMAN, side, rest: 2, policy: STRICT, at: NOW };
    const candidates = DEVICES.map((one) => ({
      device: one,
      prospects: prospectsOf({ ...facts, device: { seen: one } }, STRICT, SUBJECTS),
    }));
    const alone = prospectsOf(facts, STRICT, SUBJECTS);
    for (const shown of [
      { candidates, alone: null },
      { candidates: [], alone },
      { candidates: null, alone },
    ]) {
      const texts = latinIn(preflightContent({ ...look, ...shown }, words()));
      expect(texts.filter((text) => !/^(Guest|noncompliant|wipeIssued|User|Read|All)$/.test(text))).toEqual(
        [],
      );
    }
  });
});

test.each([0, 1, 30])("the licence report with %i people who lack one is translated", (count) => {
  const person = { ...samFacts, displayName: HUMAN, userPrincipalName: HUMAN, department: HUMAN };
  const seen = [{ fact: "no-plan" }, { fact: "plan-state", state: HUMAN }] as const;
  const gaps = Array.from({ length: count }, (_, i) => ({ person, seen: seen[i % 2] ?? HUMAN }));
  const findings = CHECK_IDS.slice(0, Math.min(5, count)).map((check, unknown) => ({
    check,
    unknown,
    refusals: 5,
    tickets: 2,
  }));
  const side = { checked: 40, gaps };
  const data = licenceReportData({ helpers: side, sharers: side, findings, at: NOW }, words());
  expect(latinIn({ card: "licence-report", data })).toEqual([]);
});

test.each(["reports", "helpdesk"] as const)(
  "the digest of %s is translated, with numbers and without",
  (about) => {
    const again = { ticket: ticketId("BK-7"), sharer: hana.id, holder: sam.id };
    const checks = CHECK_IDS.slice(0, 5) as (typeof CHECK_IDS)[number][];
    const events = [
      happened(1, { type: "TicketClaimed", first: true }),
      happened(2, { type: "EligibilityDenied", checks }),
      happened(2, { type: "EligibilityDenied", checks: [] }),
      happened(3, { type: "ConsentRefused", session: 1, why: "wrong-phrase" }),
      ...OUTCOMES.map((outcome) => happened(4, { type: "TicketResolved", outcome })),
      happened(5, { type: "FeedbackGiven", session: 1, fixed: true, rating: 4 }),
      happened(6, { type: "FeedbackGiven", session: 1, fixed: false, rating: null }, again),
    ];
    const sessions = END_CAUSES.map((cause, i) => session(i, i + 1, { cause }));
    const week = { from: at(0), to: at(7 * 24 * 60) };
    for (const numbers of [tally({ events, sessions }, null), tally({ events: [], sessions: [] }, null)]) {
      for (const minimumGroup of [1, 2, 9]) {
        expect(latinIn(digest({ week, about, numbers, minimumGroup, reader: greek }))).toEqual([]);
      }
    }
  },
);

test("an anomaly's card is translated around what its rule found", () => {
  const evidence = Array.from({ length: 30 }, (_, i) => ({
    ticket: i % 2 ? BK : null,
    at: at(i),
    what: HUMAN,
  }));
  const people = (["helper", "person"] as const).map((role) => ({ role, person: sam.id }));
  const look = { words: words(), at: at(55) };
  const card = (names: ReadonlyMap<typeof sam.id, string>) =>
    anomalyCard({ title: HUMAN, advice: HUMAN }, { seen: HUMAN, people, evidence }, { ...look, names });
  expect(latinIn(card(new Map([[sam.id, HUMAN]])))).toEqual([]);
});
