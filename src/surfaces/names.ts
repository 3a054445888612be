import type { EndCause, ResolutionOutcome, TransportFact, Urgency } from "../domain/ticket/events.ts";
import type { Level } from "../domain/ticket/level.ts";
import type { AskOutcome, Ticket } from "../domain/ticket/ticket.ts";

/** The words that people read for the closed lists of the core. */
type Words<Key extends string> = Readonly<Record<Key, string>>;

/** What somebody gets at this level: `View only approved until 10:41`. */
export const LEVEL: Words<Level> = {
  view: "View only",
  control: "Control",
  elevation: "Administrator control",
};

/** What the helper may do at this level, said to the person whose screen it is: `Hana may see your screen`. */
export const MAY_WITH_YOURS: Words<Level> = {
  view: "see your screen",
  control: "use your mouse and keyboard",
  elevation: "work as administrator on your device",
};

/** The same, said to the helper: `You may see the screen`. */
export const MAY: Words<Level> = {
  view: "see the screen",
  control: "see the screen and use mouse and keyboard",
  elevation: "see the screen, use mouse and keyboard, and answer administrator prompts",
};

export const STATUS: Words<Ticket["status"]> = {
  open: "Open",
  claimed: "In progress",
  resolved: "Resolved",
  withdrawn: "Withdrawn",
};

export const URGENCY: Words<Urgency> = { low: "Low", normal: "Normal", urgent: "Urgent" };

export const OUTCOME: Words<ResolutionOutcome> = {
  fixed: "Fixed",
  workaround: "Works for now, with a workaround",
  "not-fixed": "Not fixed",
  "no-longer-needed": "No longer needed",
};

/** What became of a question to the sharer. */
export const ANSWER: Words<AskOutcome> = {
  allowed: "Approved",
  refused: "Not now",
  "wrong-phrase": "Wrong number picked, so nothing was approved",
  lapsed: "No answer in time, which counts as no",
  cancelled: "Taken back",
};

/** The same as a sentence, said to the helper. */
export const ANSWERED_BY: Readonly<Record<AskOutcome, (name: string) => string>> = {
  allowed: (name) => `${name} said yes`,
  refused: (name) => `${name} said not now`,
  "wrong-phrase": (name) => `${name} picked a wrong number, so nothing was approved`,
  lapsed: (name) => `${name} did not answer in time, which counts as no`,
  cancelled: () => "Your question was taken back",
};

/** Why a session is over, said to anybody. */
export const END_CAUSE: Words<EndCause> = {
  "ended-by-sharer": "Stopped by the person who was helped",
  "ended-by-helper": "Ended by the helper",
  "ended-by-lead": "Stopped by a lead",
  expired: "The approved time was over",
  refused: "The person who was asked said not now",
  "wrong-phrase": "A wrong number was picked, so nothing was approved",
  lapsed: "No answer in time, which counts as no",
  cancelled: "The helper took the question back",
  "eligibility-lost": "A condition for remote help was no longer met",
  "ticket-withdrawn": "The request was withdrawn",
  "ticket-resolved": "The request was resolved",
  handover: "The request was handed to another helper",
  "clock-in-doubt": "Beckon's clock was wrong, so access ended early rather than too late",
};

/** What was reported about the connection, with who says so. */
export const TOLD: Words<TransportFact> = {
  "helper-says-started": "the helper says started",
  "helper-says-ended": "the helper says ended",
  "sharer-says-ended": "the person says ended",
  "end-confirmed": "end confirmed",
};
