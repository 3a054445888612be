import { titleOf } from "../cards/findings.ts";
import type { Say } from "../cards/setup-report.ts";
import { sayFact } from "../cards/text/facts.ts";
import type { DeviceFacts, Facts as EligibilityFacts, Lookup } from "../domain/eligibility/facts.ts";
import { CHECKS as ELIGIBILITY_CHECKS, judge } from "../domain/eligibility/judge.ts";
import { CHECK_IDS, type CheckId, type EligibilityPolicy } from "../domain/eligibility/policy.ts";
import type { Fact } from "../domain/ticket/fact.ts";
import { sampleOfDevices } from "../graph/devices.ts";
import { answered, type Check, checkGroup, type Judged } from "./check.ts";
import type { Tools } from "./tools.ts";

interface Facts {
  readonly devices: Lookup<readonly DeviceFacts[]>;
  readonly policy: EligibilityPolicy;
  readonly now: number;
}

/** Intune's largest page. */
const MOST_DEVICES = 1000;
const MOST_KINDS = 5;

async function probe(tools: Tools): Promise<Facts | null> {
  const signIn = await tools.signIn("graph");
  if (signIn.kind === "refused" || signIn.kind === "no-token") return null;
  // v1.0 has no word for how Android devices were enrolled, so a session asks beta, too.
  const { devices } = await tools.graph.ask(tools.round("fleet", "beta"), {
    devices: sampleOfDevices(MOST_DEVICES),
  });
  return {
    devices: "unknown" in devices ? devices : { seen: devices.seen.map(({ facts }) => facts) },
    policy: tools.config.eligibility,
    now: tools.clock.now(),
  };
}

/** Whose device it is belongs to an ask, and not to a fleet. */
const judgedOfFleet = ({ checks }: EligibilityPolicy): readonly CheckId[] =>
  CHECK_IDS.filter(
    (id) => ELIGIBILITY_CHECKS[id].about === "device" && id !== "device-belongs" && checks[id] !== "off",
  );

const NOT_ASKED = { unknown: { why: { fact: "not-asked" } } } as const;

/** By the judge of every session, at the lowest level. */
function findingsOf(device: DeviceFacts, policy: EligibilityPolicy, now: number) {
  const facts: EligibilityFacts = {
    sharer: NOT_ASKED,
    device: { seen: device },
    helper: null,
    helpdesk: null,
    rights: null,
    gatheredAt: now,
  };
  return judge(facts, policy, "view", ["device"]).findings;
}

function judgeFleet(
  devices: readonly DeviceFacts[],
  policy: EligibilityPolicy,
  now: number,
): readonly Judged[] {
  const findings = devices.flatMap((device) => findingsOf(device, policy, now));
  return judgedOfFleet(policy).map((check): Judged => {
    const refused = findings.filter(
      (one) => one.check === check && (one.outcome === "unmet" || one.outcome === "unknown"),
    );
    const kinds = Map.groupBy(refused, ({ seen }) => JSON.stringify(seen));
    const told = [...kinds.values()].toSorted((one, other) => other.length - one.length).slice(0, MOST_KINDS);
    const what: Say = (words) => words.say("setup.fleet", { check: titleOf({ check }, words) });
    const count = devices.length;
    if (refused.length === 0)
      return { about: check, what, outcome: "ok", seen: ({ say }) => say("setup.fleet-fine", { count }) };
    const kindOf =
      (seen: Fact, times: number): Say =>
      (words) =>
        words.say("setup.fleet-kind", { seen: sayFact(seen, words), count: times });
    const said = told.map((each) => kindOf(each[0]?.seen ?? "", each.length));
    return {
      about: check,
      what,
      outcome: "note",
      seen: (words) =>
        words.say("setup.fleet-refused", {
          refused: refused.length,
          count,
          kinds: words.list(said.map((say) => say(words))),
        }),
      fix: ({ say }) => say("setup.fleet.fix"),
    };
  });
}

const CHECKS: readonly Check<Facts>[] = [
  {
    id: "fleet",
    what: ({ say }) => say("setup.fleet", { check: "" }),
    how: "judges up to 1,000 devices of Intune as a session would be judged, and counts what the policy refuses by what it saw",
    feature: "people learn before they ask what is wrong with their devices",
    judge: ({ devices, policy, now }) => answered(devices, (seen) => judgeFleet(seen, policy, now)),
  },
];

export const fleetChecks = checkGroup("fleet", probe, CHECKS);
