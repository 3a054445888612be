import { render } from "../cards/catalog.ts";
import { replacedCard } from "../cards/notice.ts";
import type { CardSlot } from "../cards/slot.ts";
import type { Words } from "../cards/text/words.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { DeliveryStore, PostedCard } from "../ports/delivery-store.ts";
import { type Address, type Message, MessageFault, type MessageFaultKind } from "../ports/messenger.ts";
import type { ThreadStore } from "../ports/thread-store.ts";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import { type Chat, type FindChatDeps, findChat } from "./find-chat.ts";
import { fingerprintOf } from "./fingerprint.ts";

export interface SendDeps extends FindChatDeps {
  readonly deliveryStore: DeliveryStore;
  readonly threads: Pick<ThreadStore, "sharedFile">;
  readonly clock: { now(): number };
}

export interface Sent {
  /**
   * `unreachable`: the target cannot be written to at present. `in-doubt`: it may have arrived, and is not sent again
   * before that is settled. `posted-again`: nothing showed that a post had arrived, so there may be two now.
   * `overtaken`: another process has sent the card meanwhile, so it has to be compared again.
   */
  readonly did:
    | "unchanged"
    | "posted"
    | "posted-again"
    | "updated"
    | "in-doubt"
    | "unreachable"
    | "overtaken";
  /** Milliseconds until the card has to be looked at again though nothing changed; null when it is up to date. */
  readonly wait: number | null;
  /** It is where it goes when its own target cannot be written to. */
  readonly elsewhere?: true;
}

/** One card on its way to its chat. */
interface Sending {
  readonly ticket: TicketId;
  readonly slot: CardSlot;
  readonly message: Message;
  readonly hash: string;
  /** As it was recorded when the work began. */
  readonly posted: PostedCard | null;
}

const SUPERSEDED: Sent = { did: "overtaken", wait: 1_000 };
/** In ms. Beckon may be installed for a person, or a channel be repaired, without any event. */
const UNREACHABLE_RETRY = 15 * 60_000;

/**
 * Brings one card up to date in its chat: no request when it is, an update when it was posted, a post when it was not
 * or when its message cannot be updated any more. Only a post can alert.
 *
 * @throws {MessageFault} when the chat did not take it: throttled, refused, or an update of unknown outcome.
 */
export async function sendCard(
  ticket: TicketId,
  slot: CardSlot,
  posted: PostedCard | null,
  deps: SendDeps,
): Promise<Sent> {
  const { otherwise, ...alone } = slot;
  if (otherwise?.target.kind === "channel") {
    const wentThere = posted?.address.conversationId === otherwise.target.conversationId;
    if (wentThere) return sendElsewhere(ticket, { ...alone, ...otherwise }, posted, deps);
  }
  const content = slot.content();
  const hash = fingerprintOf(slot, content);
  const sending = (): Sending => {
    const card = render(content, slot.words.language);
    return { ticket, slot, message: { card, summary: summaryOf(card), alert: slot.alert }, hash, posted };
  };
  if (posted === null) return post(sending(), deps);

  const unknownFor = posted.outcomeUnknownUntil === null ? 0 : posted.outcomeUnknownUntil - deps.clock.now();
  const { activityId } = posted;
  if (activityId === null)
    return unknownFor > 0 ? { did: "in-doubt", wait: unknownFor } : post(sending(), deps);
  if (posted.repostRequested) return repost(sending(), posted, activityId, deps);
  // An earlier update may still take effect after this one, so the same card is sent again once that is impossible.
  const isUpToDate = posted.hash === hash && (posted.outcomeUnknownUntil === null || unknownFor > 0);
  if (isUpToDate) return { did: "unchanged", wait: unknownFor > 0 ? unknownFor : null };
  return update(sending(), posted, activityId, Math.max(0, unknownFor), deps);
}

const sendElsewhere = async (...all: Parameters<typeof sendCard>): Promise<Sent> => ({
  ...(await sendCard(...all)),
  elsewhere: true,
});

/**
 * Moves a card to the end of its chat. The old message loses its buttons first, so that two messages never have them;
 * after a fault in between all of it is done again.
 */
async function repost(
  sending: Sending,
  posted: PostedCard,
  activityId: string,
  deps: SendDeps,
): Promise<Sent> {
  const notice = replacedNotice(sending.ticket, sending.slot.words);
  await deps.messenger.update(posted.address, activityId, notice).catch((fault: unknown) => {
    if (!isFault(fault, "gone")) throw fault;
  });
  return post(sending, deps);
}

/**
 * The send is recorded before it is made: after a crash another process knows that the card may still change, and a
 * process that was superseded finds out.
 */
async function update(
  sending: Sending,
  posted: PostedCard,
  activityId: string,
  unknownFor: number,
  deps: SendDeps,
): Promise<Sent> {
  const { ticket, slot, hash } = sending;
  const { deliveryStore, messenger, clock } = deps;
  const begun: PostedCard = {
    ...posted,
    hash: "",
    outcomeUnknownUntil: Math.max(clock.now() + SETTLE_AFTER, posted.outcomeUnknownUntil ?? 0),
    sendCount: posted.sendCount + 1,
  };
  if (!(await deliveryStore.beginSend(ticket, begun, posted))) return SUPERSEDED;
  try {
    const shown = await withPicture(sending, deps);
    await orShort(shown, slot.words, (each) => messenger.update(posted.address, activityId, each));
  } catch (fault) {
    if (!(fault instanceof MessageFault) || fault.kind === "unknown") throw fault;
    await deliveryStore.endSend(ticket, begun, posted);
    if (isFault(fault, "gone")) return post(sending, deps);
    throw fault;
  }
  const outcomeUnknownUntil = unknownFor > 0 ? posted.outcomeUnknownUntil : null;
  if (await deliveryStore.endSend(ticket, begun, { ...begun, hash, outcomeUnknownUntil })) {
    return { did: "updated", wait: unknownFor > 0 ? unknownFor : null };
  }
  await deliveryStore.redraw(ticket, slot.key);
  return SUPERSEDED;
}

/** A picture that cannot be read, because it was erased or changed, leaves the card that stands for it. */
async function withPicture({ ticket, slot, message }: Sending, { threads }: SendDeps): Promise<Message> {
  const { picture } = slot;
  if (picture === undefined) return message;
  const bytes = await threads.sharedFile(ticket, picture.message, picture.part).catch((fault: unknown) => {
    if (fault instanceof StoreUnavailable) throw fault;
    return null;
  });
  return bytes === null ? message : { ...message, picture: { type: picture.type, bytes } };
}

/** Teams says of a picture in many ways that it does not take it; then the card stands for it. */
async function orShort<T>(
  message: Message,
  words: Words,
  send: (message: Message) => Promise<T>,
): Promise<T> {
  return send(message).catch((fault: unknown) => {
    const { picture, ...card } = message;
    if (picture !== undefined && (isFault(fault, "too-large") || isFault(fault, "rejected")))
      return send(card);
    if (!isFault(fault, "too-large")) throw fault;
    return send(shortOf(message, words));
  });
}

/** Only a post shows whether a person or a channel can be reached: an update may fail because of its message. */
async function post(sending: Sending, deps: SendDeps): Promise<Sent> {
  const chat = await findChat(sending.slot.target, deps);
  if (!("address" in chat)) return instead(sending, chat, deps);
  try {
    return await postTo(chat.address, sending, deps).catch((fault: unknown) =>
      postByNewestConnector(chat.address, sending, fault, deps),
    );
  } catch (fault) {
    if (!isFault(fault, "blocked")) throw fault;
    if (chat.person !== null) await deps.addresses.block(chat.person, "blocked");
    else await deps.addresses.suspectChannel(chat.address.conversationId);
    return instead(sending, chat, deps);
  }
}

/**
 * The post is recorded before it is made: after a crash, a timeout or a 5xx its outcome is unknown, and it is not
 * repeated unnoticed. When another process took it for lost meanwhile, the message posted here loses its buttons.
 *
 * @throws {MessageFault} nothing was posted, or a superseded message kept its buttons.
 */
async function postTo(address: Address, sending: Sending, deps: SendDeps): Promise<Sent> {
  const { ticket, slot, hash, posted } = sending;
  const { deliveryStore, messenger, clock } = deps;
  const postedAt = clock.now();
  const attempt: PostedCard = {
    key: slot.key,
    address,
    activityId: null,
    hash,
    postedAt,
    outcomeUnknownUntil: postedAt + SETTLE_AFTER,
    repostRequested: false,
    sendCount: (posted?.sendCount ?? 0) + 1,
  };
  if (!(await deliveryStore.beginSend(ticket, attempt, posted))) return SUPERSEDED;
  let activityId: string;
  try {
    const shown = await withPicture(sending, deps);
    ({ activityId } = await orShort(shown, slot.words, (each) => messenger.post(address, each)));
  } catch (fault) {
    if (!(fault instanceof MessageFault)) throw fault;
    if (fault.kind === "unknown") return { did: "in-doubt", wait: SETTLE_AFTER };
    await deliveryStore.endSend(ticket, attempt, posted);
    throw fault;
  }
  if (
    !(await deliveryStore.endSend(ticket, attempt, { ...attempt, activityId, outcomeUnknownUntil: null }))
  ) {
    await messenger.update(address, activityId, replacedNotice(ticket, slot.words));
    return SUPERSEDED;
  }
  const mayBeTwice = posted !== null && posted.activityId === null;
  return { did: mayBeTwice ? "posted-again" : "posted", wait: null };
}

/** Teams moves tenants to other connectors, and a channel may not have been heard from since. @throws the same fault. */
async function postByNewestConnector(
  known: Address,
  sending: Sending,
  fault: unknown,
  deps: SendDeps,
): Promise<Sent> {
  const isRefused = isFault(fault, "blocked") || isFault(fault, "rejected");
  const serviceUrl = isRefused ? await deps.addresses.anyServiceUrl() : null;
  if (serviceUrl === null || serviceUrl === known.serviceUrl) throw fault;
  const address = { ...known, serviceUrl };
  const sent = await postTo(address, sending, deps).catch(() => {
    throw fault;
  });
  if (sending.slot.target.kind !== "person") await deps.addresses.rememberChannel(address);
  return sent;
}

/** Sends the card to its other target, when it has one. It is due at once when its own can be written to again. */
async function instead({ ticket, slot, posted }: Sending, chat: Chat, deps: SendDeps): Promise<Sent> {
  const { deliveryStore, addresses } = deps;
  const { otherwise, ...alone } = slot;
  if (chat.waitsFor !== null) await deliveryStore.waitFor(ticket, chat.waitsFor);
  if (otherwise !== undefined) return sendElsewhere(ticket, { ...alone, ...otherwise }, posted, deps);
  // They may have written just before the ticket was recorded as waiting for them.
  const contact = chat.person === null ? null : await addresses.contact(chat.person);
  const isBack = contact?.chat != null && contact.blocked === null;
  return { did: "unreachable", wait: isBack ? 0 : UNREACHABLE_RETRY };
}

/**
 * How long a request whose answer never came may still take effect. Longer than the connector's own timeout, and short
 * enough that a question which did not arrive is asked again while it can be answered.
 */
const SETTLE_AFTER = 20_000;

export const isFault = (fault: unknown, kind: MessageFaultKind): fault is MessageFault =>
  fault instanceof MessageFault && fault.kind === kind;

/** The card's own one-line text, which every card has. */
export function summaryOf(card: object): string {
  return "fallbackText" in card && typeof card.fallbackText === "string" ? card.fallbackText : "Beckon";
}

const MOST_SUMMARY = 160;
const MOST_TEXT = 400;

/** Replaces a card that Teams finds too long: its subject, and how to go on without it. */
export function shortOf({ summary, alert }: Message, words: Words): Message {
  const card = render(
    {
      card: "notice",
      data: {
        hasTicket: false,
        ticket: "",
        heading: words.say("notice.too-long"),
        text: `${summary.slice(0, MOST_TEXT)} ${words.say("notice.too-long-then")}`,
      },
    },
    words.language,
  );
  return { card, summary: summary.slice(0, MOST_SUMMARY), alert };
}

/** Replaces a message whose card has moved to another message: it has no buttons. */
function replacedNotice(ticket: TicketId, words: Words): Message {
  const card = render(replacedCard(ticket, words), words.language);
  return { card, summary: summaryOf(card), alert: false };
}
