import type { Person } from "../domain/ticket/person.ts";
import { accountOf, isEnded, type SessionAccount, sessionsOf } from "../domain/ticket/session-account.ts";
import type { Ask, EndedSession, Session, Ticket } from "../domain/ticket/ticket.ts";
import type { ThreadMessage } from "../ports/thread-store.ts";
import { alertSlots, BURST } from "./alert-slots.ts";
import { alerts } from "./alerts.ts";
import { askContent } from "./asks.ts";
import type { CardContent } from "./catalog.ts";
import { closingContent } from "./closing.ts";
import { deskContent } from "./desk.ts";
import { findingsContent } from "./eligibility.ts";
import { formerHolderContent } from "./former-holder.ts";
import { messageContent, pictureContent } from "./message.ts";
import { noticeOn } from "./notice.ts";
import { hasReceiptWithoutSession, receiptContent, receiptWithoutSession } from "./receipt.ts";
import { fellContent, fellGrants, warningContent } from "./session-notices.ts";
import type { CardSlot } from "./slot.ts";
import { summaryContent, summaryTarget } from "./summary.ts";
import type { Words } from "./text/words.ts";
import { channelContent, posts } from "./ticket-channel.ts";
import { sharerContent } from "./ticket-sharer.ts";
import type { TicketView } from "./view.ts";

/**
 * Which cards exist for a ticket now, in reading order; none is built. A card once posted stays in its chat, so a slot never
 * leaves this list: it says later what became of its matter.
 */
export function plan(view: TicketView): CardSlot[] {
  const { ticket } = view;
  const { sharer, openedBy } = ticket;
  return [
    toPerson(
      view,
      sharer,
      "ticket-sharer",
      alerts(view, "opened-for", "sharer", sharer, openedBy),
      (words) => ({
        card: "ticket-sharer",
        data: sharerContent(view, words),
      }),
    ),
    ...channelSlots(view),
    ...ticket.helpers.map((helper) => deskSlot(view, helper)),
    ...findingsSlots(view),
    ...sessionsOf(ticket).flatMap((session) => sessionSlots(view, session)),
    ...receiptWithoutSessionSlots(view),
    ...messageSlots(view),
    ...alertSlots(view),
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

/** One post for every time that the ticket came into the channel or waited for too long, so that it is at the end of it again. */
function channelSlots(view: TicketView): CardSlot[] {
  const { ticket } = view;
  const times = 1 + posts(ticket);
  return Array.from({ length: times }, (_, i): CardSlot => {
    const key = channelKey(i + 1);
    return {
      key,
      target: { kind: "helpdesk" },
      alert: i > 0,
      isOver: i + 1 < times,
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
export const newestChannelKey = (ticket: Ticket): string => channelKey(1 + posts(ticket));

const deskSlot = (view: TicketView, helper: Person): CardSlot =>
  toPerson(view, helper, `desk:${helper.id}`, isGivenTo(view, helper), (words) =>
    view.ticket.claim?.helper.id === helper.id
      ? { card: "desk", data: deskContent(view, helper, words) }
      : formerHolderContent(view, helper, words),
  );

/** One who picked it up is looking at it. */
function isGivenTo(view: TicketView, helper: Person): boolean {
  const { claim } = view.ticket;
  if (claim?.helper.id !== helper.id || claim.handover === null) return false;
  return alerts(view, "handed-over", "holder", helper, claim.handover.by);
}

/** The findings behind each refusal, for sharer and helper in their own words. */
const findingsSlots = (view: TicketView): CardSlot[] =>
  view.ticket.denials.flatMap((denial, i) =>
    (["sharer", "helper"] as const).map((audience) => {
      const person = audience === "sharer" ? view.ticket.sharer : denial.helper;
      const key = `findings-${audience}:${i + 1}`;
      const isAlert = audience === "sharer" && alerts(view, "blocked", audience, person, denial.helper);
      return toPerson(view, person, key, isAlert, (words) =>
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
      const isAlert = alerts(view, "asked", "sharer", sharer, ask.by);
      return toPerson(view, sharer, key, isAlert, (words) => askContent(view, session, ask, key, words));
    }),
    ...fellGrants(session).map(([nth, grant]) => {
      const by = grant.over?.cause === "helper" ? helper : null;
      const isAlert = alerts(view, "level-over", "holder", helper, by);
      return toPerson(view, helper, `fell:${number}:${nth}`, isAlert, (words) =>
        fellContent(view, session, grant, words),
      );
    }),
    ...session.warnings.flatMap((warning, i) =>
      (["sharer", "helper"] as const).map((side) => {
        const person = side === "sharer" ? sharer : helper;
        const key = `warning-${side}:${number}:${i + 1}`;
        const isAlert = alerts(view, "ends-soon", side === "sharer" ? side : "holder", person, null);
        return toPerson(view, person, key, isAlert, (words) =>
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
  const { number, helper, endedBy } = session;
  const { sharer } = ticket;
  const how = endedBy === null ? "session-over" : "stopped";
  const forSharer = alerts(view, how, "sharer", sharer, endedBy);
  const forHelper = alerts(view, how, "holder", helper, endedBy);
  return [
    toPerson(view, sharer, `receipt:${number}`, forSharer, (words) => receiptContent(view, session, words)),
    toPerson(view, helper, `closing:${number}`, forHelper, (words) =>
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

/** Messages that are kept true in their chats: an edit of an older one is in the story alone. What is gone leaves every chat. */
const MOST_MESSAGES = 20;

/**
 * What was written before a helper had the ticket is on their desk; with pictures or files it is a message of its own for them
 * too. A picture comes before the card with its author and *Stop*.
 */
function messageSlots(view: TicketView): CardSlot[] {
  const { sharer, helpers } = view.ticket;
  const shown = view.thread.slice(-MOST_MESSAGES);
  const gone = view.thread.slice(0, -MOST_MESSAGES).filter(isGone);
  const heard = messagesHeard(view.thread);
  return [...gone, ...shown].flatMap((each) => {
    const addressee = [sharer, ...helpers].find(({ id }) => id === each.to);
    const later =
      each.files.length === 0 ? [] : helpers.filter(({ id }) => ![each.to, each.by.id].includes(id));
    const side = each.to === sharer.id ? "sharer" : "holder";
    const isNewest = shown.findLast(({ to }) => to === each.to) === each;
    const isOld = gone.includes(each);
    const isAlert = (reader: Person) =>
      heard.has(each.number) && alerts(view, "message", side, reader, each.by);
    return [
      ...(addressee === undefined
        ? []
        : copySlots(view, each, { reader: addressee, isNewest, isAlert: isAlert(addressee), isOld })),
      ...later.flatMap((reader) => copySlots(view, each, { reader, isNewest: false, isAlert: false, isOld })),
    ];
  });
}

const isGone = ({ state, text }: ThreadMessage): boolean => state === "removed" || text.text === null;

/** Of a burst of messages to the same person the first one alerts. */
function messagesHeard(thread: TicketView["thread"]): ReadonlySet<number> {
  const heardAt = new Map<string, number>();
  const heard = new Set<number>();
  for (const { number, at, to } of thread) {
    if (to === null || at - (heardAt.get(to) ?? Number.NEGATIVE_INFINITY) <= BURST) continue;
    heardAt.set(to, at);
    heard.add(number);
  }
  return heard;
}

interface Copy {
  readonly reader: Person;
  readonly isNewest: boolean;
  readonly isAlert: boolean;
  readonly isOld: boolean;
}

/** One reader's copy. That of a former holder, and of an old or removed message, is only kept true. */
function copySlots(
  view: TicketView,
  message: ThreadMessage,
  { reader, isNewest, isAlert, isOld }: Copy,
): CardSlot[] {
  const { number, files, to } = message;
  const isSentToThem = to === reader.id;
  const suffix = isSentToThem ? "" : `:${reader.id}`;
  const isOver =
    isOld || message.state === "removed" || (!isSentToThem && view.ticket.claim?.helper.id !== reader.id);
  const pictures = files.flatMap((file, part): CardSlot[] => {
    if (!file.isInline) return [];
    const slot = toPerson(view, reader, `picture:${number}:${part}${suffix}`, false, (words) =>
      pictureContent(view, message, file, words),
    );
    return [
      { ...slot, isOver, ...(!isGone(message) && { picture: { message: number, part, type: file.type } }) },
    ];
  });
  const key = `message:${number}${suffix}`;
  const card = toPerson(view, reader, key, isAlert, (words) => ({
    card: "message",
    data: messageContent(view, message, { reader, isNewest, key }, words),
  }));
  return [...pictures, { ...card, isOver }];
}

function receiptWithoutSessionSlots(view: TicketView): CardSlot[] {
  const { ticket } = view;
  if (!hasReceiptWithoutSession(ticket)) return [];
  const isAlert = alerts(view, "resolved", "sharer", ticket.sharer, ticket.resolution?.by ?? null);
  return [toPerson(view, ticket.sharer, "receipt:0", isAlert, (words) => receiptWithoutSession(view, words))];
}
