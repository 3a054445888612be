import type { Finding, Owner } from "../ticket/finding.ts";
import { untoldIn } from "./check.ts";
import { CHECK_IDS, type CheckId } from "./check-ids.ts";
import { explainUnknown } from "./explain-unknown.ts";
import type { Audience, Remedy } from "./remedy.ts";
import { REMEDIES } from "./remedy-texts.ts";
import { SILENT_SOURCE } from "./to-yes.ts";

export type { Audience } from "./remedy.ts";

export interface Explanation {
  readonly sentence: string;
  /** One thing to do. */
  readonly remedy: string;
  /** Who does it, in words for this reader. */
  readonly owner: string;
}

/** Says a finding to a person. A check that is no longer known (an old trail) still gets a truthful sentence. */
export function explain(finding: Finding, reader: Audience): Explanation {
  const advice = remedyOf(finding);
  if (finding.outcome === "met") {
    return { sentence: `${advice.title}.`, remedy: "Nothing to do.", owner: "nobody" };
  }
  const doubt = finding.outcome === "warning" ? untoldIn(finding.seen) : null;
  const seen = doubt ?? finding.seen;
  const nobodyKnows = finding.outcome === "unknown" || doubt !== null;
  const { sentence, remedy, owner } =
    (nobodyKnows ? explainUnknown({ ...finding, seen }, advice.title, reader) : null) ??
    ({ ...advice[reader], owner: finding.owner } as const);
  const fill = (text: string) => text.replaceAll("{seen}", () => seen);
  return { sentence: fill(sentence), remedy: fill(remedy), owner: inWords(owner, reader) };
}

/** The condition in two or three words: `Compliant device`. */
export const titleOf = (finding: Finding): string => remedyOf(finding).title;

function inWords(owner: Owner | "reader", reader: Audience): string {
  if (owner === reader || owner === "reader") return "you";
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
const GONE: Remedy = { title: "An earlier condition", sharer: UNKNOWN_CHECK, helper: UNKNOWN_CHECK };
const SILENCE: Remedy = { ...GONE, title: "No answer from Microsoft Graph" };

function remedyOf({ check }: Finding): Remedy {
  if (check === SILENT_SOURCE) return SILENCE;
  const id = CHECK_IDS.find((known): known is CheckId => known === check);
  return id === undefined ? GONE : REMEDIES[id];
}
