import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { AuditEntry, RecordedAuditEntry } from "../ports/evidence.ts";
import { isWithin } from "./number-ranges.ts";

/** What one act was for the person that it is told to: what they did themselves, or what was done about them. */
export type PersonAct =
  | (AuditEntry & { readonly kind: "read-by-them"; readonly at: string })
  | {
      readonly kind: "read-about-them" | "done-about-them";
      readonly at: string;
      readonly act: AuditEntry["what"];
      readonly who: string;
      readonly name?: AuditEntry["name"];
      readonly why: string;
      /** Those of their tickets that it was about; of nobody else's is anything told. */
      readonly tickets: readonly TicketId[];
    };

const READING: readonly AuditEntry["what"][] = ["read", "search", "export", "export-person", "report"];

/** @param tickets in whose records they take part. Null for an act whose details were let go of. */
export function personAct(
  { at, act }: RecordedAuditEntry,
  person: PersonId,
  tickets: readonly TicketId[],
): PersonAct | null {
  if (act === null) return null;
  const iso = new Date(at).toISOString();
  if (act.who === person) return { kind: "read-by-them", ...act, at: iso };
  const named = new Set(act.about.split(/[^\w-]+/));
  return {
    kind: READING.includes(act.what) ? "read-about-them" : "done-about-them",
    at: iso,
    act: act.what,
    who: act.who,
    ...(act.name === undefined ? {} : { name: act.name }),
    why: act.why,
    tickets: tickets.filter((ticket) => named.has(ticket) || isWithin(act.tickets ?? [], ticket)),
  };
}
