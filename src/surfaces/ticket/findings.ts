import type { CardData } from "../../cards/catalog.ts";
import { MOST_FINDINGS } from "../../cards/eligibility.ts";
import { type Audience, explain, titleOf } from "../../cards/findings.ts";
import type { Words } from "../../cards/text/words.ts";
import type { TicketView } from "../../cards/view.ts";
import { toYes } from "../../domain/eligibility/to-yes.ts";
import type { Finding } from "../../domain/ticket/finding.ts";
import type { Denial, Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import { nameOf, textOf } from "../words.ts";
import { onSurface } from "./parts.ts";
import { viewLengths } from "./view-lengths.ts";

type Shown = CardData<"eligibility">["findings"][number];

const MARK: Readonly<Record<Exclude<Finding["outcome"], "met">, Pick<Shown, "sign" | "mark" | "tone">>> = {
  unmet: { sign: "✕", mark: "Not met", tone: "attention" },
  unknown: { sign: "?", mark: "Not known", tone: "warning" },
  warning: { sign: "!", mark: "Take care", tone: "warning" },
};

/**
 * Why remote help is not possible, in words for the one who reads: what stands in the way, as few things to do as
 * will do, and then what is only worth knowing.
 */
export function findings(
  ticket: Ticket,
  denial: Denial,
  reader: Audience,
  key: string,
  view: TicketView,
): CardData<"eligibility"> {
  const words = view.wordsOf(reader === "sharer" ? ticket.sharer : denial.helper);
  const warnings = denial.findings.filter(({ outcome }) => outcome === "warning");
  const standing = [...toYes(denial), ...warnings];
  const rest = standing.slice(MOST_FINDINGS).map((each) => titleOf(each, words));
  const met = denial.findings.filter(({ outcome }) => outcome === "met").length;
  const asks = reader === "helper" && ticket.claim?.helper.id === denial.helper.id;
  const canAskView = asks && denial.level === "view" && ticket.session === null;
  const canRequest = asks && denial.level !== "view" && ticket.session !== null;
  return {
    ...onSurface(ticket, key),
    state: "Blocked",
    tone: "attention",
    heading:
      denial.level === "view"
        ? "Remote help is not possible yet"
        : `${LEVEL[denial.level]} is not possible yet`,
    lead: lead(ticket, denial, reader),
    findings: standing.slice(0, MOST_FINDINGS).map((each) => shown(each, reader, words)),
    hasRest: rest.length > 0,
    rest: `Also: ${rest.join(" · ")}`,
    hasFine: met > 0,
    fine: `${met} other ${met === 1 ? "condition is" : "conditions are"} met.`,
    level: denial.level,
    reason: textOf(ticket.subject),
    ...viewLengths(view.policy),
    canAskView,
    canRequest,
    hasActions: canAskView || canRequest,
  };
}

function lead({ sharer, device }: Ticket, { level, helper }: Denial, reader: Audience): string {
  const what = device === null ? "" : ` on ${device.model}`;
  if (reader === "helper") {
    const so = level === "view" ? "Nobody was asked." : "Nothing changed in the session.";
    return `Checked for ${nameOf(sharer)}${what}. ${so} Ask again once this is put right.`;
  }
  const wanted = level === "view" ? "see your screen" : "do more in this session";
  return `${nameOf(helper)} wanted to ask to ${wanted}${what}, and something is in the way.`;
}

function shown(finding: Finding, reader: Audience, words: Words): Shown {
  const { sentence, ...advice } = explain(finding, reader, words);
  const mark =
    finding.outcome === "met" ? { sign: "✓", mark: "Fine", tone: "good" as const } : MARK[finding.outcome];
  const waits = reader === "sharer" && finding.outcome === "unknown" && advice.who === "";
  const remedy = waits ? words.say("finding.ask-again") : advice.remedy;
  return {
    title: titleOf(finding, words),
    ...mark,
    sentence,
    remedy,
    hasWho: advice.who !== "",
    who: advice.who,
  };
}
