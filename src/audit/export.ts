import { appendFileSync, existsSync } from "node:fs";
import { type AuditCommand, type Desk, note } from "./command.ts";
import { type Options, reasonIn, scopeInWords, UsageMistake } from "./options.ts";
import { writePack } from "./pack/write-pack.ts";
import { isSiemFormat, type SiemFormat, siemLine } from "./siem.ts";

export const exportEvidence: AuditCommand = {
  name: "export",
  usage:
    '--ticket BK-1042 | --person GUID | --from DAY [--to DAY] --reason "…" [--out FOLDER] [--format pack|cef|jsonl]',
  does: "writes an audit pack that checks itself, or lines for a SIEM",
  async run(options, desk) {
    const { ticket, person, from, to, format = "pack" } = options;
    if (ticket === undefined && person === undefined && from === undefined && to === undefined) {
      throw new UsageMistake(
        "export wants to know what: --ticket, --person, or a period with --from and --to",
      );
    }
    const why = reasonIn(options);
    const scope = scopeInWords(options);
    if (isSiemFormat(format)) {
      await note(desk, "export", `${scope} as ${format}`, why);
      return await writeLines(format, options, desk);
    }
    if (format !== "pack") throw new UsageMistake("--format is pack, cef or jsonl");
    const path = options.out ?? folderFor(scope, desk.clock.now());
    await note(desk, "export", scope, why);
    const pack = await writePack(path, options, why, desk);
    await note(desk, "exported", `${scope}: pack ${pack.fingerprint}`, why);
    desk.print(
      `${pack.path}: ${pack.tickets} tickets with ${pack.events} events. Check it with: node verify.mjs`,
    );
    desk.print(`Its fingerprint is ${pack.fingerprint}; the store keeps it too.`);
    return pack.tickets === 0 ? 1 : 0;
  },
};

/** Of a period, only the events in it: a SIEM has got those before. */
async function writeLines(format: SiemFormat, options: Options, { evidence, print }: Desk): Promise<number> {
  const { out, from = -Infinity, to = Infinity } = options;
  if (out !== undefined && existsSync(out)) throw new UsageMistake(`${out} is there already`);
  const write =
    out === undefined ? print : (line: string) => appendFileSync(out, `${line}\n`, { mode: 0o600 });
  for await (const { ticket, records } of evidence.read(options)) {
    for (const record of records) {
      const at = record.event?.at ?? Number.NaN;
      const line = at >= from && at < to ? siemLine(format, ticket, record) : null;
      if (line !== null) write(line);
    }
  }
  return 0;
}

const folderFor = (scope: string, at: number): string =>
  `beckon-audit-${scope}-${new Date(at).toISOString()}`.replaceAll(/[^\w.-]+/g, "-");
