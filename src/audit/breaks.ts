import type { EvidenceScope, IntegrityFault } from "../ports/evidence.ts";
import { inWords } from "./break-words.ts";
import type { Desk } from "./command.ts";

/** What is not as it was written, before it is handed on as if it were. */
export interface Breaks {
  readonly all: readonly IntegrityFault[];
  ofTicket(ticket: string): readonly IntegrityFault[];
}

/** Looks at the trails of a scope, the anchors and the acts, and not at the tables: exports are made without them. */
export async function breaksIn(
  { ticket, person, from, to }: EvidenceScope,
  { evidence }: Pick<Desk, "evidence">,
): Promise<Breaks> {
  const all: IntegrityFault[] = [];
  await evidence.verify({ ticket, person, from, to, trailOnly: true }, (broken) => all.push(broken));
  const byTicket = Map.groupBy(all, ticketOf);
  return { all, ofTicket: (each) => byTicket.get(each) ?? [] };
}

export const ticketOf = (broken: IntegrityFault): string => ("ticket" in broken ? broken.ticket : "");

/** More are counted and not told one by one. */
const MOST_TOLD = 1000;

export function tellBreaks({ all }: Breaks, print: Desk["print"]): void {
  for (const broken of all.slice(0, MOST_TOLD)) print(`BROKEN  ${inWords(broken)}`);
  if (all.length > 0) {
    print(`${all.length} broken: what was written out is not what was recorded. See docs/audit.md.`);
  }
}
