import { z } from "zod";
import template from "../../cards/setup-report.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { ownText, stateBadge } from "./ticket-parts.ts";

/** A sentence in each reader's language. */
export type Say = (words: Words) => string;

/** `note`: works, and is worth a look. `unknown`: could not be found out. */
export type SetupOutcome = "ok" | "note" | "problem" | "unknown";

/** One thing of the setup that was looked at. */
export interface SetupFinding {
  readonly group: string;
  /** Stable: `permission:User.Read.All`, `clock`. */
  readonly id: string;
  readonly outcome: SetupOutcome;
  readonly what: Say;
  readonly seen: Say;
  /** What to do; null when there is nothing to do. */
  readonly fix: Say | null;
  /** How it is found out, and what it serves: in English, for administrators. */
  readonly how: string;
  readonly feature: string;
  /** People and groups behind a count: for the terminal, when they were asked for. */
  readonly names: readonly string[];
}

/** More would not fit into a card. */
const MOST = 12;

export const setupReport = defineCard("setup-report", template, {
  ...stateBadge,
  checked: ownText(80),
  heading: ownText(60),
  findings: z
    .array(
      z.strictObject({
        title: ownText(200),
        seen: ownText(400),
        hasFix: z.boolean(),
        fix: ownText(400),
      }),
    )
    .max(MOST),
  rest: ownText(80),
});

const WEIGHT: Readonly<Record<SetupOutcome, number>> = { problem: 0, unknown: 1, note: 2, ok: 3 };

export const isWrong = ({ outcome }: Pick<SetupFinding, "outcome">): boolean =>
  outcome === "problem" || outcome === "unknown";

/** The same as on the terminal, without what is in order and without names. */
export function setupReportData(
  findings: readonly SetupFinding[],
  at: number,
  words: Words,
): z.infer<typeof setupReport.data> {
  const open = findings.filter(({ outcome }) => outcome !== "ok");
  const shown = open.toSorted((one, other) => WEIGHT[one.outcome] - WEIGHT[other.outcome]).slice(0, MOST);
  const wrong = findings.filter(isWrong).length;
  return {
    state: wrong === 0 ? words.say("setup-report.fine") : words.say("setup-report.wrong", { count: wrong }),
    tone: wrong === 0 ? "good" : "attention",
    checked: words.say("licence-report.checked", { time: words.moment(at, at) }),
    heading: words.say("setup-report.heading"),
    findings: shown.map(({ what, seen, fix }) => ({
      title: what(words),
      seen: seen(words),
      hasFix: fix !== null,
      fix: fix?.(words) ?? "",
    })),
    rest: words.say("setup-report.rest", { count: findings.length - open.length }),
  };
}
