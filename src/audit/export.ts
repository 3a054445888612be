import { UsageMistake } from "../cli/command-line.ts";
import { breaksIn, tellBreaks } from "./breaks.ts";
import { type AuditCommand, countingReads, note, tell } from "./command.ts";
import { counted } from "./counted.ts";
import { nothingIn, rangesOf } from "./number-ranges.ts";
import { reasonIn, scopeInWords, scopeOf } from "./options.ts";
import { writePack } from "./pack/write-pack.ts";
import { isSiemFormat, writeFeed } from "./siem.ts";

export const exportEvidence: AuditCommand = {
  name: "export",
  flags: ["ticket", "person", "from", "to", "reason", "out", "format", "json"],
  does: "writes an audit pack that checks itself, or lines for a SIEM",
  async run(options, at) {
    const { ticket, person, from, to, format = "pack" } = options;
    if (ticket === undefined && person === undefined && from === undefined && to === undefined) {
      throw new UsageMistake(
        "export wants to know what: --ticket, --person, or a period with --from and --to",
      );
    }
    const why = reasonIn(options);
    const scope = scopeInWords(options, at.reader.timeZone);
    const tickets = await at.evidence.ticketsIn(scopeOf(options));
    const desk = countingReads(at, tickets.length);
    const along = ticket === undefined ? rangesOf(tickets) : [];
    if (isSiemFormat(format)) {
      await note(desk, "export", `${scope} as ${format}`, why, along);
      const code = await writeFeed(format, options, desk);
      await note(desk, "exported", `${scope} as ${format}`, why);
      return code;
    }
    if (format !== "pack") throw new UsageMistake("--format is pack, cef or jsonl");
    if (tickets.length === 0) {
      const nothing = `Nothing was exported: ${nothingIn(options, [])}`;
      tell(options, desk, { exported: false, why: nothing }, [nothing]);
      return 1;
    }
    const path = options.out ?? folderFor(scope, desk.clock.now());
    await note(desk, "export", scope, why, along);
    const breaks = await breaksIn(options, desk);
    const pack = await writePack(path, options, why, breaks, desk);
    await note(desk, "exported", `${scope}: pack ${pack.fingerprint}`, why);
    const { events, unreadable } = pack;
    if (!options.json) tellBreaks(breaks, desk.print);
    tell(options, desk, { exported: true, ...pack, breaks: breaks.all }, [
      `${pack.path}: ${counted(pack.tickets, "ticket")} with ${counted(events, "event")}. Check it with: node verify.mjs`,
      `Its fingerprint is ${pack.fingerprint}; the store keeps it too.`,
      ...(unreadable > 0 ? [`${counted(unreadable, "record")} could not be read.`] : []),
    ]);
    return unreadable > 0 || breaks.all.length > 0 ? 1 : 0;
  },
};

const folderFor = (scope: string, at: number): string =>
  `beckon-audit-${scope}-${new Date(at).toISOString()}`.replaceAll(/[^\w.-]+/g, "-");
