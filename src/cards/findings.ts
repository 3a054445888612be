import { isUndecided } from "../domain/eligibility/check.ts";
import { SILENT_SOURCE } from "../domain/eligibility/judge.ts";
import { CHECK_IDS, type CheckId } from "../domain/eligibility/policy.ts";
import { type Fact, isPhrase } from "../domain/ticket/fact.ts";
import type { Finding, Owner } from "../domain/ticket/finding.ts";
import { sayFact } from "./text/facts.ts";
import type { Words } from "./text/words.ts";

/** `colleague`: a helper who reads about another helper. */
export type Audience = "sharer" | "helper" | "colleague";

interface Explanation {
  readonly sentence: string;
  /** One thing to do. */
  readonly remedy: string;
  /** Who can do it, in a sentence; "" when it is the reader, or when the remedy says so. */
  readonly who: string;
}

/** Says a finding that is not met to a person. A check that is no longer known (an old trail) still gets a true sentence. */
export function explain(finding: Finding, reader: Audience, words: Words): Explanation {
  const untold = untoldIn(finding);
  const seen = untold ?? finding.seen;
  return untold !== null
    ? explainUnknown(finding, seen, reader, words)
    : {
        ...advise(finding.check, sayFact(seen, words), reader, words),
        who: whoOf(finding.owner, reader, words),
      };
}

/** What is not known; null when the condition is known to be unmet. */
function untoldIn({ outcome, seen }: Finding): Fact | null {
  if (outcome === "unknown") return seen;
  return typeof seen === "object" && "fact" in seen && seen.fact === "not-known" ? seen.seen : null;
}

/** The condition in two or three words: `Compliant device`. */
export function titleOf({ check }: Pick<Finding, "check">, { say }: Words): string {
  return check === SILENT_SOURCE
    ? say("finding.silent-source.title")
    : say(`finding.${knownCheck(check) ?? "earlier"}.title`);
}

const knownCheck = (check: string): CheckId | undefined => CHECK_IDS.find((known) => known === check);

type HelperCheck = Extract<CheckId, `helper-${string}`>;
const isAboutHelper = (id: CheckId): id is HelperCheck => id.startsWith("helper-");

function advise(check: string, seen: string, reader: Audience, { say }: Words) {
  const id = knownCheck(check);
  if (id === undefined) {
    return { sentence: say("finding.earlier.unmet", { seen }), remedy: say("finding.earlier.remedy") };
  }
  if (reader === "colleague" && isAboutHelper(id)) {
    return {
      sentence: say(`finding.${id}.colleague`, { seen }),
      remedy: say(`finding.${id}.colleague.remedy`),
    };
  }
  const side = reader === "sharer" ? "sharer" : "helper";
  return { sentence: say(`finding.${id}.${side}`, { seen }), remedy: say(`finding.${id}.${side}.remedy`) };
}

/** What could not be checked. What an administrator has to put right is told to the helper only, who passes it on. */
function explainUnknown(
  { check, outcome, owner }: Finding,
  seen: Fact,
  reader: Audience,
  words: Words,
): Explanation {
  const { say } = words;
  const side = reader === "sharer" ? "sharer" : "helper";
  if (isPhrase(seen, "not-in-directory")) {
    const sentence = say(`finding.not-in-directory.${side}`);
    return { sentence, remedy: say(`finding.not-in-directory.${side}.remedy`), who: "" };
  }
  const what =
    check === SILENT_SOURCE
      ? say("finding.silent-source.unknown")
      : say(`finding.${knownCheck(check) ?? "earlier"}.unknown`, { reader });
  const sentence =
    reader === "sharer" ? what : `${what} ${say("finding.reason", { seen: sayFact(seen, words) })}`;
  const by = (owner: Owner, remedy: string): Explanation => ({
    sentence,
    remedy: reader === "sharer" && owner !== "sharer" ? say("finding.told-helper") : remedy,
    who: whoOf(owner, reader, words),
  });
  if (isPhrase(seen, "config-manager")) return by("intune-admin", say("finding.accept-config-manager"));
  if (isUndecided(seen)) {
    if (check.startsWith("device-")) return by("sharer", say(`finding.sync.${side}`));
    const admin = check.startsWith("tenant-") ? "intune-admin" : "identity-admin";
    return by(admin, say("finding.look-in-portal"));
  }
  if (owner === "identity-admin") {
    return by(
      owner,
      say(isPhrase(seen, "lacks-permission") ? "finding.grant-permission" : "finding.put-right-in-entra"),
    );
  }
  if (owner === "intune-admin") return by(owner, say("finding.look-at-role"));
  const remedy = say(outcome === "warning" ? "finding.take-care" : "finding.try-again");
  return { sentence, remedy, who: "" };
}

const whoOf = (owner: Owner, reader: Audience, { say }: Words): string =>
  owner === reader || (reader === "colleague" && owner === "helper") ? "" : say(`finding.owner.${owner}`);
