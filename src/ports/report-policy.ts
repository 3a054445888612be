import type { PersonId } from "../domain/ticket/ids.ts";

/** Working hours, by the clock of the helpdesk. */
interface WorkingHours {
  /** The first and the last hour of the day, such as 7 and 19. */
  readonly from: number;
  readonly to: number;
  /** 1 is Monday. */
  readonly weekdays: readonly number[];
}

export const ANOMALY_RULES = [
  "session-without-claim",
  "out-of-hours",
  "refused-asks",
  "wrong-numbers",
  "long-control",
  "same-device",
  "many-people",
  "refused-attempts",
  "many-acts",
  "probes",
] as const;
export type AnomalyRule = (typeof ANOMALY_RULES)[number];

/** From when on something is worth a look. Lengths in ms. */
export interface AnomalyPolicy {
  readonly off: readonly AnomalyRule[];
  readonly outOfHours: WorkingHours & { readonly sessions: number };
  readonly refusedAsks: { readonly times: number; readonly within: number };
  /** Control by one helper against what is usual among the others. */
  readonly longControl: { readonly factor: number; readonly sessions: number };
  readonly sameDevice: { readonly sessions: number; readonly within: number };
  readonly manyPeople: { readonly people: number; readonly within: number };
  readonly refusedAttempts: { readonly times: number; readonly within: number };
  /** What one person does on requests of others, whatever it is. */
  readonly manyActs: { readonly times: number; readonly within: number };
}

/**
 * Who gets digests besides those whom the policy names: the managers of those who worked, each about their own people, or
 * one channel about all, or none.
 */
export type DigestTo = "managers" | "off" | { readonly channel: string };

/** A person who gets digests by name: about the whole helpdesk, or about the helpers below them, however far. */
export interface NamedRecipient {
  readonly person: PersonId;
  readonly about: "helpdesk" | "reports";
}

export interface DigestPolicy {
  /** Five fields, in the time zone of the helpdesk. */
  readonly cron: string;
  /** Fewer helpers or fewer helped people than this, and the numbers could be those of one person. */
  readonly minimumGroup: number;
  readonly recipients: readonly NamedRecipient[];
}

export interface ReportPolicy {
  readonly digest: DigestPolicy;
  readonly anomalies: AnomalyPolicy;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Longer is not looked back for events, and not longer for sessions. */
export const LONGEST_LOOK_BACK = { events: DAY, sessions: 7 * DAY } as const;

export const DEFAULT_REPORTS: ReportPolicy = {
  digest: { cron: "0 8 * * 1", minimumGroup: 5, recipients: [] },
  anomalies: {
    off: [],
    outOfHours: { from: 7, to: 19, weekdays: [1, 2, 3, 4, 5], sessions: 3 },
    refusedAsks: { times: 5, within: DAY },
    longControl: { factor: 3, sessions: 3 },
    sameDevice: { sessions: 4, within: 7 * DAY },
    manyPeople: { people: 8, within: HOUR },
    refusedAttempts: { times: 3, within: HOUR },
    // A request from pick-up to its close takes about five acts, and hardly two fit into ten minutes.
    manyActs: { times: 15, within: 10 * MINUTE },
  },
};
