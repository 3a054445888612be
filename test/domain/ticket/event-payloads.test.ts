import { describe, expect, test } from "vitest";
import type { Command } from "../../../src/domain/ticket/commands.ts";
import {
  END_CAUSES,
  type EndCause,
  type EventType,
  type TicketEvent,
} from "../../../src/domain/ticket/events.ts";
import { by, check, notEligible, orders, passTime, silentCheck } from "../../support/commands.ts";
import { asHana, asLena, asSam, hana, sam } from "../../support/people.ts";
import { given, type Stated } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  opened,
  resolved,
  silent,
  unmet,
  viewAsked,
} from "../../support/tickets.ts";

type Example = readonly [story: readonly TicketEvent[], command: Command, ...records: Stated[]];

const held = [...opened(), ...claimed()];
const asked = [...held, ...viewAsked()];
const live = [...asked, ...allowed()];
const controlAsked = [...live, ...escalationAsked()];
const inControl = [...controlAsked, ...controlAllowed()];
const paused = [...live, event(10, sam, { type: "SessionPaused", session: 1 })];
const lost = unmet.filter(({ outcome }) => outcome === "unmet");
const end = (cause: EndCause, about: Partial<Stated & { type: "SessionEnded" }> = {}): Stated => ({
  type: "SessionEnded",
  session: 1,
  cause,
  ...about,
});

/** One way to bring about each kind of event. `AttemptRefused` comes from run-command: see its test. */
const EXAMPLES: Readonly<Record<Exclude<EventType, "AttemptRefused">, Example>> = {
  TicketOpened: [[], by(asSam, 0, orders.open), { type: "TicketOpened", sharer: sam, by: sam, at: at(0) }],
  TicketAmended: [held, by(asSam, 3, orders.amend), { type: "TicketAmended", urgency: "urgent", by: sam }],
  TicketWithdrawn: [held, by(asSam, 3, orders.withdraw), { type: "TicketWithdrawn", by: sam }],
  TicketClaimed: [
    opened(),
    by(asHana, 2, orders.claim),
    { type: "TicketClaimed", helper: hana, leaseUntil: at(12), at: at(2), by: hana },
  ],
  ClaimGivenBack: [held, by(asHana, 3, orders.giveBack), { type: "ClaimGivenBack", by: hana }],
  ClaimLapsed: [held, passTime(12), { type: "ClaimLapsed", at: at(12), by: null }],
  WaitEscalated: [opened(), passTime(30), { type: "WaitEscalated", step: "again", at: at(30), by: null }],
  HolderReminded: [
    held,
    passTime(9),
    { type: "HolderReminded", why: "start", until: at(12), at: at(9), by: null },
  ],
  ClaimKept: [
    held,
    { type: "KeepClaim", helper: hana.id, at: at(3) },
    { type: "ClaimKept", at: at(3), by: null },
  ],
  TicketHandedOver: [
    held,
    by(asHana, 3, orders.handOver),
    { type: "TicketHandedOver", from: hana.id, to: orders.handOver.to, leaseUntil: at(13), by: hana },
  ],
  NoteAdded: [held, by(asHana, 3, orders.addNote), { type: "NoteAdded", note: orders.addNote.note }],
  TicketResolved: [held, by(asHana, 3, orders.resolve), { type: "TicketResolved", outcome: "fixed" }],
  TicketReopened: [[...held, ...resolved(5)], by(asSam, 6, orders.reopen), { type: "TicketReopened" }],
  FeedbackGiven: [
    [...live, ...ended(9)],
    by(asSam, 10, orders.feedback),
    { type: "FeedbackGiven", session: 1, fixed: true, rating: 5 },
  ],
  EligibilityDenied: [
    held,
    by(asHana, 3, { ...orders.askForView, eligibility: notEligible("view") }),
    { type: "EligibilityDenied", level: "view", findings: unmet, by: hana },
  ],
  ViewAsked: [held, by(asHana, 3, orders.askForView), { type: "ViewAsked", session: 1, by: hana }],
  EscalationAsked: [live, by(asHana, 10, orders.askForControl), { type: "EscalationAsked", session: 1 }],
  ExtensionAsked: [live, by(asHana, 10, orders.askForTime), { type: "ExtensionAsked", session: 1 }],
  MoreHelpAsked: [
    live,
    by(asSam, 10, orders.askForMoreHelp),
    { type: "MoreHelpAsked", session: 1, level: "control" },
  ],
  ConsentGiven: [
    asked,
    by(asSam, 4, orders.allow),
    {
      type: "ConsentGiven",
      session: 1,
      ask: 1,
      level: "view",
      until: at(34),
      wording: "2026-11",
      language: "en",
      at: at(4),
      by: sam,
    },
  ],
  ConsentRefused: [
    controlAsked,
    by(asSam, 11, { ...orders.refuse, ask: 2 }),
    { type: "ConsentRefused", session: 1, ask: 2, why: "not-now", by: sam },
  ],
  AskLapsed: [controlAsked, passTime(12), { type: "AskLapsed", session: 1, ask: 2, by: null }],
  AskCancelled: [
    controlAsked,
    by(asHana, 11, { ...orders.cancel, ask: 2 }),
    { type: "AskCancelled", session: 1, ask: 2, by: hana },
  ],
  GrantRevoked: [
    inControl,
    by(asSam, 12, orders.stepDown),
    { type: "GrantRevoked", session: 1, level: "control", cause: "sharer", findings: [] },
  ],
  GrantExpired: [
    [
      ...inControl,
      ...[5, 1].map((left) =>
        event(26 - left, null, { type: "EndWarned", session: 1, before: left * 60_000 }),
      ),
    ],
    passTime(26),
    { type: "GrantExpired", session: 1, level: "control", until: at(26) },
  ],
  SessionVerified: [live, check(6), { type: "SessionVerified", session: 1, level: "view", by: null }],
  SessionUnverified: [
    live,
    silentCheck(6),
    { type: "SessionUnverified", session: 1, findings: silent, by: null },
  ],
  SessionPaused: [live, by(asHana, 10, orders.pause), { type: "SessionPaused", session: 1, by: hana }],
  SessionResumed: [paused, by(asSam, 11, orders.resume), { type: "SessionResumed", session: 1 }],
  EndWarned: [live, passTime(29), { type: "EndWarned", session: 1, before: 5 * 60_000, by: null }],
  TransportReported: [
    live,
    by(asHana, 10, orders.helperStarted),
    { type: "TransportReported", session: 1, fact: "helper-says-started", by: hana },
  ],
  SessionEnded: [live, by(asSam, 10, orders.stop), end("ended-by-sharer", { endedAt: at(10), by: sam })],
};

/** One way to each end. */
const ENDS: Readonly<Record<EndCause, Example>> = {
  "ended-by-sharer": [live, by(asSam, 10, orders.stop), end("ended-by-sharer", { by: sam })],
  "ended-by-helper": [live, by(asHana, 10, orders.stop), end("ended-by-helper", { by: hana })],
  "ended-by-lead": [live, by(asLena, 10, orders.stop), end("ended-by-lead", { by: asLena.person })],
  expired: [live, passTime(34), end("expired", { endedAt: at(34), by: null })],
  refused: [
    asked,
    by(asSam, 4, orders.refuse),
    { type: "ConsentRefused", ask: 1, why: "not-now" },
    end("refused", { by: sam }),
  ],
  "wrong-phrase": [
    asked,
    by(asSam, 4, { ...orders.allow, phrase: "00" }),
    { type: "ConsentRefused", ask: 1, why: "wrong-phrase" },
    end("wrong-phrase", { by: sam }),
  ],
  lapsed: [asked, passTime(8), { type: "AskLapsed", ask: 1 }, end("lapsed", { endedAt: at(8), by: null })],
  cancelled: [asked, by(asHana, 4, orders.cancel), { type: "AskCancelled", ask: 1 }, end("cancelled")],
  "eligibility-lost": [live, check(10, null), end("eligibility-lost", { findings: lost, by: null })],
  "ticket-withdrawn": [
    live,
    by(asSam, 10, orders.withdraw),
    end("ticket-withdrawn"),
    { type: "TicketWithdrawn" },
  ],
  "ticket-resolved": [
    live,
    by(asHana, 10, orders.resolve),
    end("ticket-resolved"),
    { type: "TicketResolved" },
  ],
  handover: [live, by(asHana, 10, orders.handOver), end("handover"), { type: "TicketHandedOver" }],
  "clock-in-doubt": [live, passTime(3), end("clock-in-doubt", { by: null, endedAt: at(4) })],
};

describe("what happens:", () => {
  test.each(Object.entries(EXAMPLES))("%s", (_, [story, command, ...records]) => {
    given(story)
      .when(command)
      .records(...records);
  });
});

describe("a session ends:", () => {
  test("every cause has an example here", () => {
    expect(Object.keys(ENDS).sort()).toEqual([...END_CAUSES].sort());
  });

  test.each(Object.entries(ENDS))("%s", (cause, [story, command, ...records]) => {
    given(story)
      .when(command)
      .records(...records);
    const { session, past } = given(story).when(command).leaves();
    expect(session).toBeNull();
    expect(past).toMatchObject([{ number: 1, cause }]);
  });
});
