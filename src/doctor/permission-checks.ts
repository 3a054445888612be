import { sayFact } from "../cards/text/facts.ts";
import type { Lookup } from "../domain/eligibility/facts.ts";
import { isOptional, isPermission, type Permission, permissionsFor } from "../graph/permissions.ts";
import { type Probe, probeOf } from "../graph/probes.ts";
import { appIdOf } from "../graph/sign-in.ts";
import { type Check, checkGroup, type Judged, ok, unanswered } from "./check.ts";
import type { Tools } from "./tools.ts";

interface Facts {
  /** What the features that are on need. */
  readonly needed: readonly Permission[];
  /** What the token carries; null when it does not tell. */
  readonly roles: readonly string[] | null;
  /** What Graph answered to one question for each; absent where none can be asked without a change. */
  readonly answers: Readonly<Partial<Record<Permission, Lookup<unknown>>>>;
}

async function probe(tools: Tools): Promise<Facts | null> {
  const { config, features } = tools;
  const signIn = await tools.signIn("graph");
  if (signIn.kind === "refused" || signIn.kind === "no-token") return null;
  const needed = permissionsFor(features);
  const helpers = await tools.helpers();
  const subjects = {
    helper: "seen" in helpers ? (helpers.seen[0]?.id ?? null) : null,
    helpersGroupId: config.graph.helpersGroupId,
    appId: appIdOf(config.graph.credential),
    manifestId: config.graph.teamsAppId ?? null,
  };
  const probes = needed.flatMap((name): (readonly [Permission, Probe])[] => {
    const found = probeOf(name, subjects);
    return found === null ? [] : [[name, found]];
  });
  const answers = await Promise.all(
    (["v1.0", "beta"] as const).map((version) => {
      const questions = probes
        .filter(([, probe]) => probe.version === version)
        .map(([name, { question }]) => [name, question] as const);
      return tools.graph.ask(tools.round("probe", version), Object.fromEntries(questions));
    }),
  );
  return {
    needed,
    roles: signIn.kind === "signed-in" ? signIn.roles : null,
    answers: Object.assign({}, ...answers),
  };
}

const missing = (name: Permission): Judged => ({
  outcome: isOptional(name) ? "note" : "problem",
  seen: ({ say }) =>
    say(isOptional(name) ? "setup.missing-optional" : "setup.missing", {
      without: say(`permission.${name}`),
    }),
  fix: ({ say }) => say("setup.missing.fix"),
});

/** The question counts for more than the token: a greater permission answers it, too. */
function judge(name: Permission, { roles, answers }: Facts): Judged {
  const isGranted = roles === null ? null : roles.includes(name);
  const answer = answers[name];
  if (answer === undefined) {
    if (isGranted === null) return { outcome: "note", seen: ({ say }) => say("setup.untold") };
    return isGranted ? ok(({ say }) => say("setup.granted")) : missing(name);
  }
  if ("seen" in answer) {
    return ok(({ say }) => say(isGranted === true ? "setup.granted-answers" : "setup.answers"));
  }
  const { why, missingPermission } = answer.unknown;
  if (isGranted === false || (missingPermission !== undefined && isGranted === null)) return missing(name);
  if (missingPermission === undefined) return unanswered({ why });
  return {
    outcome: "problem",
    seen: (words) => words.say("setup.refused", { why: sayFact(why, words) }),
    fix: ({ say }) => say("setup.refused.fix"),
  };
}

function judgeSurplus({ roles, needed }: Facts): readonly Judged[] {
  if (roles === null) return [];
  const surplus = roles.filter(
    (name) => !(isPermission(name) && (needed.includes(name) || isOptional(name))),
  );
  if (surplus.length === 0) return [ok(({ say }) => say("setup.none"))];
  return [
    {
      outcome: "note",
      seen: ({ list }) => list(surplus),
      fix: ({ say }) => say("setup.surplus.fix"),
    },
  ];
}

const CHECKS: readonly Check<Facts>[] = [
  {
    id: "permission",
    what: ({ say }) => say("setup.permission", { permission: "" }),
    how: "compares the token's `roles` with what is switched on, and asks Graph one question for each that changes nothing",
    feature: "what docs/permissions.md says of each",
    judge: (facts) =>
      facts.needed.map((permission) => ({
        about: permission,
        what: ({ say }) => say("setup.permission", { permission }),
        ...judge(permission, facts),
      })),
  },
  {
    id: "surplus-permissions",
    what: ({ say }) => say("setup.surplus"),
    how: "compares the token's `roles` with what is switched on",
    feature: "a stolen credential can read as little as possible",
    judge: judgeSurplus,
  },
];

export const permissionChecks = checkGroup("permissions", probe, CHECKS);
