import { describe, expect, test } from "vitest";
import { refusalIn } from "../../../src/bot/perform.ts";
import { ENGLISH } from "../../../src/cards/text/words.ts";
import type { Command } from "../../../src/domain/ticket/commands.ts";
import type { TicketEvent } from "../../../src/domain/ticket/events.ts";
import type { Finding } from "../../../src/domain/ticket/finding.ts";
import { NO_PRESSURE } from "../../../src/domain/ticket/pressure.ts";
import { REFUSAL_CODES, type RefusalCode, refuse } from "../../../src/domain/ticket/refusal.ts";
import { by, orders } from "../../support/commands.ts";
import { asHana, asHugo, asLena, asMia, asSam, hana, hugo, mia, sam, samsMac } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  ended,
  escalationAsked,
  event,
  extensionAsked,
  noted,
  opened,
  resolved,
  viewAsked,
  withdrawn,
} from "../../support/tickets.ts";

type Example = readonly [story: readonly TicketEvent[], command: Command, about?: object];

const held = [...opened(), ...claimed()];
const asked = [...held, ...viewAsked()];
const live = [...asked, ...allowed()];
const over = [...live, ...ended(20), ...resolved(21)];
const paused = [...live, event(10, sam, { type: "SessionPaused", session: 1 })];
const twiceExtended = [
  ...live,
  ...[6, 8].flatMap((minutes, index) => [
    ...extensionAsked(minutes, { ask: index + 2 }),
    ...allowed(minutes + 1, { ask: index + 2, until: at(44 + 10 * index) }),
  ]),
];
const notes = (count: number) => Array.from({ length: count }, () => noted(4, "Tried another cable.")).flat();
const urgencies = (count: number) =>
  Array.from({ length: count }, () => event(4, sam, { ...orders.amend, type: "TicketAmended" }));
const feedback = event(22, sam, { type: "FeedbackGiven", session: 1, fixed: true, rating: 4, comment: null });
const toHugo = { helper: true, lead: false };
const noRight: Finding = {
  check: "helper-permissions",
  outcome: "unmet",
  seen: "no role assignment",
  owner: "intune-admin",
};
const noAnswer: Finding = { ...noRight, check: "helper-scope", outcome: "unknown" };
const nobody = { helper: false, lead: false };

/** The store refuses these: see run-command.test.ts. */
const STORES = [
  "device_busy",
  "open_requests_full",
  "open_requests_of_sharer_full",
  "opened_for_others_full",
] as const;

/** One way to reach each other refusal. */
const EXAMPLES: Readonly<Record<Exclude<RefusalCode, (typeof STORES)[number]>, Example>> = {
  no_such_ticket: [[], by(asHana, 0, orders.claim)],
  ticket_over: [[...held, ...withdrawn(5)], by(asSam, 6, orders.amend)],
  ticket_not_over: [held, by(asSam, 6, orders.reopen)],
  reopen_window_over: [over, by(asSam, 21 + 7 * 24 * 60 + 1, orders.reopen)],
  not_the_sharer: [asked, by(asHana, 4, orders.allow), { who: "Sam Sharma" }],
  not_a_helper: [opened(), by(asMia, 1, orders.claim)],
  not_the_claiming_helper: [held, by(asHugo, 3, orders.askForView), { who: "Hana Weber", when: at(2) }],
  not_involved: [held, by(asMia, 3, orders.withdraw)],
  already_claimed: [held, by(asHugo, 3, orders.claim), { who: "Hana Weber", when: at(2) }],
  already_yours: [held, by(asHana, 3, orders.claim), { when: at(2) }],
  not_claimed: [opened(), by(asHana, 3, orders.askForView)],
  helper_without_right: [
    opened(),
    by(asHana, 1, { ...orders.claim, rights: [noRight, noAnswer] }),
    { findings: [noRight] },
  ],
  own_ticket: [opened({ sharer: hana }), by(asHana, 3, orders.claim)],
  hand_over_to_holder: [held, by(asLena, 3, { ...orders.handOver, to: hana }), { who: "Hana Weber" }],
  hand_over_to_sharer: [
    held,
    by(asHana, 3, { ...orders.handOver, to: sam, toRoles: toHugo }),
    { who: "Sam Sharma" },
  ],
  hand_over_to_outsider: [
    held,
    by(asHana, 3, { ...orders.handOver, to: mia, toRoles: nobody }),
    { who: "Mia Keller" },
  ],
  hand_over_without_right: [
    held,
    by(asHana, 3, { ...orders.handOver, rights: [noRight, noAnswer] }),
    { who: "Hugo Martin", findings: [noRight] },
  ],
  no_device: [[...opened({ device: null }), ...claimed()], by(asHana, 3, orders.askForView)],
  device_changed: [held, by(asHana, 3, { ...orders.askForView, device: samsMac })],
  session_running: [live, by(asHana, 5, orders.askForView)],
  no_session: [held, by(asSam, 5, orders.stop)],
  session_not_live: [asked, by(asHana, 4, orders.askForControl)],
  session_paused: [paused, by(asHana, 11, orders.askForTime), { who: "Sam Sharma" }],
  session_not_paused: [live, by(asSam, 5, orders.resume)],
  clock_in_doubt: [live, by(asHana, 3, orders.askForControl), { when: at(4) }],
  ask_pending: [[...live, ...escalationAsked(10)], by(asHana, 11, orders.askForTime), { when: at(12) }],
  ask_pending_elsewhere: [
    held,
    by(asHana, 3, { ...orders.askForView, pressure: { ...NO_PRESSURE, openElsewhere: at(7) } }),
    { who: "Sam Sharma" },
  ],
  ask_too_soon: [
    held,
    by(asHana, 3, { ...orders.askForView, pressure: { ...NO_PRESSURE, noes: 2, lastAt: at(2) } }),
    { who: "Sam Sharma", when: at(7) },
  ],
  ask_unknown: [asked, by(asSam, 4, { ...orders.allow, ask: 7 })],
  ask_answered: [live, by(asSam, 5, orders.allow)],
  ask_lapsed: [asked, by(asSam, 8, orders.allow), { when: at(8) }],
  ask_cancelled: [[...asked, ...ended(4, hana, { cause: "ended-by-helper" })], by(asSam, 5, orders.allow)],
  level_already_granted: [
    [...live, ...escalationAsked(10), ...allowed(11, { ask: 2, level: "elevation", until: at(21) })],
    by(asHana, 12, orders.askForControl),
    { when: at(21) },
  ],
  level_is_view: [held, by(asHana, 5, orders.askForControl)],
  only_view: [live, by(asSam, 5, orders.stepDown)],
  extensions_used_up: [twiceExtended, by(asHana, 10, orders.askForTime)],
  feedback_given: [[...over, feedback], by(asSam, 23, orders.feedback)],
  feedback_not_due: [live, by(asSam, 5, orders.feedback)],
  notes_full: [[...held, ...notes(200)], by(asHana, 5, orders.addNote), { most: 200 }],
  ticket_full: [[...held, ...urgencies(5000)], by(asSam, 5, orders.amend)],
};

describe("a refusal", () => {
  test("of every code has an example here", () => {
    expect([...Object.keys(EXAMPLES), ...STORES].sort()).toEqual([...REFUSAL_CODES].sort());
  });

  test.each(Object.entries(EXAMPLES))("%s", (code, [story, command, about]) => {
    given(story)
      .when(command)
      .refuses(code as RefusalCode, about);
  });

  test.each(REFUSAL_CODES)("%s is said in a sentence without gaps", (code) => {
    const said = refusalIn(ENGLISH, refuse(code, { who: "Hana Weber", when: 0 }), 0);
    expect(said).toMatch(/^[A-Z“].{15,}[.]$/);
    expect(said).not.toMatch(/[{}]/);
    expect(refusalIn(ENGLISH, refuse(code), 0)).not.toMatch(/[{}]|undefined|null/);
  });

  test("repeats a name unchanged", () => {
    for (const who of ["$& $' $1", "{when}"]) {
      expect(refusalIn(ENGLISH, refuse("already_claimed", { who, when: 0 }), 0)).toBe(
        `${who} picked this request up at 00:00.`,
      );
    }
  });

  test("names no person after an erasure", () => {
    const erased = { ...hugo, name: { about: hugo.id, text: null } };
    const claim = event(2, erased, { type: "TicketClaimed", helper: erased, leaseUntil: at(12) });
    given([...opened(), claim])
      .when(by(asHana, 3, orders.claim))
      .refuses("already_claimed", { who: null });
    expect(refusalIn(ENGLISH, refuse("already_claimed", { who: null, when: 0 }), 0)).toBe(
      "Somebody picked this request up at 00:00.",
    );
  });
});
