import { appendFileSync, existsSync } from "node:fs";
import { UsageMistake } from "../config/command-line.ts";
import type { EvidenceRecord } from "../ports/evidence.ts";
import { breaksIn } from "./breaks.ts";
import type { Desk } from "./command.ts";
import type { Options } from "./options.ts";
import { actFacts, breakFacts, recordFacts, type SiemFormat, siemLine } from "./siem.ts";
import type { SiemFacts } from "./siem-facts.ts";

/**
 * Lines for a SIEM: first what is broken, then what happened, then who read, exported, held or erased.
 * Of a period, only what is of it: a SIEM has got before what came before.
 * @returns 1 when something is broken or cannot be read.
 */
export async function writeFeed(format: SiemFormat, options: Options, desk: Desk): Promise<number> {
  const { out, ticket, person, from = -Infinity, to = Infinity } = options;
  if (out !== undefined && existsSync(out)) throw new UsageMistake(`${out} is there already`);
  const write =
    out === undefined ? desk.print : (line: string) => appendFileSync(out, `${line}\n`, { mode: 0o600 });
  const tell = (facts: SiemFacts) => write(siemLine(format, facts));

  const breaks = await breaksIn(options, desk);
  for (const broken of breaks.all) tell(breakFacts(broken, desk.clock.now()));
  let unreadable = 0;
  for await (const trail of desk.evidence.read(options)) {
    const isBroken = breaks.ofTicket(trail.ticket).length > 0;
    const sharer = sharerOf(trail.records);
    for (const record of trail.records) {
      const at = momentOf(record);
      if (record.event === null) unreadable += 1;
      if (at === null || (at >= from && at < to)) tell(recordFacts(trail.ticket, record, sharer, isBroken));
    }
  }
  for await (const act of desk.evidence.acts({ ticket, person, from: options.from, to: options.to })) {
    tell(actFacts(act));
  }
  return breaks.all.length > 0 || unreadable > 0 ? 1 : 0;
}

const sharerOf = (records: readonly EvidenceRecord[]) =>
  records.flatMap(({ event }) => (event?.type === "TicketOpened" ? [event.sharer.id] : []))[0];

/** Of a record that cannot be read, the moment may still stand in it; one without any is of every period. */
function momentOf({ event, body }: EvidenceRecord): number | null {
  if (event !== null) return event.at;
  try {
    const { at } = JSON.parse(body) as { readonly at?: unknown };
    return typeof at === "number" ? at : null;
  } catch {
    return null;
  }
}
