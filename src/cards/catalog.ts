import type { z } from "zod";
import { anomaly } from "./anomaly.ts";
import { board } from "./board.ts";
import { changeDevice } from "./change-device.ts";
import { chooseRequest } from "./choose-request.ts";
import { closing } from "./closing.ts";
import { consent } from "./consent.ts";
import type { Card, Hash } from "./define-card.ts";
import { desk } from "./desk.ts";
import { diary } from "./diary.ts";
import { digest } from "./digest.ts";
import { eligibility } from "./eligibility.ts";
import { escalation } from "./escalation.ts";
import { foundTickets } from "./found-tickets.ts";
import { handOver } from "./hand-over.ts";
import { incident } from "./incident.ts";
import { licenceReport } from "./licence-report.ts";
import { links } from "./links.ts";
import { live } from "./live.ts";
import { message } from "./message.ts";
import { notice } from "./notice.ts";
import { nudge } from "./nudge.ts";
import { preflight } from "./preflight.ts";
import { proposeHelp } from "./propose-help.ts";
import { queue } from "./queue.ts";
import { receipt } from "./receipt.ts";
import { requestFor } from "./request-for.ts";
import { requestForm } from "./request-form.ts";
import { sessionNotice } from "./session-notices.ts";
import { setupReport } from "./setup-report.ts";
import { summary } from "./summary.ts";
import { ticketChannel } from "./ticket-channel.ts";
import { ticketReference } from "./ticket-reference.ts";
import { ticketSharer } from "./ticket-sharer.ts";
import { ticketStory } from "./ticket-story.ts";
import { tickets } from "./tickets.ts";
import { verify } from "./verify.ts";
import { welcome } from "./welcome.ts";
import { whoFor } from "./who-for.ts";

/** Every card there is. The name of a card is the name of its module and of its template in `cards/`. */
export const CARDS = {
  notice,
  nudge,
  closing,
  consent,
  escalation,
  live,
  receipt,
  summary,
  desk,
  eligibility,
  "session-notice": sessionNotice,
  "change-device": changeDevice,
  "hand-over": handOver,
  "licence-report": licenceReport,
  "setup-report": setupReport,
  anomaly,
  digest,
  "request-form": requestForm,
  "request-for": requestFor,
  "who-for": whoFor,
  "propose-help": proposeHelp,
  preflight,
  "ticket-channel": ticketChannel,
  "ticket-sharer": ticketSharer,
  "ticket-reference": ticketReference,
  "ticket-story": ticketStory,
  "found-tickets": foundTickets,
  diary,
  tickets,
  queue,
  board,
  message,
  links,
  "choose-request": chooseRequest,
  verify,
  incident,
  welcome,
} as const;

export type CardName = keyof typeof CARDS;
export type CardData<Name extends CardName> = z.infer<(typeof CARDS)[Name]["data"]>;

/** A card and its data, before it is rendered: what cards are compared by in tests. */
export type CardContent = {
  [Name in CardName]: {
    readonly card: Name;
    readonly data: CardData<Name>;
    /** That of its words, where it is not the language of who asked for it: a channel's card pressed by a person. */
    readonly language?: string;
  };
}[CardName];

/** A card that says which language its words are in. */
export type CardInLanguage = CardContent & { readonly language: string };

type AnyCard = Card<string, unknown>;

/** @param language the reader's, unless the card's words are in another one. @throws {CardFault} */
export const render = ({ card, data, language: own }: CardContent, language: string): object =>
  (CARDS[card] as AnyCard).render(data, own ?? language);

/** Tells whether a card would be the same, without rendering it. */
export const fingerprint = (
  { card, data, language: own }: CardContent,
  language: string,
  hash: Hash,
): string => (CARDS[card] as AnyCard).fingerprint(data, own ?? language, hash);
