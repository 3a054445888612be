import type { IdempotencyKey, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Personal } from "../domain/ticket/person.ts";
import type { AuditEntry } from "./evidence.ts";

/** How somebody who says that they are from the helpdesk reached a person. */
export const CONTACT_WAYS = ["teams", "call", "email", "in-person", "other"] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number];

/** What a person reported about somebody who said that they were from the helpdesk. */
export interface IncidentReport {
  /** `disowned`: a helper opened a request in their name that they did not ask for. */
  readonly how: ContactWay | "disowned";
  /** In the person's words; null when they wrote nothing. */
  readonly asked: Personal | null;
  /** Of the person who contacted them, as that person gave it. */
  readonly name: Personal | null;
  /** The person's open requests at that moment, and who had them. */
  readonly requests: readonly IncidentRequest[];
}

export interface IncidentRequest {
  readonly ticket: TicketId;
  readonly state: "waiting" | "claimed" | "asked" | "live";
  readonly helper: PersonId | null;
  /** Epoch ms of the request, the pick-up, the question or the consent. */
  readonly since: number;
}

export interface DueIncident {
  /** Of its audit entry. */
  readonly number: number;
  readonly at: number;
  /** Null once its retention is over. */
  readonly entry: AuditEntry | null;
}

/** `full`: this person has reported as much as they can in a day. */
export type IncidentRecorded = { readonly number: number } | "full";

/** Reports by people, each an entry of the audit log, and which of them somebody still has to be told of. */
export interface IncidentStore {
  /** The same key records once and gets the same number. @throws {StoreUnavailable} nothing was recorded. */
  recordIncident(key: IdempotencyKey, person: PersonId, entry: AuditEntry): Promise<IncidentRecorded>;
  /** Oldest first; with a number that one alone, when it is due. */
  dueIncidents(number?: number): Promise<readonly DueIncident[]>;
  incidentTold(number: number): Promise<void>;
}
