import type { Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import { withoutLicence } from "../domain/eligibility/person-checks.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import { groupFault, type HelpdeskGroup, readGroups } from "../graph/check-setup.ts";
import { answered, type Check, checkGroup, type Judged, ok } from "./check.ts";
import type { Tools } from "./tools.ts";

interface Facts {
  readonly groups: readonly HelpdeskGroup[];
  readonly helpers: Lookup<readonly PersonFacts[]>;
  readonly eligibility: EligibilityPolicy;
}

async function probe(tools: Tools): Promise<Facts | null> {
  const signIn = await tools.signIn("graph");
  if (signIn.kind === "refused" || signIn.kind === "no-token") return null;
  const [groups, helpers] = await Promise.all([
    readGroups(tools.graph, tools.config.graph, tools.round("groups")),
    tools.helpers(),
  ]);
  return { groups, helpers, eligibility: tools.config.eligibility };
}

function judgeGroup(group: HelpdeskGroup): readonly Judged[] {
  const { variable, members } = group;
  const about = {
    about: variable,
    what: ({ say }: Parameters<Judged["seen"]>[0]) => say("setup.group", { variable }),
  };
  if (group.found === null)
    return [
      Object.assign(
        ok(({ say }) => say("setup.not-set")),
        about,
      ),
    ];
  const fault = groupFault(group);
  const judged =
    fault === null
      ? [...answered(group.found, () => []), ...answered(members, countOf)]
      : [
          {
            outcome: "problem",
            seen: ({ say }) =>
              fault === "empty" ? say("setup.members", { count: 0 }) : say(`setup.group-${fault}`),
            fix: ({ say }) => say(`problem.group-${fault}.text`),
          } satisfies Judged,
        ];
  return judged.slice(0, 1).map((each) => Object.assign(each, about));
}

const countOf = (members: readonly PersonFacts[]): Judged => ({
  outcome: "ok",
  seen: ({ say }) => say("setup.members", { count: members.length }),
  names: members.map(({ displayName }) => displayName),
});

const CHECKS: readonly Check<Facts>[] = [
  {
    id: "group",
    what: ({ say }) => say("setup.group", { variable: "" }),
    how: "asks Graph for each group by its id, whether its members are hidden, and who is in it",
    feature: "who is a helper, a lead or an auditor",
    judge: ({ groups }) => groups.flatMap(judgeGroup),
  },
  {
    id: "helper-licences",
    what: ({ say }) => say("setup.licences"),
    how: "compares the service plans of helpers and leads with `acceptedPlans` of the policy",
    feature: "the check `helper-licensed`",
    judge: ({ helpers, eligibility }) =>
      eligibility.checks["helper-licensed"] === "off"
        ? []
        : answered(helpers, (people) => judgeLicences(people, eligibility)),
  },
];

function judgeLicences(people: readonly PersonFacts[], eligibility: EligibilityPolicy): Judged {
  const gaps = withoutLicence(people, eligibility);
  const count = people.length;
  if (gaps.length === 0) return ok(({ say }) => say("setup.all-of", { count }));
  return {
    outcome: gaps.length === count ? "problem" : "note",
    seen: ({ say }) => say("setup.lack-of", { lack: gaps.length, count }),
    fix: ({ say }) => say("setup.licences.fix"),
    names: gaps.map(({ person }) => person.displayName),
  };
}

export const groupChecks = checkGroup("groups", probe, CHECKS);
