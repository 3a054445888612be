import { toCsv } from "../../cards/text/csv.ts";

interface Gap {
  readonly person: {
    readonly id: string;
    readonly displayName: string;
    readonly userPrincipalName: string;
    readonly department: string | null;
  };
  readonly seen: string;
}

/** Everybody who lacks the plan: who they are, why they need it, and what was seen instead. */
export function licencesCsv(helpers: readonly Gap[], sharers: readonly Gap[]): string {
  const rows = (needs: string, gaps: readonly Gap[]) =>
    gaps.map(({ person, seen }) => [
      ...[person.displayName, person.userPrincipalName, person.department ?? "", person.id],
      ...[needs, seen],
    ]);
  return toCsv(
    ["name", "user principal name", "department", "entra id", "needs it as", "seen"],
    [...rows("helper", helpers), ...rows("sharer", sharers)],
  );
}
