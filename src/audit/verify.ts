import type { VerifiedCounts } from "../ports/evidence.ts";
import { counted } from "../surfaces/plural.ts";
import { inWords } from "./break-words.ts";
import type { AuditCommand, Desk } from "./command.ts";
import { nothingIn } from "./nothing-in.ts";
import type { Options } from "./options.ts";
import { type Warning, warningsOf } from "./verify-warnings.ts";

/** The exit code when there was nothing to look at: that is no yes. */
const NOTHING_CHECKED = 2;

/** More are counted and not told one by one: whoever changed everything would fill the screen. */
const MOST_TOLD = 1000;

export const verify: AuditCommand = {
  name: "verify",
  flags: ["ticket", "person", "from", "to", "posted", "trail-only", "json"],
  usage:
    "[--ticket BK-1042] [--person GUID] [--from DAY] [--to DAY] [--posted NUMBER:HASH] [--trail-only] [--json]",
  does: "checks that the trail, its anchors and the tables drawn from it are what was written",
  async run(options, desk) {
    const { evidence, clock, policy, print } = desk;
    const begun = clock.now();
    let breaks = 0;
    const tally = await evidence.verify({ ...options, policy }, (broken) => {
      if (++breaks > MOST_TOLD) return;
      print(options.json ? JSON.stringify(broken) : `BROKEN  ${inWords(broken)}`);
    });
    const newest = await evidence.newestAnchor();
    const anchor =
      newest === null
        ? null
        : { number: newest.number, at: new Date(newest.at).toISOString(), hash: newest.hash };
    const warnings = warningsOf(tally, newest, clock.now());
    const outcome = { tally, breaks, anchor, warnings, seconds: (clock.now() - begun) / 1000 };
    if (options.json) {
      print(JSON.stringify({ ...tally, breaks, seconds: outcome.seconds, newestAnchor: anchor, warnings }));
    } else tell(outcome, options, desk);
    if (breaks > 0) return 1;
    return tally.tickets === 0 ? NOTHING_CHECKED : 0;
  },
};

interface Outcome {
  readonly tally: VerifiedCounts;
  readonly breaks: number;
  readonly anchor: { readonly number: number; readonly at: string; readonly hash: string } | null;
  readonly warnings: readonly Warning[];
  readonly seconds: number;
}

function tell({ tally, breaks, anchor, warnings, seconds }: Outcome, options: Options, { print }: Desk) {
  const { tickets, events, anchors, acts } = tally;
  const all = [
    ...[counted(tickets, "ticket"), counted(events, "event"), counted(anchors, "anchor")],
    counted(acts, "act of reading, exporting or erasing", "acts of reading, exporting or erasing"),
  ];
  print(`Looked at ${all.join(", ")}, in ${seconds.toFixed(1)} s.`);
  if (anchor !== null) {
    print(
      `The newest anchor is ${anchor.number} of ${anchor.at}, hash ${anchor.hash}. Compare it with the audit channel.`,
    );
  }
  for (const { text } of warnings) print(`NOTE  ${text}`);
  print(lastLine(tickets, breaks, options, tally));
}

function lastLine(tickets: number, breaks: number, options: Options, tally: VerifiedCounts): string {
  if (breaks > 0) return `${breaks} broken. docs/audit.md says what to do now.`;
  if (tickets === 0) return `Nothing was checked: ${nothingIn(options, tally.unused)}`;
  const { ticket, person, from, to } = options;
  const isPart = [ticket, person, from, to].some((each) => each !== undefined);
  return isPart ? "What was looked at is what was written." : "Everything is what was written.";
}
