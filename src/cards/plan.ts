import type { Person } from "../domain/ticket/person.ts";
import { accountOf, isEnded, type SessionAccount, sessionsOf } from "../domain/ticket/session-account.ts";
import type { Ask, EndedSession, Session, Ticket } from "../domain/ticket/ticket.ts";
import { askContent } from "./asks.ts";
import type { CardContent } from "./catalog.ts";
import { closingContent } from "./closing.ts";
import { deskContent } from "./desk.ts";
import { findingsContent } from "./eligibility.ts";
import { formerHelper, formerHolderContent, reopenedContent } from "./former-holder.ts";
import { messageContent } from "./message.ts";
import { noticeOn } from "./notice.ts";
import { hasReceiptWithoutSession, receiptContent, receiptWithoutSession } from "./receipt.ts";
import { fellContent, fellGrants, warningContent } from "./session-notices.ts";
import type { CardSlot } from "./slot.ts";
import { summaryContent, summaryTarget } from "./summary.ts";
import type { Words } from "./text/words.ts";
import { channelContent, returns } from "./ticket-channel.ts";
import { sharerContent } from "./ticket-sharer.ts";
import type { TicketView } from "./view.ts";

/**
 * Which cards exist for a ticket now, in reading order; none is built. A card once posted stays in its chat, so a slot never
 * leaves this list: it says later what became of its matter.
 */
export function plan(view: TicketView): CardSlot[] {
  const { ticket } = view;
  return [
    toPerson(view, ticket.sharer, "ticket-sharer", false, (words) => ({
      card: "ticket-sharer",
      data: sharerContent(view, words),
    })),
    ...channelSlots(view),
    ...ticket.helpers.map((helper) => deskSlot(view, helper)),
    ...reopenedSlots(view),
    ...findingsSlots(view),
    ...sessionsOf(ticket).flatMap((session) => sessionSlots(view, session)),
    ...receiptWithoutSessionSlots(view),
    ...messageSlots(view),
  ];
}

function toPerson(
  view: TicketView,
  person: Person,
  key: string,
  alert: boolean,
  content: (words: Words) => CardContent,
): CardSlot {
  const words = view.wordsOf(person);
  return { key, target: { kind: "person", person: person.id }, alert, words, content: () => content(words) };
}

/** One post for every time that the ticket came into the channel, so that a returned request is at the end of it again. */
function channelSlots(view: TicketView): CardSlot[] {
  const { ticket } = view;
  const times = 1 + returns(ticket);
  return Array.from({ length: times }, (_, i): CardSlot => {
    const key = channelKey(i + 1);
    return {
      key,
      target: { kind: "helpdesk" },
      alert: i > 0,
      words: view.channelWords,
      content: () =>
        i + 1 === times
          ? { card: "ticket-channel", data: channelContent(view, key) }
          : noticeOn(
              ticket,
              view.channelWords.text(ticket.subject),
              view.channelWords.say("channel.came-back"),
            ),
    };
  });
}

const channelKey = (time: number): string => (time === 1 ? "ticket-channel" : `ticket-channel:${time}`);

/** The card in the helpdesk channel that can be acted on. */
export const newestChannelKey = (ticket: Ticket): string => channelKey(1 + returns(ticket));

/** A helper who was given the request by another person is alerted; one who picked it up is looking at it. */
const deskSlot = (view: TicketView, helper: Person): CardSlot =>
  toPerson(view, helper, `desk:${helper.id}`, isGivenTo(view.ticket, helper), (words) =>
    view.ticket.claim?.helper.id === helper.id
      ? { card: "desk", data: deskContent(view, helper, words) }
      : formerHolderContent(view, helper, words),
  );

const isGivenTo = ({ claim }: Ticket, { id }: Person): boolean =>
  claim?.helper.id === id && claim.handover !== null && claim.handover.by.id !== id;

/** Who had the request when it was closed knows it best. */
const reopenedSlots = (view: TicketView): CardSlot[] =>
  view.ticket.reopenings.flatMap((reopening, i) => {
    const helper = formerHelper(view.ticket, reopening);
    if (helper === null) return [];
    return [
      toPerson(view, helper, `reopened:${i + 1}`, true, (words) =>
        reopenedContent(view, reopening, i, words),
      ),
    ];
  });

/** The findings behind each refusal, for sharer and helper in their own words. */
const findingsSlots = (view: TicketView): CardSlot[] =>
  view.ticket.denials.flatMap((denial, i) =>
    (["sharer", "helper"] as const).map((audience) => {
      const person = audience === "sharer" ? view.ticket.sharer : denial.helper;
      const key = `findings-${audience}:${i + 1}`;
      return toPerson(view, person, key, true, (words) =>
        findingsContent(view, denial, audience, key, words),
      );
    }),
  );

const ASK_KEY: Readonly<Record<Ask["kind"], string>> = {
  view: "consent",
  escalation: "escalation",
  extension: "extension",
};

function sessionSlots(view: TicketView, session: Session | EndedSession): CardSlot[] {
  const { ticket } = view;
  const { sharer } = ticket;
  const { helper, number } = session;
  return [
    ...session.asks.map((ask) => {
      const key = `${ASK_KEY[ask.kind]}:${ask.ask}`;
      return toPerson(view, sharer, key, true, (words) => askContent(view, session, ask, key, words));
    }),
    ...fellGrants(session).map(([nth, grant]) =>
      toPerson(view, helper, `fell:${number}:${nth}`, true, (words) =>
        fellContent(view, session, grant, words),
      ),
    ),
    ...session.warnings.flatMap((warning, i) =>
      (["sharer", "helper"] as const).map((side) => {
        const person = side === "sharer" ? sharer : helper;
        const key = `warning-${side}:${number}:${i + 1}`;
        return toPerson(view, person, key, true, (words) =>
          warningContent(view, session, i, warning, side, key, words),
        );
      }),
    ),
    ...(isEnded(session) ? endedSlots(view, session) : []),
  ];
}

/** A session without any consent has no receipt: the card of its question shows the outcome. */
function endedSlots(view: TicketView, session: EndedSession): CardSlot[] {
  const { ticket } = view;
  const account = accountOf(session, view.at);
  if (account === null) return [];
  const { number, helper } = session;
  return [
    toPerson(view, ticket.sharer, `receipt:${number}`, true, (words) => receiptContent(view, session, words)),
    toPerson(view, helper, `closing:${number}`, true, (words) =>
      closingContent(view, session, account, words),
    ),
    summarySlot(view, session, account),
  ];
}

/** A manager's summary is on its helper's clock: who the manager is, is looked up when it is sent. */
function summarySlot(view: TicketView, session: EndedSession, account: SessionAccount): CardSlot {
  const { ticket, summaryTo, summaryFallback: channel } = view;
  const target = summaryTarget(summaryTo, ticket, session);
  const words = view.wordsOf(session.helper);
  const slot: CardSlot = {
    key: `summary:${session.number}`,
    target,
    alert: true,
    words,
    content: () => summaryContent(view, session, account, summaryTo, words),
  };
  if (channel === null || target.kind !== "manager-of") return slot;
  const otherwise = {
    target: { kind: "channel", conversationId: channel } as const,
    words: view.channelWords,
    content: () => summaryContent(view, session, account, { channel }, view.channelWords),
  };
  return { ...slot, otherwise };
}

/** Messages that are kept true in their chats: an edit of an older one is in the story alone. */
const MOST_MESSAGES = 20;

/** What was written before anybody picked the ticket up is on the desk. */
function messageSlots(view: TicketView): CardSlot[] {
  const { sharer, helpers } = view.ticket;
  const shown = view.thread.slice(-MOST_MESSAGES);
  return shown.flatMap((each) => {
    const reader = [sharer, ...helpers].find(({ id }) => id === each.to);
    if (reader === undefined) return [];
    const key = `message:${each.number}`;
    const isNewest = shown.findLast(({ to }) => to === each.to) === each;
    return [
      toPerson(view, reader, key, true, (words) => ({
        card: "message",
        data: messageContent(view, each, isNewest, key, words),
      })),
    ];
  });
}

function receiptWithoutSessionSlots(view: TicketView): CardSlot[] {
  const { ticket } = view;
  if (!hasReceiptWithoutSession(ticket)) return [];
  return [toPerson(view, ticket.sharer, "receipt:0", true, (words) => receiptWithoutSession(view, words))];
}
