import { toCsv } from "../../cards/text/csv.ts";
import { sayFact } from "../../cards/text/facts.ts";
import { ENGLISH } from "../../cards/text/words.ts";
import type { Fact } from "../../domain/ticket/fact.ts";

interface Gap {
  readonly person: {
    readonly id: string;
    readonly displayName: string;
    readonly userPrincipalName: string;
    readonly department: string | null;
  };
  readonly seen: Fact;
}

/** Everybody who lacks the plan: who they are, why they need it, and what was seen instead. */
export function licencesCsv(helpers: readonly Gap[], sharers: readonly Gap[]): string {
  const rows = (needs: string, gaps: readonly Gap[]) =>
    gaps.map(({ person, seen }) => [
      ...[person.displayName, person.userPrincipalName, person.department ?? "", person.id],
      ...[needs, sayFact(seen, ENGLISH)],
    ]);
  return toCsv(
    ["name", "user principal name", "department", "entra id", "needs it as", "seen"],
    [...rows("helper", helpers), ...rows("sharer", sharers)],
  );
}
