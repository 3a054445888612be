import { z } from "zod";
import template from "../../cards/consent.json" with { type: "json" };
import type { Person } from "../domain/ticket/person.ts";
import type { Ask, Session } from "../domain/ticket/ticket.ts";
import type { CardContent } from "./catalog.ts";
import { defineCard } from "./define-card.ts";
import { deviceOf } from "./devices.ts";
import { explain } from "./findings.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, ownText } from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** What every question to the sharer shows. */
export const askFields = {
  ...onSurface,
  /** The language that the question is read in; its answer sends it back, and a consent records it. */
  language: ownText(35),
  ask: z.number().int(),
  /** The question itself, with the helper's name in it. */
  heading: humanText(160),
  /** `Hana can` */
  helperCan: humanText(60),
  hasTitle: z.boolean(),
  helperTitle: humanText(80),
  hasPhoto: z.boolean(),
  /** A data URI, or "" */
  photo: z.string().max(5_000),
  reason: humanText(300),
  device: humanText(120),
  /** `30 min` */
  length: ownText(40),
  /** `10:36` */
  answerBy: ownText(40),
  hasWarnings: z.boolean(),
  warnings: z.array(z.strictObject({ text: humanText(400) })),
  hasPhrase: z.boolean(),
  /** Who gives the number, and how. */
  numberFrom: humanText(240),
  hasShorter: z.boolean(),
  /** Minutes of the shorter time, as a number in words of the button. */
  shorter: ownText(5),
} as const;

/** The first question of a session: may this helper see the screen? */
export const consent = defineCard("consent", template, {
  ...askFields,
  /** `Hana can't` */
  helperCannot: humanText(60),
});

export const consentContent = (
  view: TicketView,
  session: Session,
  ask: Ask,
  key: string,
  words: Words,
): CardContent => ({
  card: "consent",
  data: {
    ...askData(view, session, ask, key, words),
    heading: words.say("ask.view", { helper: words.name(ask.by) }),
    helperCannot: words.say("ask.helper-cannot", { helper: words.firstName(ask.by) }),
  },
});

/** The question to the only person who may answer it. */
export function askData(view: TicketView, session: Session, ask: Ask, key: string, words: Words) {
  const { ticket, policy } = view;
  const title = words.textOrNothing(ask.by.title);
  return {
    ticket: ticket.id,
    version: ticket.version,
    surface: key,
    language: words.language,
    ask: ask.ask,
    helperCan: words.say("ask.helper-can", { helper: words.firstName(ask.by) }),
    hasTitle: title !== "",
    helperTitle: title,
    ...photoOf(ask.by, view),
    reason: words.writes(ask.by, ask.reason),
    device: deviceOf(session.device, words),
    length: words.duration(ask.length),
    answerBy: words.moment(ask.answerBy, view.at),
    hasWarnings: ask.warnings.length > 0,
    warnings: ask.warnings.map((finding) => ({ text: explain(finding, "sharer", words).sentence })),
    hasPhrase: ask.phrase !== null,
    numberFrom: words.say("ask.number-from", { helper: words.firstName(ask.by) }),
    hasShorter: ask.length > policy.shorter,
    shorter: String(Math.round(policy.shorter / 60_000)),
  };
}

/** A larger picture would leave no room for the words of the card. */
const LARGEST_PHOTO = 5_000;

export function photoOf(person: Person, view: TicketView): { hasPhoto: boolean; photo: string } {
  const photo = view.photoOf(person.id) ?? "";
  const fits = photo !== "" && photo.length <= LARGEST_PHOTO;
  return { hasPhoto: fits, photo: fits ? photo : "" };
}
