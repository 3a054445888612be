import { isDeepStrictEqual } from "node:util";
import { draw } from "../src/cards/catalog.ts";
import type { Config } from "../src/config.ts";
import { sceneOf } from "../src/delivery/scene.ts";
import { createSummaryGaps } from "../src/delivery/summary-gaps.ts";
import { systemClock } from "../src/ports/clock.ts";
import type { Store } from "../src/store/open-store.ts";
import { surfaces } from "../src/surfaces/surfaces.ts";
import { nudges } from "../src/surfaces/ticket/absence.ts";
import type { Ticket } from "../src/ticket/ticket.ts";
import { createRemoteHelp } from "../src/transports/remote-help.ts";
import type { Chats } from "../test/support/chats.ts";

export interface CardFindings {
  readonly wrong: readonly string[];
  /** Ids of the messages that are a surface of this ticket. */
  readonly kept: readonly string[];
}

/** Draws what should hang in the chats now, and compares it with what hangs there. */
export async function checkCards(
  ticket: Ticket,
  store: Store,
  chats: Chats,
  config: Config,
): Promise<CardFindings> {
  const scene = await sceneOf(ticket, {
    ...{ addresses: store, clock: systemClock, policy: config.policy, summaryTo: config.summaryTo },
    ...{ channelReader: config.channelReader, transport: createRemoteHelp(), album: { photoOf: () => null } },
    ...{ summaryFallback: config.summaryFallback, gaps: createSummaryGaps() },
  });
  const posted = new Map((await store.posted(ticket.id)).map((each) => [each.key, each]));
  const wrong: string[] = [];
  for (const { key, drawing } of [...surfaces(ticket, scene), ...nudges(ticket, scene, posted.keys())]) {
    const about = `${key} of ${ticket.id}`;
    const post = posted.get(key);
    if (post === undefined) wrong.push(`missing: ${about} was never posted`);
    else if (post.activityId === null) wrong.push(`in doubt: ${about} was never settled`);
    else {
      const message = chats.in(post.address.conversationId).find(({ id }) => id === post.activityId);
      if (message === undefined) wrong.push(`missing: ${about} is not in its chat`);
      else if (!isDeepStrictEqual(message.card, JSON.parse(JSON.stringify(draw(drawing))))) {
        wrong.push(`stale: ${about} is not what it should be`);
      }
    }
  }
  return { wrong, kept: [...posted.values()].flatMap(({ activityId }) => activityId ?? []) };
}
