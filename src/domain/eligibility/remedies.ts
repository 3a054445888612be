import type { Finding, Owner } from "../ticket/finding.ts";
import { isUndecided, lacksPermission, untoldIn } from "./check.ts";
import { DECIDED_ELSEWHERE } from "./device-checks.ts";
import { COLLEAGUE_REMEDIES } from "./helper-remedy-texts.ts";
import { CHECK_IDS, type CheckId } from "./policy.ts";
import { type Advice, type Audience, REMEDIES, type Remedy } from "./remedy-texts.ts";
import { SILENT_SOURCE } from "./to-yes.ts";

export type { Audience } from "./remedy-texts.ts";

export interface Explanation {
  readonly sentence: string;
  /** One thing to do. */
  readonly remedy: string;
  /** Who does it, in words for this reader. */
  readonly owner: string;
}

/** Says a finding to a person. A check that no longer exists (an old trail) still gets a truthful sentence. */
export function explain(finding: Finding, reader: Audience): Explanation {
  const advice = remedyOf(finding);
  if (finding.outcome === "met") {
    return { sentence: `${advice.title}.`, remedy: "Nothing to do.", owner: "nobody" };
  }
  const doubt = finding.outcome === "warning" ? untoldIn(finding.seen) : null;
  const seen = doubt ?? finding.seen;
  const isUnknown = finding.outcome === "unknown" || doubt !== null;
  const { sentence, remedy, owner } = isUnknown
    ? explainUnknown({ ...finding, seen }, advice.title, reader)
    : { ...advice[reader], owner: finding.owner };
  return { sentence: fill(sentence, seen), remedy: fill(remedy, seen), owner: inWords(owner, reader) };
}

/** Says a finding that is unmet about one helper to another one. */
export function explainColleague(finding: Finding): Explanation {
  const told = explain(finding, "helper");
  const { check, outcome, seen } = finding;
  if (outcome !== "unmet" || !Object.hasOwn(COLLEAGUE_REMEDIES, check)) return told;
  const { sentence, remedy } = COLLEAGUE_REMEDIES[check as keyof typeof COLLEAGUE_REMEDIES];
  const owner = finding.owner === "helper" ? "your colleague" : told.owner;
  return { sentence: fill(sentence, seen), remedy: fill(remedy, seen), owner };
}

/** The condition in two or three words: `Compliant device`. */
export const titleOf = (finding: Finding): string => remedyOf(finding).title;

const fill = (text: string, seen: string) => text.replaceAll("{seen}", () => seen);

const OWNERS: Readonly<Record<Owner, string>> = {
  sharer: "the person you help",
  helper: "your helper",
  lead: "a helpdesk lead",
  "intune-admin": "an Intune administrator",
  "identity-admin": "an identity administrator",
};
const inWords = (owner: Owner | "reader", reader: Audience): string =>
  owner === reader || owner === "reader" ? "you" : OWNERS[owner];

const UNKNOWN_CHECK = {
  sentence: "A condition that Beckon checked at the time was not met ({seen}).",
  remedy: "Ask again, so that it is checked as of now.",
};
const GONE: Remedy = { title: "An earlier condition", sharer: UNKNOWN_CHECK, helper: UNKNOWN_CHECK };
const SILENCE: Remedy = { ...GONE, title: "No answer from Microsoft Graph" };

function remedyOf({ check }: Finding): Remedy {
  if (check === SILENT_SOURCE) return SILENCE;
  const id = CHECK_IDS.find((known): known is CheckId => known === check);
  return id === undefined ? GONE : REMEDIES[id];
}

const NOTHING_TO_DO = "Nothing for you to do: your helper has been told what is missing.";

/** Names keep their capitals in the middle of a sentence. */
const PRODUCT = /^Remote Help\b/;

const SYNC: Readonly<Record<Audience, string>> = {
  sharer: "Open the Company Portal app on the device, choose Sync, and try again in a few minutes.",
  helper: "Ask the person to choose Sync in the Company Portal app, and try again in a few minutes.",
};

/** As `src/graph/people.ts` says it of a 404. */
const NOT_IN_DIRECTORY = "Graph knows no such person";

type Told = Advice & { readonly owner: Owner | "reader" };

/** Why nobody knows. What an administrator has to put right is no matter for the sharer; the helper passes it on. */
function explainUnknown({ check, outcome, seen, owner }: Finding, title: string, reader: Audience): Told {
  const what = PRODUCT.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
  const failed =
    check === SILENT_SOURCE
      ? "Beckon could not read this from Microsoft Graph"
      : `Beckon could not check this: ${what}`;
  const sentence = reader === "sharer" ? `${failed}.` : `${failed} ({seen}).`;
  const byAdmin = (remedy: string, owner: Owner): Told => ({
    sentence,
    remedy: reader === "sharer" ? NOTHING_TO_DO : remedy,
    owner,
  });
  if (seen === NOT_IN_DIRECTORY) return NO_MEMBER[reader];
  if (seen.endsWith(` ${DECIDED_ELSEWHERE}`)) return byAdmin(ACCEPT_CONFIG_MANAGER, "intune-admin");
  if (isUndecided(seen)) {
    if (check.startsWith("device-")) return { sentence, remedy: SYNC[reader], owner: "sharer" };
    const admin = check.startsWith("tenant-") ? "intune-admin" : "identity-admin";
    return byAdmin("Ask an administrator to look at it in the portal.", admin);
  }
  if (owner === "identity-admin" && lacksPermission(seen))
    return byAdmin("Ask an identity administrator to grant Beckon this permission in Entra.", owner);
  if (owner === "identity-admin")
    return byAdmin("Ask an identity administrator to put this right in Entra.", owner);
  if (owner === "intune-admin")
    return byAdmin("Ask an Intune administrator to look at this role in the Intune admin center.", owner);
  const remedy =
    outcome === "warning"
      ? "Go on with care, or try again in a minute."
      : "Try again in a minute; until then nothing is allowed.";
  return { sentence, remedy, owner: "reader" };
}

const ACCEPT_CONFIG_MANAGER =
  "Configuration Manager decides about this device. Ask an Intune administrator to add `configManager` to " +
  "`eligibility.acceptedCompliance` of Beckon's policy, or to move the compliance workload to Intune.";

const NO_MEMBER: Readonly<Record<Audience, Told>> = {
  sharer: {
    sentence:
      "Your account is not in this organisation's directory, and screen sharing works only for its members.",
    remedy: "Ask the service desk of your own organisation for help.",
    owner: "reader",
  },
  helper: {
    sentence: "Microsoft Graph knows no such person: Beckon helps people of its own organisation only.",
    remedy: "Help by chat or call, or send them to the service desk of their own organisation.",
    owner: "reader",
  },
};
