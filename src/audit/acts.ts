import type { AuditEntry, AuditEntryScope, RecordedAuditEntry } from "../ports/evidence.ts";
import type { AuditCommand } from "./command.ts";
import { rangesInWords } from "./number-ranges.ts";

export const acts: AuditCommand = {
  name: "acts",
  flags: ["ticket", "person", "from", "to", "json"],
  usage: "[--ticket BK-1042] [--person GUID] [--from DAY] [--to DAY] [--json]",
  does: "tells who read, searched, exported, held or erased what, when and why",
  async run(options, { evidence, print }) {
    const { json } = options;
    let told = 0;
    for await (const act of evidence.acts(scopeIn(options))) {
      told += 1;
      print(json ? JSON.stringify({ ...act, at: new Date(act.at).toISOString() }) : actInWords(act));
    }
    if (told === 0 && !json) print("Nobody has.");
    return 0;
  },
};

const scopeIn = ({ ticket, person, from, to }: AuditEntryScope): AuditEntryScope => ({
  ticket,
  person,
  from,
  to,
});

/** `7  2026-11-24T09:30:00.000Z  Lena Lindqvist (2222…)  read  BK-1001, person 1111…: story in Teams, as lead`. */
export const actInWords = ({ number, at, act }: RecordedAuditEntry): string =>
  `${number}  ${new Date(at).toISOString()}  ${act === null ? "(let go of by retention)" : told(act)}`;

const told = (act: AuditEntry): string =>
  `${whoDid(act)}  ${act.what}  ${act.about}${takenAlong(act)}: ${act.why}${act.asked === undefined ? "" : ` ${quoted(act)}`}`;

const takenAlong = ({ tickets }: AuditEntry): string =>
  tickets === undefined ? "" : ` (${rangesInWords(tickets)})`;

export const whoDid = ({ who, name }: AuditEntry): string =>
  name === undefined ? who : `${name.text ?? "(erased)"} (${who})`;

/** Quoted as JSON: whoever asked wrote it, and a screen takes control characters for orders. */
export const quoted = ({ asked }: AuditEntry): string =>
  asked === undefined ? "" : asked.text === null ? "(erased)" : JSON.stringify(asked.text);
