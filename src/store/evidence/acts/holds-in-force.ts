import type { LegalHold } from "../../../ports/evidence.ts";
import { type ActDetails, detailsOf } from "./act-details.ts";
import { auditSubjectIn } from "./audit-subjects.ts";

/** An act that may have begun or ended a hold. */
export interface HoldRow {
  readonly number: number;
  readonly at: number;
  readonly details: string | null;
  readonly body: string;
}

/** A reason that was taken out of the record: retention never does that to a hold in force. */
export const BLANKED = "(taken out of the record)";

/** What is held after all of this. @param rows in the order of their numbers. */
export function holdsAfter(rows: readonly HoldRow[]): LegalHold[] {
  const holds = new Map<number, LegalHold>();
  for (const row of rows) {
    const told = row.details === null ? null : detailsOf(row.details);
    const { held = heldInWords(told), released } = auditSubjectIn(row.body);
    if (released !== undefined) holds.delete(released);
    else if (held !== undefined) holds.set(row.number, holdOf(row, held, told));
    else if (told?.what === "release") endAll(holds, told.about);
  }
  return [...holds.values()];
}

const holdOf = (
  { number, at }: HoldRow,
  { kind, subject }: Pick<LegalHold, "kind" | "subject">,
  told: ActDetails | null,
): LegalHold => ({ number, kind, subject, reason: told?.why ?? BLANKED, by: told?.who ?? BLANKED, at });

/** Recorded before the body said what an act brought about: then one release ended all holds on its subject. */
function heldInWords(told: ActDetails | null): Pick<LegalHold, "kind" | "subject"> | undefined {
  if (told?.what !== "hold") return undefined;
  return { kind: told.about.startsWith("BK-") ? "ticket" : "person", subject: told.about };
}

function endAll(holds: Map<number, LegalHold>, subject: string): void {
  for (const hold of [...holds.values()]) if (hold.subject === subject) holds.delete(hold.number);
}
