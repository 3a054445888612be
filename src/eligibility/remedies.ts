import type { Finding, Owner } from "../ticket/finding.ts";
import { CHECK_IDS, type CheckId } from "./check.ts";
import { REMEDIES, type Reader } from "./remedy-texts.ts";

export type { Reader } from "./remedy-texts.ts";

export interface Explanation {
  readonly sentence: string;
  /** One thing to do. */
  readonly remedy: string;
  /** Who does it, in words for this reader. */
  readonly owner: string;
}

/** Says a finding to a person. A check that is no longer known (an old trail) still gets a truthful sentence. */
export function explain(finding: Finding, reader: Reader): Explanation {
  const { title } = remedyOf(finding);
  if (finding.outcome === "met") return { sentence: `${title}.`, remedy: "Nothing to do.", owner: "nobody" };
  if (finding.outcome === "unknown") return explainUnknown(finding, title, reader);
  const { sentence, remedy } = remedyOf(finding)[reader];
  const fill = (text: string) => text.replaceAll("{seen}", () => finding.seen);
  return { sentence: fill(sentence), remedy: fill(remedy), owner: inWords(finding.owner, reader) };
}

/** The condition in two or three words: `Compliant device`. */
export const titleOf = (finding: Finding): string => remedyOf(finding).title;

/** A missing permission of Beckon's own is no matter for the sharer; the helper can pass its name on. */
function explainUnknown({ seen, owner }: Finding, title: string, reader: Reader): Explanation {
  const lasting = owner === "identity-admin";
  if (reader === "sharer") {
    return {
      sentence: `Beckon could not check this just now: ${lowerFirst(title)}.`,
      remedy: lasting ? "Nothing for you to do: your helper has been told." : "Try again in a minute.",
      owner: lasting ? "an identity administrator" : "you",
    };
  }
  return {
    sentence: `Beckon could not check this: ${lowerFirst(title)} (${seen}).`,
    remedy: lasting
      ? "Ask an identity administrator to grant Beckon this permission in Entra."
      : "Try again in a minute; nothing is allowed until the answer is there.",
    owner: lasting ? "an identity administrator" : "you",
  };
}

function inWords(owner: Owner, reader: Reader): string {
  if (owner === reader) return "you";
  const words: Record<Owner, string> = {
    sharer: "the person you help",
    helper: "your helper",
    lead: "a helpdesk lead",
    "intune-admin": "an Intune administrator",
    "identity-admin": "an identity administrator",
  };
  return words[owner];
}

const UNKNOWN_CHECK = {
  sentence: "A condition that Beckon checked at the time was not met ({seen}).",
  remedy: "Ask again, so that it is checked as of now.",
};

function remedyOf({ check }: Finding) {
  const id = CHECK_IDS.find((known): known is CheckId => known === check);
  return id === undefined
    ? { title: "An earlier condition", sharer: UNKNOWN_CHECK, helper: UNKNOWN_CHECK }
    : REMEDIES[id];
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
