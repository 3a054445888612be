import { UsageMistake } from "../cli/command-line.ts";
import type { Anchor, NumberRange, OutsideAnchor, VerifiedCounts } from "../ports/evidence.ts";
import { anchorFile } from "../store/anchor-file.ts";
import { inWords, MOST_TOLD } from "./breaks.ts";
import type { AuditCommand, Desk } from "./command.ts";
import { counted } from "./counted.ts";
import { nothingIn, rangesInWords } from "./number-ranges.ts";
import { type Options, scopeOf } from "./options.ts";

/** The exit code when nothing matched, so nothing was verified. */
const NOTHING_CHECKED = 2;

export const verify: AuditCommand = {
  name: "verify",
  onlyReads: true,
  flags: ["ticket", "person", "from", "to", "posted", "anchors", "trail-only", "json"],
  does: "checks that the trail, its anchors and the tables drawn from it are what was written",
  async run(options, desk) {
    const { evidence, clock, policy, print } = desk;
    const begun = clock.now();
    let breaks = 0;
    const outside = await outsideAnchors(options.anchors ?? desk.anchorFile);
    const { trailOnly, posted } = options;
    const scope = scopeOf(options);
    const counter = desk.progress.begin("tickets", (await evidence.ticketsIn(scope)).length);
    const wanted = { ...scope, trailOnly, posted, policy, outside, progress: counter.done };
    const tally = await evidence
      .verify(wanted, (broken) => {
        if (++breaks > MOST_TOLD) return;
        print(options.json ? JSON.stringify(broken) : `BROKEN  ${inWords(broken)}`);
      })
      .finally(counter.end);
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

/** @throws {UsageMistake} for a file that was named and has no anchor, because nothing would be compared. */
async function outsideAnchors(path: string | undefined): Promise<readonly OutsideAnchor[]> {
  if (path === undefined) return [];
  try {
    const anchors = await anchorFile(path).read();
    if (anchors.length > 0) return anchors;
  } catch (error) {
    throw new UsageMistake(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageMistake(`${path}: there is no anchor in it`);
}

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

/** Not a fault, but it may hide one. `kind` is for monitors, `text` for people. */
export interface Warning {
  readonly kind: "no-anchor" | "old-anchor" | "unused-numbers";
  readonly text: string;
}

const HOUR = 60 * 60_000;
/** At least one a night, plus an hour for the end of daylight saving and an hour for a slow start. */
const ANCHOR_AGE = 26 * HOUR;

/** @param now epoch ms. */
export const warningsOf = ({ unused }: VerifiedCounts, newest: Anchor | null, now: number): Warning[] => [
  ...anchorWarning(newest, now),
  ...numberWarning(unused),
];

function anchorWarning(newest: Anchor | null, now: number): Warning[] {
  if (newest === null) {
    const text =
      "There is no anchor, so the whole store could have been replaced by a database administrator. One is made every night at 02:10; if the audit channel has one, it was removed here.";
    return [{ kind: "no-anchor", text }];
  }
  const age = now - newest.at;
  if (age <= ANCHOR_AGE) return [];
  const text = `The newest anchor is ${counted(Math.floor(age / HOUR), "hour")} old, and one is made every night at 02:10. Either Beckon did not run, or newer ones were removed: compare with the audit channel.`;
  return [{ kind: "old-anchor", text }];
}

function numberWarning(unused: readonly NumberRange[]): Warning[] {
  if (unused.length === 0) return [];
  const isOne = unused.length === 1 && unused[0]?.[0] === unused[0]?.[1];
  const given = isOne ? "this number was" : "these numbers were";
  const text = `There is no row for ${rangesInWords(unused)}, although ${given} given out: requests that could not be stored, or tickets that were removed with every trace. Look for them in Teams and in a backup.`;
  return [{ kind: "unused-numbers", text }];
}
