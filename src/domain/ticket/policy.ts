import type { Duty } from "./duty.ts";
import type { Urgency, WaitStep } from "./events.ts";
import type { Level } from "./level.ts";

const MINUTE = 60_000;

/** Limits of the rules. Durations are milliseconds; the file env/policy.json states them in minutes. */
export interface Policy {
  /** Of everything that decisions rest on, see `src/config/policy-hash.ts`; recorded with them. Absent in tests. */
  readonly hash?: string;
  /** How long an ask stays open: to view, and for anything higher or longer in a live session. */
  readonly answerWindow: { readonly view: number; readonly escalation: number };
  /** How long a claim holds until the helper's first action. */
  readonly claimLease: number;
  /** How long before the end of a claim without an action its holder is reminded; half the claim when that is shorter. */
  readonly claimReminder: number;
  readonly duty: Duty;
  /** How long a request may wait for a pick-up until each step, in hours of duty. */
  readonly firstResponse: Readonly<Record<WaitStep, Readonly<Record<Urgency, number>>>>;
  /** In hours of duty: until a holder who answers nothing is reminded, and then until the request goes back. */
  readonly silentHolder: { readonly remindAfter: number; readonly returnAfter: number };
  /** The longest grant that one ask may carry, counted from the consent. */
  readonly longest: Readonly<Record<Level, number>>;
  /** The shorter time that a sharer may choose instead. */
  readonly shorter: number;
  /** Warnings before a session ends, longest first. */
  readonly warnings: readonly number[];
  readonly extension: { readonly length: number; readonly most: number };
  /**
   * How often the conditions of a live session are checked again. A silent source lowers a session to view after one
   * grace period and ends it after two.
   */
  readonly recheck: { readonly every: number; readonly grace: number };
  /** How long after its end a ticket can be reopened. */
  readonly reopenWindow: number;
  /** How long a helper waits after the first, second, … question in a row without a yes, and when noes are forgotten. */
  readonly askAgain: { readonly after: readonly number[]; readonly forgetAfter: number };
  readonly consent: {
    /** A two-digit number that the helper says and the sharer types. */
    readonly phrase: boolean;
    /** Version of the consent wording, kept with every consent. */
    readonly wording: string;
  };
  readonly limits: {
    /** Open requests of one sharer. */
    readonly openRequests: number;
    /** Notes on one ticket. */
    readonly notes: number;
    /** Events of one ticket, without refused attempts, which have a total of their own. */
    readonly events: number;
    /** Bytes of one picture or file. */
    readonly fileBytes: number;
    readonly filesPerMessage: number;
    readonly filesPerRequest: number;
  };
}

export const defaultPolicy: Policy = {
  answerWindow: { view: 5 * MINUTE, escalation: 2 * MINUTE },
  claimLease: 10 * MINUTE,
  claimReminder: 3 * MINUTE,
  duty: { timeZone: "UTC", shifts: [], holidays: [], group: null },
  firstResponse: {
    again: { urgent: 10 * MINUTE, normal: 30 * MINUTE, low: 4 * 60 * MINUTE },
    leads: { urgent: 20 * MINUTE, normal: 60 * MINUTE, low: 8 * 60 * MINUTE },
  },
  silentHolder: { remindAfter: 30 * MINUTE, returnAfter: 30 * MINUTE },
  longest: { view: 30 * MINUTE, control: 15 * MINUTE, elevation: 10 * MINUTE },
  shorter: 10 * MINUTE,
  warnings: [5 * MINUTE, 1 * MINUTE],
  extension: { length: 10 * MINUTE, most: 2 },
  recheck: { every: 2 * MINUTE, grace: 5 * MINUTE },
  reopenWindow: 7 * 24 * 60 * MINUTE,
  askAgain: { after: [MINUTE, 5 * MINUTE, 30 * MINUTE], forgetAfter: 24 * 60 * MINUTE },
  consent: { phrase: true, wording: "2026-11" },
  limits: {
    openRequests: 10,
    notes: 200,
    events: 5000,
    fileBytes: 5 * 1024 * 1024,
    filesPerMessage: 5,
    filesPerRequest: 50,
  },
};
