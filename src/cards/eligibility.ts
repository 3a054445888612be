import { z } from "zod";
import template from "../../cards/eligibility.json" with { type: "json" };
import { toYes } from "../domain/eligibility/judge.ts";
import { isLive } from "../domain/ticket/authority.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import { LEVELS } from "../domain/ticket/level.ts";
import type { Denial } from "../domain/ticket/ticket.ts";
import { defineCard } from "./define-card.ts";
import { explain, titleOf } from "./findings.ts";
import { noticeOn } from "./notice.ts";
import type { Words } from "./text/words.ts";
import {
  humanText,
  onSurface,
  ownChoices,
  ownText,
  sentBack,
  stateBadge,
  viewLengths,
} from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** More would not fit into a card of Teams. */
export const MOST_FINDINGS = 8;

/** Why remote help is not possible, what to do about it, and who can: in words for its reader. */
export const eligibility = defineCard("eligibility", template, {
  ...onSurface,
  ...stateBadge,
  heading: ownText(60),
  lead: humanText(400),
  findings: z
    .array(
      z.strictObject({
        title: ownText(60),
        sign: ownText(2),
        mark: ownText(20),
        tone: stateBadge.tone,
        sentence: humanText(300),
        remedy: humanText(300),
        hasWho: z.boolean(),
        /** Who can do it, in a sentence; "" when it is the reader. */
        who: ownText(60),
      }),
    )
    .max(MOST_FINDINGS),
  hasRest: z.boolean(),
  /** Findings beyond those, by title. */
  rest: ownText(800),
  level: z.enum(LEVELS),
  /** The first name of who is asked again. */
  reason: humanText(200),
  lengths: ownChoices,
  minutes: ownText(4),
  canAskView: z.boolean(),
  canRequest: z.boolean(),
  /** For the sharer in a live session, whose session card is further up in the chat. */
  canStop: z.boolean(),
  hasActions: z.boolean(),
});

type Data = z.infer<typeof eligibility.data>;
type Reader = "sharer" | "helper";

/** What a refusal rests on; once something newer has happened, what became of it. */
export function findingsContent(
  view: TicketView,
  denial: Denial,
  reader: Reader,
  key: string,
  words: Words,
): { card: "eligibility"; data: Data } | ReturnType<typeof noticeOn> {
  const { settled } = denial;
  if (settled === null) return { card: "eligibility", data: standing(view, denial, reader, key, words) };
  const { say } = words;
  const lost = words.list(toYes(denial).map((finding) => titleOf(finding, words)));
  const since = say(`findings.settled.${settled.how}`, {
    time: words.moment(settled.at, view.at),
    helper: words.name(denial.helper),
  });
  return noticeOn(
    view.ticket,
    say(settled.how === "asked" ? "findings.fixed" : "findings.past"),
    `${say("findings.stood-in-the-way", { time: words.moment(denial.at, view.at), lost })} ${since}`,
  );
}

/** What stands in the way, as few things to do as will do, and then what is only worth knowing. */
function standing(view: TicketView, denial: Denial, reader: Reader, key: string, words: Words): Data {
  const { ticket } = view;
  const { level, helper } = denial;
  const { say } = words;
  const warnings = denial.findings.filter(({ outcome }) => outcome === "warning");
  const all = [...toYes(denial), ...warnings];
  const rest = all.slice(MOST_FINDINGS).map((finding) => titleOf(finding, words));
  const asks = reader === "helper" && ticket.claim?.helper.id === helper.id;
  const canAskView = asks && level === "view" && ticket.session === null;
  const canRequest = asks && level !== "view" && ticket.session !== null;
  const canStop = reader === "sharer" && isLive(ticket.session);
  const step = level === "view" ? "view" : "more";
  const names = {
    helper: words.name(helper),
    sharer: words.name(ticket.sharer),
    device: ticket.device?.model ?? "",
  };
  return {
    ...sentBack(view, key),
    state: say("findings.blocked"),
    tone: "attention",
    heading: say(`findings.heading.${level}`),
    lead: say(`findings.${reader}.${step}${ticket.device === null ? "" : "-on"}`, names),
    findings: all.slice(0, MOST_FINDINGS).map((finding) => shown(finding, reader, words)),
    hasRest: rest.length > 0,
    rest: say("findings.also", { titles: rest.join(" · ") }),
    level,
    reason: words.text(denial.reason ?? ticket.subject),
    ...viewLengths(view.policy, words),
    canAskView,
    canRequest,
    canStop,
    hasActions: canAskView || canRequest || canStop,
  };
}

const SIGN = {
  met: { sign: "✓", tone: "good" },
  unmet: { sign: "✕", tone: "attention" },
  unknown: { sign: "?", tone: "warning" },
  warning: { sign: "!", tone: "warning" },
} as const;

function shown(finding: Finding, reader: Reader, words: Words): Data["findings"][number] {
  const { sentence, remedy, who } = explain(finding, reader, words);
  // To try again is to ask again, which is the helper's to do.
  const waits = reader === "sharer" && finding.outcome === "unknown" && who === "";
  return {
    title: titleOf(finding, words),
    ...SIGN[finding.outcome],
    mark: words.say(`findings.mark.${finding.outcome}`),
    sentence,
    remedy: waits ? words.say("finding.ask-again") : remedy,
    hasWho: who !== "",
    who,
  };
}
