import type { PostedSurface } from "../ports/delivery-store.ts";
import { type Address, MessageFault } from "../ports/messenger.ts";
import { isFault, SETTLE_AFTER, shortOf } from "./message.ts";
import type { ShowDeps, Showing, Shown } from "./show-surface.ts";

/** How soon to look again at what another process is just posting. */
const TAKEN_RETRY = 1_000;

/**
 * Posts a card for the first time, or anew. That it is about to happen is noted first: a crash, a timeout or a 5xx
 * leaves a note of unknown outcome and never an unnoticed second post.
 *
 * @throws {MessageFault} nothing was posted.
 */
export async function postSurface(showing: Showing, address: Address, deps: ShowDeps): Promise<Shown> {
  const { ticket, surface, message, hash, posted } = showing;
  const { deliveryStore, messenger, clock } = deps;
  const postedAt = clock.now();
  const attempt: PostedSurface = {
    ...{ key: surface.key, address, activityId: null, hash, postedAt },
    ...{ doubtUntil: postedAt + SETTLE_AFTER, isWantedAnew: false },
  };
  if (!(await deliveryStore.beginPost(ticket, attempt, posted))) {
    return { did: "unchanged", wait: TAKEN_RETRY };
  }
  try {
    const { activityId } = await messenger.post(address, message).catch((fault: unknown) => {
      if (!isFault(fault, "too-large")) throw fault;
      return messenger.post(address, shortOf(message));
    });
    await deliveryStore.recordPosted(ticket, { ...attempt, activityId, doubtUntil: null });
  } catch (fault) {
    // What the store could not note is as unknown as what the connector did not answer.
    if (!(fault instanceof MessageFault)) throw fault;
    if (fault.kind === "unknown") return { did: "in-doubt", wait: SETTLE_AFTER };
    if (posted === null) await deliveryStore.forgetPosted(ticket, surface.key);
    else await deliveryStore.recordPosted(ticket, posted);
    throw fault;
  }
  const again = posted !== null && posted.activityId === null;
  return { did: again ? "posted-again" : "posted", wait: null };
}
