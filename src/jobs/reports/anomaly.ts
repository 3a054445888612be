import type { LocalTime } from "../../cards/text/time-zone.ts";
import type { Words } from "../../cards/text/words.ts";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { AnomalyPolicy, AnomalyRule } from "../../ports/report-policy.ts";
import type { Probes, ReportEvent, ReportSession } from "../../ports/report-queries.ts";

/** What the rules look at. */
export interface Recent {
  readonly events: readonly ReportEvent[];
  readonly sessions: readonly ReportSession[];
  /** Of the last day. */
  readonly probes: readonly Probes[];
  readonly policy: AnomalyPolicy;
  readonly localTime: (at: number) => LocalTime;
  /** Those of the audit channel. */
  readonly words: Words;
}

/** Something that is worth a look, with what it rests on. */
export interface Anomaly {
  /** Person, device or session, with the day: each subject is reported once. */
  readonly subject: string;
  readonly at: number;
  readonly seen: string;
  readonly people: readonly { readonly role: "helper" | "person"; readonly person: PersonId }[];
  /** Oldest first. */
  readonly evidence: readonly Evidence[];
}

export interface Evidence {
  /** Null for what has none. */
  readonly ticket: TicketId | null;
  readonly at: number;
  readonly what: string;
}

export interface Rule {
  /** Its title and what to do about it are the sentences `anomaly.ID.title` and `.advice`. */
  readonly id: AnomalyRule;
  find(recent: Recent): readonly Anomaly[];
}
