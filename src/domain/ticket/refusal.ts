import type { Finding } from "./finding.ts";

/**
 * Every refusal code and its sentence: the reason, and what the reader can do.
 * `{who}` and `{when}` are the person and the time that the refusal names.
 */
const SENTENCES = {
  no_such_ticket: "There is no such ticket. Type “status” to see yours.",
  ticket_over: "This ticket is closed. Type “help” to open a new one.",
  ticket_not_over: "This ticket is still open, so there is nothing to reopen.",
  reopen_window_over: "This ticket was closed too long ago to be reopened. Type “help” to open a new one.",
  not_the_sharer: "Only {who}, who asked for help, can do this. Ask them to.",
  not_a_helper: "Only helpers can do this. Ask your service desk lead to add you to the helpers group.",
  not_the_claiming_helper: "{who} has this ticket since {when}. Ask them, or a lead, to hand it over.",
  not_involved: "Only the person who asked, a helper or a lead can change this ticket. Ask one of them to.",
  already_claimed: "{who} has this ticket since {when}.",
  already_yours: "You have this ticket since {when}. Your desk card is in our personal chat.",
  not_claimed: "Nobody has picked this ticket up. Press “Pick up” first.",
  helper_without_right: "You may not help on this device, so the ticket stays open for a colleague.",
  own_ticket: "You cannot help yourself through Beckon. Another helper has to pick this ticket up.",
  hand_over_to_holder: "{who} already has this ticket. Choose another helper.",
  hand_over_to_sharer:
    "{who} is the one who needs help, so the ticket cannot be handed to them. Choose another helper.",
  hand_over_to_outsider: "{who} is not in the helpers group. Choose another helper.",
  hand_over_without_right:
    "{who} may not help on this device. Choose another helper; a lead can hand it over all the same.",
  no_device:
    "This ticket has no device, so there can be no session. The person can withdraw it and ask again with a device.",
  device_changed: "The device of this ticket was changed just now. Look at the ticket and ask again.",
  device_busy: "There is another session on this device. It has to end first.",
  session_running: "There already is a session on this ticket. Stop it before you ask anew.",
  no_session: "There is no session now: nobody may see the screen. A helper can ask for a new one.",
  session_not_live: "Nobody has access yet. Wait for the answer to the first question.",
  session_paused: "The session is paused. Only {who}, whose screen it is, can resume it.",
  session_not_paused: "The session is not paused.",
  clock_in_doubt:
    "This ticket was last changed by a clock that was ahead, so nobody could tell when access would end. Try again after {when}, or open a new ticket.",
  ask_pending: "There already is a question waiting for an answer until {when}.",
  ask_unknown: "That question does not exist. Type “status” to see where things stand.",
  ask_answered: "That question was already answered. The newest card says what came of it.",
  ask_lapsed: "That question lapsed at {when}: no answer counts as no. The helper can ask again.",
  ask_cancelled: "That question was taken back. The helper can ask again.",
  level_already_granted: "You already have that level until {when}.",
  level_is_view: "Ask to view first. A higher level is asked inside a live session.",
  only_view: "There is nothing to step down from: the session is view only. Use “Stop” to end it.",
  extensions_used_up:
    "This session was already extended as often as the policy allows. Ask again after its end.",
  feedback_given: "Thank you, you already answered for this session.",
  feedback_not_due: "There is nothing to give feedback on yet. You are asked when a session is over.",
} as const;

export type RefusalCode = keyof typeof SENTENCES;

export interface Refusal {
  readonly refused: RefusalCode;
  readonly who?: string | null;
  readonly when?: number;
  /** The unmet conditions behind the refusal. */
  readonly findings?: readonly Finding[];
}

export const refuse = (refused: RefusalCode, about: Omit<Refusal, "refused"> = {}): Refusal => ({
  refused,
  ...about,
});

/** Refusals for want of authority. They are recorded in the audit trail; other refusals are not. */
export const AUTHORITY_REFUSALS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  "not_the_sharer",
  "not_a_helper",
  "not_the_claiming_helper",
  "not_involved",
  "own_ticket",
  "helper_without_right",
]);

export const REFUSAL_CODES = Object.keys(SENTENCES) as readonly RefusalCode[];

/** @param clock formats a time for the reader, e.g. `10:41`. */
export function sentence(refusal: Refusal, clock: (at: number) => string): string {
  const who = refusal.who ?? "Somebody";
  const when = refusal.when === undefined ? "earlier" : clock(refusal.when);
  return SENTENCES[refusal.refused].replace(/\{(?:who|when)\}/g, (gap) => (gap === "{who}" ? who : when));
}
