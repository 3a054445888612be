import type { Finding, Owner } from "../ticket/finding.ts";
import { CHECK_IDS, type CheckId, UNDECIDED } from "./check.ts";
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
  const what = title.charAt(0).toLowerCase() + title.slice(1);
  const sentence =
    reader === "sharer"
      ? `Beckon could not check this just now: ${what}.`
      : `Beckon could not check this: ${what} (${seen}).`;
  if (owner === "identity-admin") {
    const remedy =
      reader === "sharer"
        ? "Nothing for you to do: your helper has been told what is missing."
        : "Ask an identity administrator to grant Beckon this permission in Entra.";
    return { sentence, remedy, owner: inWords(owner, reader) };
  }
  if (seen.startsWith(UNDECIDED)) {
    const remedy =
      reader === "sharer"
        ? "Open the Company Portal app on the device, choose Sync, and try again in a few minutes."
        : "Ask the person to choose Sync in the Company Portal app, and try again in a few minutes.";
    return { sentence, remedy, owner: inWords("sharer", reader) };
  }
  return { sentence, remedy: "Try again in a minute; until then nothing is allowed.", owner: "you" };
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
