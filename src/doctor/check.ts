import type { Say, SetupFinding, SetupOutcome } from "../cards/setup-report.ts";
import { sayFact } from "../cards/text/facts.ts";
import type { Words } from "../cards/text/words.ts";
import type { Lookup, Unknown } from "../domain/eligibility/facts.ts";
import type { Tools } from "./tools.ts";

/** What a check found. */
export interface Judged {
  readonly outcome: SetupOutcome;
  readonly seen: Say;
  readonly fix?: Say;
  /** Behind the id of the check, when it looks at several things. */
  readonly about?: string;
  /** Instead of the check's own title. */
  readonly what?: Say;
  readonly names?: readonly string[];
}

/** One thing that has to be right, judged from what its group's probe saw. */
export interface Check<Facts> {
  readonly id: string;
  readonly what: Say;
  readonly how: string;
  readonly feature: string;
  /** Pure. None when there is nothing to look at. */
  judge(facts: Facts): readonly Judged[];
}

export interface CheckGroup {
  readonly name: string;
  readonly checks: readonly Pick<Check<never>, "id" | "how" | "feature">[];
  examine(tools: Tools): Promise<readonly SetupFinding[]>;
}

/**
 * @param probe asks Graph, Teams, the store or the machine, changes nothing, and does not throw. Null when what it needs
 * is not there: another group says so.
 */
export function checkGroup<Facts>(
  name: string,
  probe: (tools: Tools) => Promise<Facts | null>,
  checks: readonly Check<Facts>[],
): CheckGroup {
  return {
    name,
    checks,
    async examine(tools) {
      const facts = await probe(tools);
      if (facts === null) return [];
      return checks.flatMap((check) =>
        check.judge(facts).map(({ outcome, seen, fix, about, what = check.what, names = [] }) => ({
          group: name,
          id: about === undefined ? check.id : `${check.id}:${about}`,
          outcome,
          what,
          seen,
          fix: fix ?? null,
          how: check.how,
          feature: check.feature,
          names,
        })),
      );
    },
  };
}

export const ok = (seen: Say): Judged => ({ outcome: "ok", seen });

/** An answer that could not be had. */
export const unanswered = ({ why, missingPermission }: Unknown): Judged => ({
  outcome: "unknown",
  seen: (words) =>
    words.say("setup.unanswered", {
      why: sayFact(
        missingPermission === undefined
          ? why
          : { fact: "lacks-permission", why, permission: missingPermission },
        words,
      ),
    }),
  fix: ({ say }: Words) => say(missingPermission === undefined ? remedyFor(why) : "setup.missing.fix"),
});

/** To wait helps only where Graph may answer otherwise the next time. */
function remedyFor(why: Unknown["why"]) {
  if (typeof why === "string" || !("fact" in why)) return "setup.unanswered.fix";
  if (why.fact === "sign-in-not-accepted") return "setup.sign-in-not-accepted.fix";
  return why.fact === "status" && why.status === 404 ? "setup.not-found.fix" : "setup.unanswered.fix";
}

/** Judges an answer when there is one. */
export const answered = <T>(
  answer: Lookup<T>,
  judge: (seen: T) => Judged | readonly Judged[],
): readonly Judged[] => {
  if ("unknown" in answer) return [unanswered(answer.unknown)];
  const judged = judge(answer.seen);
  return "outcome" in judged ? [judged] : judged;
};
