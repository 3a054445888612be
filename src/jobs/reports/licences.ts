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

interface LicenceRow {
  readonly name: string;
  readonly userPrincipalName: string;
  readonly department: string;
  readonly id: string;
  readonly needsItAs: "helper" | "sharer";
  readonly seen: string;
}

/** Everybody who lacks the plan: who they are, why they need it, and what was seen instead. */
export function licenceRows(helpers: readonly Gap[], sharers: readonly Gap[]): readonly LicenceRow[] {
  const rows = (needsItAs: LicenceRow["needsItAs"], gaps: readonly Gap[]) =>
    gaps.map(({ person, seen }) => ({
      name: person.displayName,
      userPrincipalName: person.userPrincipalName,
      department: person.department ?? "",
      id: person.id,
      needsItAs,
      seen: sayFact(seen, ENGLISH),
    }));
  return [...rows("helper", helpers), ...rows("sharer", sharers)];
}

export const licencesCsv = (rows: readonly LicenceRow[]): string =>
  toCsv(
    ["name", "user principal name", "department", "entra id", "needs it as", "seen"],
    rows.map(({ name, userPrincipalName, department, id, needsItAs, seen }) => [
      ...[name, userPrincipalName, department],
      ...[id, needsItAs, seen],
    ]),
  );
