import { z } from "zod";
import template from "../../cards/escalation.json" with { type: "json" };
import type { Ask, Session } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { askData, askFields } from "./consent.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { ownText } from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** A question inside a live session: control, administrator control, or more time. */
export const escalation = defineCard("escalation", template, {
  ...askFields,
  /** `More access`, `More time` */
  kind: ownText(40),
  covers: ownText(),
  afterwards: ownText(),
  hasCaution: z.boolean(),
  /** What a yes can cost unexpectedly, or "" */
  caution: ownText(),
});

export function escalationContent(
  view: TicketView,
  session: Session,
  ask: Ask,
  key: string,
  words: Words,
): CardContent {
  const { say } = words;
  const helper = words.name(ask.by);
  const shared = askData(view, session, ask, key, words);
  if (ask.kind === "extension") {
    return {
      card: "escalation",
      data: {
        ...shared,
        kind: say("escalation.more-time"),
        heading: say("ask.more-time", { helper, length: words.duration(ask.length) }),
        covers: say("escalation.covers-more-time", { level: say(`level-in-sentence.${ask.level}`) }),
        afterwards: say("escalation.after-more-time"),
        hasCaution: false,
        caution: "",
      },
    };
  }
  const isElevation = ask.level === "elevation";
  return {
    card: "escalation",
    data: {
      ...shared,
      kind: say("escalation.more-access"),
      heading: say(`ask.${ask.level}`, { helper }),
      covers: say(isElevation ? "escalation.covers-elevation" : "escalation.covers-control"),
      afterwards: say("escalation.after-control"),
      hasCaution: isElevation,
      caution: isElevation ? say("escalation.caution-elevation") : "",
    },
  };
}
