/** Who presses. Outsiders have no part in the ticket and no role at the helpdesk. */
export const OUTSIDERS = [
  "outsider",
  "other sharer",
  "sharer's manager",
  "guest",
  "guest among the leads",
  "disabled account",
  "disabled account among the helpers",
  "disabled account among the auditors",
  "unknown person",
] as const;
export const ROLES = [
  "sharer",
  "holder",
  "other helper",
  "past helper",
  "lead",
  "auditor",
  ...OUTSIDERS,
] as const;
export type Role = (typeof ROLES)[number];

const SHARER: readonly Role[] = ["sharer"];
const HOLDER: readonly Role[] = ["holder"];
const HOLDER_OR_LEAD: readonly Role[] = ["holder", "lead"];
const PARTIES: readonly Role[] = ["sharer", "holder", "lead"];
const HELPERS: readonly Role[] = ["holder", "other helper", "past helper", "lead"];
const NOBODY: readonly Role[] = [];

/**
 * Who may change a ticket with a button, in some state of it; written from the promises and not from the code. A holder is
 * one only while they hold it. Buttons that only show, or that open a request of one's own, change no other ticket.
 */
export const WHO_MAY: Readonly<Record<string, readonly Role[]>> = {
  "change-request": PARTIES,
  "change-device": SHARER,
  "withdraw-ticket": PARTIES,
  "pick-up": HELPERS,
  "give-back": HOLDER,
  "hand-over": HOLDER_OR_LEAD,
  "add-note": PARTIES,
  "ask-to-view": HOLDER,
  "request-control": HOLDER,
  "ask-for-time": HOLDER,
  "cancel-ask": HOLDER_OR_LEAD,
  "ask-more-help": SHARER,
  "answer-ask": SHARER,
  "step-down": PARTIES,
  "pause-session": PARTIES,
  "resume-session": SHARER,
  "stop-session": PARTIES,
  "report-transport": ["sharer", "holder"],
  "resolve-ticket": HOLDER_OR_LEAD,
  "give-feedback": SHARER,
  "reopen-ticket": ["sharer", "lead"],
  "request-help": NOBODY,
  "send-request": NOBODY,
  "choose-device": NOBODY,
  "choose-helper": NOBODY,
  "show-card": NOBODY,
  "ask-again": NOBODY,
  "check-again": NOBODY,
  "show-ticket": NOBODY,
  // It adds to the conversation beside the ticket, and changes no ticket.
  "send-message": NOBODY,
  "show-contact": NOBODY,
  "open-file": NOBODY,
  "bring-card": NOBODY,
  "page-search": NOBODY,
  "page-queue": NOBODY,
  "page-diary": NOBODY,
  // A withdrawal of a request that a helper opened, and a report.
  "disown-request": SHARER,
  "request-for": NOBODY,
  "open-for": NOBODY,
  "propose-help": NOBODY,
  "verify-helper": NOBODY,
  // It adds to the audit log, and changes no ticket.
  "report-incident": NOBODY,
};

/** The only ways in which what is allowed may grow. */
export const MAY_RAISE: ReadonlySet<string> = new Set(["answer-ask", "resume-session"]);
