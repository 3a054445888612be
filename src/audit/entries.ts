import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { AuditEntry, RecordedAuditEntry } from "../ports/evidence.ts";
import type { AuditCommand } from "./command.ts";
import { isWithin, rangesInWords } from "./number-ranges.ts";
import { scopeOf } from "./options.ts";

export const acts: AuditCommand = {
  name: "acts",
  onlyReads: true,
  flags: ["ticket", "person", "from", "to", "json"],
  does: "tells who read, searched, exported, held or erased what, when and why",
  async run(options, { evidence, print }) {
    const { json } = options;
    let told = 0;
    for await (const entry of evidence.acts(scopeOf(options))) {
      told += 1;
      print(json ? JSON.stringify({ ...entry, at: new Date(entry.at).toISOString() }) : entryInWords(entry));
    }
    if (told === 0 && !json) print("Nobody has.");
    return 0;
  },
};

/** `7  2026-11-24T09:30:00.000Z  Lena Lindqvist (2222…)  read  BK-1001, person 1111…: story in Teams, as lead`. */
const entryInWords = ({ number, at, act }: RecordedAuditEntry): string =>
  `${number}  ${new Date(at).toISOString()}  ${act === null ? "(let go of by retention)" : told(act)}`;

const told = (act: AuditEntry): string =>
  `${whoDid(act)}  ${act.what}  ${act.about}${takenAlong(act)}: ${act.why}${quoted(act) === "" ? "" : ` ${quoted(act)}`}`;

const takenAlong = ({ tickets }: AuditEntry): string =>
  tickets === undefined ? "" : ` (${rangesInWords(tickets)})`;

export const whoDid = ({ who, name }: AuditEntry): string =>
  name === undefined ? who : `${name.text ?? "(erased)"} (${who})`;

/** Quoted as JSON, because a terminal would execute control characters in what a person wrote. */
export const quoted = ({ asked, incident }: AuditEntry): string =>
  [asked, incident?.asked, incident?.name]
    .flatMap((written) =>
      written == null ? [] : [written.text === null ? "(erased)" : JSON.stringify(written.text)],
    )
    .join(" ");

/** One audit entry as the export for a person shows it: what they did themselves, or what was done about them. */
export type PersonEntry = OwnEntry | EntryAboutThem;

export type OwnEntry = AuditEntry & {
  readonly kind: "read-by-them" | "reported-by-them";
  readonly at: string;
};

export interface EntryAboutThem {
  readonly kind: "read-about-them" | "done-about-them";
  readonly at: string;
  readonly act: AuditEntry["what"];
  readonly who: string;
  readonly name?: AuditEntry["name"];
  readonly why: string;
  /** Only those of this person's own tickets that it was about. */
  readonly tickets: readonly TicketId[];
}

const READING: readonly AuditEntry["what"][] = ["read", "search", "export", "export-person", "report"];

/** @param tickets whose records name the person. Null for an entry whose details retention has deleted. */
export function personEntry(
  { at, act }: RecordedAuditEntry,
  person: PersonId,
  tickets: readonly TicketId[],
): PersonEntry | null {
  if (act === null) return null;
  const iso = new Date(at).toISOString();
  if (act.who === person) {
    return { kind: act.what === "incident" ? "reported-by-them" : "read-by-them", ...act, at: iso };
  }
  const named = new Set(act.about.split(/[^\w-]+/));
  // An export for a person whom a report is about does not name who reported.
  const { who, name } = act.what === "incident" ? { who: "(withheld)", name: undefined } : act;
  return {
    kind: READING.includes(act.what) ? "read-about-them" : "done-about-them",
    at: iso,
    act: act.what,
    who,
    ...(name === undefined ? {} : { name }),
    why: act.why,
    tickets: tickets.filter((ticket) => named.has(ticket) || isWithin(act.tickets ?? [], ticket)),
  };
}
