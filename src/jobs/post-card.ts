import type { PostedCard } from "../ports/delivery-store.ts";
import { type Address, MessageFault } from "../ports/messenger.ts";
import { isFault, replacedNotice, SETTLE_AFTER, shortOf } from "./message.ts";
import { type ShowDeps, type Showing, type Shown, SUPERSEDED } from "./show-result.ts";

/**
 * Posts a card for the first time, or anew. That it is about to happen is noted first: a crash, a timeout or a 5xx
 * leaves a note of unknown outcome and never an unnoticed second post. Whoever was overtaken meanwhile by somebody who
 * took it for lost takes the buttons from what they posted.
 *
 * @throws {MessageFault} nothing was posted, or what was overtaken kept its buttons.
 */
export async function postSurface(showing: Showing, address: Address, deps: ShowDeps): Promise<Shown> {
  const { ticket, surface, hash, posted } = showing;
  const { deliveryStore, messenger, clock } = deps;
  const postedAt = clock.now();
  const attempt: PostedCard = {
    key: surface.key,
    address,
    activityId: null,
    hash,
    postedAt,
    outcomeUnknownUntil: postedAt + SETTLE_AFTER,
    repostRequested: false,
    sendCount: (posted?.sendCount ?? 0) + 1,
  };
  if (!(await deliveryStore.beginSend(ticket, attempt, posted))) return SUPERSEDED;
  const arrived = await send(showing, address, attempt, deps);
  if (arrived === null) return { did: "in-doubt", wait: SETTLE_AFTER };
  if (!(await deliveryStore.endSend(ticket, attempt, arrived))) {
    await messenger.update(address, arrived.activityId, replacedNotice(ticket));
    return SUPERSEDED;
  }
  const again = posted !== null && posted.activityId === null;
  return { did: again ? "posted-again" : "posted", wait: null };
}

/** @returns null when nobody knows whether it arrived. @throws {MessageFault} it did not. */
async function send(
  { ticket, message, posted }: Showing,
  address: Address,
  attempt: PostedCard,
  { deliveryStore, messenger }: ShowDeps,
) {
  try {
    const { activityId } = await messenger.post(address, message).catch((fault: unknown) => {
      if (!isFault(fault, "too-large")) throw fault;
      return messenger.post(address, shortOf(message));
    });
    return { ...attempt, activityId, outcomeUnknownUntil: null };
  } catch (fault) {
    if (!(fault instanceof MessageFault)) throw fault;
    if (fault.kind === "unknown") return null;
    await deliveryStore.endSend(ticket, attempt, posted);
    throw fault;
  }
}
