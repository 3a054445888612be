import type { EvidenceScope, IntegrityFault, Tampering } from "../ports/evidence.ts";
import type { Desk } from "./command.ts";
import { counted } from "./counted.ts";
import { scopeOf } from "./options.ts";

/** The integrity faults of a scope, found before an export. */
export interface Breaks {
  readonly all: readonly IntegrityFault[];
  ofTicket(ticket: string): readonly IntegrityFault[];
}

/** Verifies the trails of a scope, the anchors and the audit entries; not the projections, which exports do not use. */
export async function breaksIn(scope: EvidenceScope, { evidence }: Pick<Desk, "evidence">): Promise<Breaks> {
  const all: IntegrityFault[] = [];
  await evidence.verify({ ...scopeOf(scope), trailOnly: true }, (broken) => all.push(broken));
  const byTicket = Map.groupBy(all, ticketOf);
  return { all, ofTicket: (each) => byTicket.get(each) ?? [] };
}

export const ticketOf = (broken: IntegrityFault): string => ("ticket" in broken ? broken.ticket : "");

/** Faults printed one by one; the rest are only counted. */
export const MOST_TOLD = 1000;

export function tellBreaks({ all }: Breaks, print: Desk["print"]): void {
  for (const broken of all.slice(0, MOST_TOLD)) print(`BROKEN  ${inWords(broken)}`);
  if (all.length > 0) {
    print(`${all.length} broken: what was written out is not what was recorded. See docs/audit.md.`);
  }
}

const HOW: Readonly<Record<Tampering, string>> = {
  edited: "was edited",
  deleted: "was deleted",
  inserted: "was inserted",
  reordered: "changed its place",
  truncated: "and what came after it was cut off",
  foreign: "belongs to another ticket",
  unsigned:
    "is the last one, and was written without Beckon's key: something in this trail was inserted, altered or deleted",
  "rolled-back": "is the last one, and there was a later one",
  headless: "is the last one, and the head that should point to it is gone",
};

/** One integrity fault as a sentence: which record, and what was done to it. */
export function inWords(broken: IntegrityFault): string {
  switch (broken.in) {
    case "trail":
      return `${broken.ticket}: record ${broken.version} ${HOW[broken.how]}`;
    case "anchored-head":
      return broken.how === "missing"
        ? `${broken.ticket}: record ${broken.version}, fixed by anchor ${broken.anchor}, is missing`
        : `${broken.ticket}: record ${broken.version} is not the one that anchor ${broken.anchor} fixed: the trail was rewritten up to there`;
    case "anchor":
      return anchorInWords(broken);
    case "act":
      return `Record of reads and erasures: number ${broken.number} ${HOW[broken.how]}`;
    case "projection":
      return `${broken.ticket}: the events are whole, and ${broken.columns.join(", ")} ${broken.columns.length === 1 ? "tells" : "tell"} something else`;
    case "orphan":
      return `${broken.ticket}: ${broken.table} has a row of it, and there is no such ticket`;
    case "name":
      return `Person ${broken.person}: ${NAMED[broken.how]}`;
    case "key":
      return `${broken.ticket}: words about ${broken.person} cannot be read from record ${broken.version} on, and no erasure and no retention is recorded that took them`;
    case "counter":
      return `The counter of tickets stands at BK-${broken.next - 1}, and there is a BK-${broken.newest}: the next request would get a number that is taken`;
    case "counters":
      return broken.how === "edited"
        ? "The counters of tickets were edited by somebody without Beckon's key"
        : "The counters of tickets were set back to where they stood before an anchor";
    case "tickets":
      return `${counted(broken.opened, "ticket")} were opened, and ${broken.stored} are stored: ${broken.stored < broken.opened ? "others were deleted with every trace" : "some were planted"}`;
    case "restored-key":
      return `The key of ${broken.owner} was destroyed and is there again: what was erased can be read`;
    case "action":
      return `${broken.ticket}: an action is marked as applied, and Beckon did not write that: it would not have been applied`;
    case "thread":
      return `The conversation of ${broken.ticket}: record ${broken.version} ${HOW[broken.how]}`;
    case "word-index":
      return "The full-text index finds other words than the rows of ticket_words hold";
  }
}

const NAMED = {
  changed: "people.name is not what the newest record calls them",
  missing: "people has no row, and a record that can be read names them",
  unknown: "people has a row, and no record that can be read names them",
} as const;

function anchorInWords({ number, how }: Extract<IntegrityFault, { in: "anchor" }>): string {
  if (how === "heads-changed") return `Anchor ${number}: the heads under it are not the ones that it fixed`;
  if (how === "not-posted") return `Anchor ${number}: the store has another one than was posted`;
  return `Anchor ${number} ${HOW[how]}`;
}
