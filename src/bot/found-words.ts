import type { FoundTicket } from "../ports/ticket-search.ts";

export const TONE = { open: "accent", claimed: "accent", resolved: "good", withdrawn: "default" } as const;

/** What a ticket is about, or why that cannot be read. */
export function subjectOf({ subject }: FoundTicket): string {
  if (subject === null) return "(not for auditors)";
  return subject === "" ? "(erased)" : subject;
}
