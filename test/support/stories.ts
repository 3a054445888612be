import type { ReminderCause, TicketEvent, WaitStep } from "../../src/domain/ticket/events.ts";
import { hana, hugo, lena, sam } from "./people.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  denied,
  ended,
  escalationAsked,
  event,
  extensionAsked,
  handedOver,
  noted,
  opened,
  refused,
  reported,
  resolved,
  viewAsked,
  withdrawn,
} from "./tickets.ts";

/** One moment in a ticket's life that its cards have to show rightly. */
export interface Story {
  readonly events: readonly TicketEvent[];
  /** Minutes into the story at which somebody looks. */
  readonly lookedAt: number;
  readonly live: boolean;
}

const story = (lookedAt: number, live: boolean, ...parts: readonly (readonly TicketEvent[])[]): Story => ({
  events: parts.flat(),
  lookedAt,
  live,
});
const waited = (minutes: number, step: WaitStep) => [event(minutes, null, { type: "WaitEscalated", step })];
const reminded = (minutes: number, why: ReminderCause, until: number) => [
  event(minutes, null, { type: "HolderReminded", why, until: at(until) }),
];
const viewing = [opened(), claimed(), viewAsked(), allowed()] as const;
const controlling = [...viewing, escalationAsked(), controlAllowed()] as const;

export const STORIES = {
  open: story(1, false, opened()),
  "open and urgent, without a device": story(1, false, opened({ urgency: "urgent", device: null })),
  "posted again": story(31, false, opened(), waited(30, "again")),
  "leads called": story(61, false, opened(), waited(30, "again"), waited(60, "leads")),
  "reminded to start": story(10, false, opened(), claimed(), reminded(9, "start", 12)),
  "reminded to answer": story(45, false, opened(), claimed(), noted(3, "On it."), reminded(40, "answer", 70)),
  "left by a silent helper": story(
    71,
    false,
    opened(),
    claimed(),
    noted(3, "On it."),
    reminded(40, "answer", 70),
    [event(70, null, { type: "ClaimLapsed" })],
  ),
  "picked up": story(2, false, opened(), claimed()),
  "given back": story(5, false, opened(), claimed(), [event(4, hana, { type: "ClaimGivenBack" })]),
  "handed over": story(9, false, opened(), claimed(), noted(3, "Not the cable."), handedOver(8)),
  denied: story(4, false, opened(), claimed(), denied(3)),
  "asked to view": story(4, false, opened(), claimed(), viewAsked()),
  "not now": story(6, false, opened(), claimed(), viewAsked(), refused(5)),
  "view question lapsed, not recorded yet": story(9, false, opened(), claimed(), viewAsked()),
  viewing: story(5, true, ...viewing),
  "viewing, helper says started": story(7, true, ...viewing, reported(6, "helper-says-started")),
  "more help wished": story(8, true, ...viewing, [
    event(7, sam, { type: "MoreHelpAsked", session: 1, level: "control" }),
  ]),
  "asked for control": story(10, true, ...viewing, escalationAsked()),
  "control denied": story(10, true, ...viewing, denied(9, "control")),
  controlling: story(12, true, ...controlling),
  "control stopped": story(14, true, ...controlling, [
    event(13, sam, { type: "GrantRevoked", session: 1, level: "control", cause: "sharer", findings: [] }),
  ]),
  "control expired, not recorded yet": story(27, true, ...controlling),
  "asked for more time": story(20, true, ...viewing, extensionAsked(19)),
  paused: story(9, true, ...viewing, [event(8, sam, { type: "SessionPaused", session: 1 })]),
  stopped: story(16, false, ...controlling, ended(15)),
  "stopped, helper says ended": story(
    17,
    false,
    ...controlling,
    ended(15),
    reported(16, "helper-says-ended"),
  ),
  "stopped, end confirmed": story(18, false, ...controlling, ended(15), reported(17, "end-confirmed")),
  resolved: story(21, false, ...viewing, ended(15), resolved(20)),
  "resolved by a lead": story(21, false, opened(), claimed(2, hugo), resolved(20, lena)),
  "resolved long ago": story(10 * 24 * 60, false, opened(), claimed(), resolved(20)),
  reopened: story(31, false, opened(), claimed(), resolved(20), [
    event(30, sam, { type: "TicketReopened", reason: null }),
  ]),
  withdrawn: story(6, false, opened(), claimed(), withdrawn(5)),
} as const satisfies Record<string, Story>;

export const STORY_NAMES = Object.keys(STORIES) as (keyof typeof STORIES)[];
