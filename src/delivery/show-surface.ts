import { createHash } from "node:crypto";
import { draw } from "../cards/catalog.ts";
import type { DeliveryStore, PostedSurface } from "../ports/delivery-store.ts";
import { type Address, type Message, MessageFault } from "../ports/messenger.ts";
import type { Surface } from "../surfaces/surface.ts";
import type { TicketId } from "../ticket/ids.ts";
import { type FindChatDeps, findChat } from "./find-chat.ts";

export interface ShowDeps extends FindChatDeps {
  readonly deliveryStore: DeliveryStore;
  readonly clock: { now(): number };
}

/** What became of one surface: it is true in its chat now, or nobody can be reached there at present. */
export type Shown = "unchanged" | "posted" | "updated" | "unreachable";

/**
 * Makes one card true in its chat: nothing when it is, an update when it was posted, a post when it was not or when
 * somebody deleted it. Only a post can alert.
 *
 * @throws {MessageFault} when the chat did not take it: throttled, or the outcome is unknown.
 */
export async function showSurface(
  ticket: TicketId,
  surface: Surface,
  posted: PostedSurface | undefined,
  deps: ShowDeps,
): Promise<Shown> {
  const card = draw(surface.drawing);
  const hash = createHash("sha256").update(JSON.stringify(card)).digest("hex");
  if (posted?.hash === hash) return "unchanged";
  const message: Message = { card, summary: summaryOf(card), alert: surface.alert };
  if (posted?.activityId != null && (await update(posted.address, posted.activityId, message, deps))) {
    await deps.deliveryStore.recordPosted(ticket, { ...posted, hash });
    return "updated";
  }
  return post(ticket, surface, message, hash, deps);
}

async function post(
  ticket: TicketId,
  surface: Surface,
  message: Message,
  hash: string,
  deps: ShowDeps,
): Promise<Shown> {
  const chat = await findChat(surface.place, deps);
  if ("unreachable" in chat) return "unreachable";
  try {
    const { activityId } = await deps.messenger.post(chat.address, message);
    const { key } = surface;
    const record = { key, address: chat.address, activityId, hash, postedAt: deps.clock.now() };
    await deps.deliveryStore.recordPosted(ticket, record);
    return "posted";
  } catch (fault) {
    if (!(fault instanceof MessageFault) || fault.kind !== "blocked") throw fault;
    if (chat.person !== null) await deps.addresses.block(chat.person, "blocked");
    return "unreachable";
  }
}

/** @returns false when the message is gone, so that a new one has to be posted. */
async function update(at: Address, activityId: string, message: Message, deps: ShowDeps): Promise<boolean> {
  try {
    await deps.messenger.update(at, activityId, message);
    return true;
  } catch (fault) {
    if (fault instanceof MessageFault && fault.kind === "gone") return false;
    throw fault;
  }
}

/** The card's own one-line text, which every card has. */
function summaryOf(card: object): string {
  return "fallbackText" in card && typeof card.fallbackText === "string" ? card.fallbackText : "Beckon";
}
