import { createHash } from "node:crypto";
import { render } from "../cards/catalog.ts";
import type { CardSlot } from "../cards/slot.ts";
import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { PostedCard } from "../ports/delivery-store.ts";
import { type Address, type Message, MessageFault } from "../ports/messenger.ts";
import { findChat } from "./find-chat.ts";
import { isFault, replacedNotice, SETTLE_AFTER, shortOf, summaryOf } from "./message.ts";
import { postSurface } from "./post-card.ts";
import { type ShowDeps, type Showing, type Shown, SUPERSEDED } from "./show-result.ts";

/** Somebody unreachable is tried again this often: they may install Beckon any time. */
const UNREACHABLE_RETRY = 15 * 60_000;

/**
 * Makes one card true in its chat: nothing when it is, an update when it was posted, a post when it was not or when
 * somebody deleted it. Only a post can alert.
 *
 * @throws {MessageFault} when the chat did not take it: throttled, or an update of unknown outcome.
 */
export async function showSurface(
  ticket: TicketId,
  surface: CardSlot,
  posted: PostedCard | null,
  deps: ShowDeps,
): Promise<Shown> {
  const { otherwise, ...alone } = surface;
  const wentElsewhere =
    otherwise?.target.kind === "channel" &&
    posted?.address.conversationId === otherwise.target.conversationId;
  if (otherwise !== undefined && wentElsewhere) {
    return { ...(await showSurface(ticket, { ...alone, ...otherwise }, posted, deps)), elsewhere: true };
  }
  const card = render(surface.content(), surface.words.language);
  const hash = createHash("sha256").update(JSON.stringify(card)).digest("hex");
  const message: Message = { card, summary: summaryOf(card), alert: surface.alert };
  const showing: Showing = { ticket, surface, message, hash, posted };
  const doubt = posted?.outcomeUnknownUntil == null ? 0 : posted.outcomeUnknownUntil - deps.clock.now();

  if (posted === null) return post(showing, deps);
  if (posted.repostRequested && posted.activityId !== null) {
    return postAnew(showing, posted, posted.activityId, deps);
  }
  if (posted.activityId === null) {
    return doubt > 0 ? { did: "in-doubt", wait: doubt } : post(showing, deps);
  }
  // A late update could still undo this one, so once the doubt is over the same is sent again.
  const isTrue = posted.hash === hash && (posted.outcomeUnknownUntil === null || doubt > 0);
  if (isTrue) return { did: "unchanged", wait: doubt > 0 ? doubt : null };
  return update(showing, posted, posted.activityId, doubt, deps);
}

/**
 * Brings a card to the end of its chat. The old message loses its buttons first, so that there are never two with them;
 * when anything fails in between, the wish stays and all of it is done again.
 */
async function postAnew(
  showing: Showing,
  posted: PostedCard,
  activityId: string,
  deps: ShowDeps,
): Promise<Shown> {
  try {
    await deps.messenger.update(posted.address, activityId, replacedNotice(showing.ticket));
  } catch (fault) {
    if (!isFault(fault, "gone")) throw fault;
  }
  // Whoever wants it looks at the chat.
  return post({ ...showing, message: { ...showing.message, alert: false } }, deps);
}

/**
 * That it is about to happen is noted first, as with a post: whoever takes over then knows that the card may still
 * change behind their back, and whoever was overtaken finds out that they were.
 */
async function update(
  showing: Showing,
  posted: PostedCard,
  activityId: string,
  doubt: number,
  deps: ShowDeps,
): Promise<Shown> {
  const { ticket, surface, message, hash } = showing;
  const { deliveryStore, messenger, clock } = deps;
  const doubtUntil = Math.max(clock.now() + SETTLE_AFTER, posted.outcomeUnknownUntil ?? 0);
  const begun: PostedCard = {
    ...posted,
    hash: "",
    outcomeUnknownUntil: doubtUntil,
    sendCount: posted.sendCount + 1,
  };
  if (!(await deliveryStore.beginSend(ticket, begun, posted))) return SUPERSEDED;
  try {
    await messenger.update(posted.address, activityId, message).catch((fault: unknown) => {
      if (!isFault(fault, "too-large")) throw fault;
      return messenger.update(posted.address, activityId, shortOf(message));
    });
  } catch (fault) {
    if (!(fault instanceof MessageFault) || fault.kind === "unknown") throw fault;
    await deliveryStore.endSend(ticket, begun, posted);
    if (isFault(fault, "gone")) return post(showing, deps);
    throw fault;
  }
  const now: PostedCard = {
    ...begun,
    hash,
    outcomeUnknownUntil: doubt > 0 ? posted.outcomeUnknownUntil : null,
  };
  if (await deliveryStore.endSend(ticket, begun, now)) {
    return { did: "updated", wait: doubt > 0 ? doubt : null };
  }
  await deliveryStore.redraw(ticket, surface.key);
  return SUPERSEDED;
}

/** Only a post tells whether a person or a channel can be reached: an update may fail for its message alone. */
async function post(showing: Showing, deps: ShowDeps): Promise<Shown> {
  const chat = await findChat(showing.surface.target, deps);
  if ("unreachable" in chat) return instead(showing, chat.person, deps);
  try {
    return await postSurface(showing, chat.address, deps).catch((fault: unknown) =>
      postByNewestConnector(showing, chat.address, fault, deps),
    );
  } catch (fault) {
    if (!isFault(fault, "blocked")) throw fault;
    if (chat.person !== null) await deps.addresses.block(chat.person, "blocked");
    return instead(showing, chat.person, deps);
  }
}

/** Teams moves tenants to other connectors: a channel may not have been heard from since. @throws the same fault. */
async function postByNewestConnector(showing: Showing, known: Address, fault: unknown, deps: ShowDeps) {
  const isRefused = isFault(fault, "blocked") || isFault(fault, "rejected");
  const serviceUrl = isRefused ? await deps.addresses.anyServiceUrl() : null;
  if (serviceUrl === null || serviceUrl === known.serviceUrl) throw fault;
  const address = { ...known, serviceUrl };
  const shown = await postSurface(showing, address, deps).catch(() => {
    throw fault;
  });
  if (showing.surface.target.kind !== "person") await deps.addresses.rememberChannel(address);
  return shown;
}

/** What never reached anybody goes to its other place, when it has one. */
async function instead(showing: Showing, person: PersonId | null, deps: ShowDeps): Promise<Shown> {
  const shown = await unreachable(showing, person, deps);
  const { ticket, posted } = showing;
  const { otherwise, ...alone } = showing.surface;
  if (otherwise === undefined) return shown;
  return { ...(await showSurface(ticket, { ...alone, ...otherwise }, posted, deps)), elsewhere: true };
}

async function unreachable(
  { ticket }: Showing,
  person: PersonId | null,
  { deliveryStore, addresses }: ShowDeps,
): Promise<Shown> {
  if (person === null) return { did: "unreachable", wait: UNREACHABLE_RETRY };
  await deliveryStore.waitFor(ticket, person);
  // They may have written just before the note that somebody waits for them.
  const contact = await addresses.contact(person);
  const isBack = contact?.chat != null && contact.blocked === null;
  return { did: "unreachable", wait: isBack ? 0 : UNREACHABLE_RETRY };
}
