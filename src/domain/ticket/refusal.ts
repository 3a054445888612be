import type { Finding } from "./finding.ts";

/** Every refusal; the sentences are in the text catalogue. Codes are stored in trails: never rename one. */
export const REFUSAL_CODES = [
  "no_such_ticket",
  "ticket_over",
  "ticket_not_over",
  "reopen_window_over",
  "not_the_sharer",
  "not_a_helper",
  "not_the_claiming_helper",
  "not_involved",
  "already_claimed",
  "already_yours",
  "not_claimed",
  "helper_without_right",
  "own_ticket",
  "hand_over_to_holder",
  "hand_over_to_sharer",
  "hand_over_to_outsider",
  "hand_over_without_right",
  "no_device",
  "device_changed",
  "device_busy",
  "session_running",
  "no_session",
  "session_not_live",
  "session_paused",
  "session_not_paused",
  "clock_in_doubt",
  "ask_pending",
  "ask_pending_elsewhere",
  "ask_too_soon",
  "ask_unknown",
  "ask_answered",
  "ask_lapsed",
  "ask_cancelled",
  "level_already_granted",
  "level_is_view",
  "only_view",
  "extensions_used_up",
  "feedback_given",
  "feedback_not_due",
  "open_requests_full",
  "open_requests_of_sharer_full",
  "opened_for_others_full",
  "notes_full",
  "ticket_full",
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

export interface Refusal {
  readonly refused: RefusalCode;
  readonly who?: string | null;
  readonly when?: number;
  /** The limit that is reached. */
  readonly most?: number;
  /** The unmet conditions behind the refusal. */
  readonly findings?: readonly Finding[];
}

export const refuse = (refused: RefusalCode, about: Omit<Refusal, "refused"> = {}): Refusal => ({
  refused,
  ...about,
});

/** Refusals for want of authority, and questions during the wait. They are recorded in the audit trail; others are not. */
export const AUTHORITY_REFUSALS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  "not_the_sharer",
  "not_a_helper",
  "not_the_claiming_helper",
  "not_involved",
  "own_ticket",
  "helper_without_right",
  "ask_too_soon",
]);
