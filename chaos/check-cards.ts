import { isDeepStrictEqual } from "node:util";
import { photoFor } from "../playground/graph/photo.ts";
import { render } from "../src/cards/catalog.ts";
import { nudges } from "../src/cards/nudge.ts";
import { plan } from "../src/cards/plan.ts";
import { type CardSlot, withoutPhoto } from "../src/cards/slot.ts";
import { undelivered } from "../src/cards/undelivered.ts";
import { viewOf } from "../src/cards/view.ts";
import type { Config } from "../src/config/config.ts";
import { askFromOf } from "../src/domain/ask-pressure.ts";
import type { PersonId } from "../src/domain/ticket/ids.ts";
import type { Ticket } from "../src/domain/ticket/ticket.ts";
import { fingerprintOf } from "../src/jobs/fingerprint.ts";
import { renderContextOf } from "../src/jobs/render-context.ts";
import { shortOf, summaryOf } from "../src/jobs/send-card.ts";
import { systemClock } from "../src/ports/clock.ts";
import type { PostedCard } from "../src/ports/delivery-store.ts";
import type { Store } from "../src/store/open-store.ts";
import { silentLog } from "../src/telemetry/log.ts";
import { createRemoteHelp } from "../src/transports/remote-help.ts";
import type { Chats, Shown } from "../test/support/chats.ts";

/** What is not checked. */
export interface Excuses {
  /** People who blocked or removed the bot for good: their cards may be missing or stale. */
  readonly unreachable: ReadonlySet<PersonId>;
  /** Deleted messages: the bot learns of it with the next update, and until then they are missing. */
  readonly deleted: ReadonlySet<string>;
  /** Messages whose update was refused with 403: the card may have been posted again. */
  readonly refusedUpdates: ReadonlySet<string>;
  /** Teams answered 413 in this run, so a card may have been sent in its short form. */
  readonly hasShort: boolean;
}

export interface CardFindings {
  readonly wrong: readonly string[];
  /** How many are excused. */
  readonly excused: number;
}

/** Compares the cards of a ticket, as they are rendered now, with the messages in the chats. */
export async function checkCards(
  ticket: Ticket,
  { store, chats, config, excuses }: { store: Store; chats: Chats; config: Config; excuses: Excuses },
): Promise<CardFindings> {
  const context = await renderContextOf(ticket, {
    addresses: store,
    clock: systemClock,
    policy: config.policy,
    summaryTo: config.summaryTo,
    channelReader: config.channelReader,
    transport: createRemoteHelp(),
    album: { photoOf: (person) => `data:image/png;base64,${photoFor(person).toString("base64")}` },
    summaryFallback: config.summaryFallback,
    deliveryStore: store,
    threads: store,
    askFrom: (each) => askFromOf(each, { store, policy: config.policy, clock: systemClock }),
    log: silentLog,
    helpdesk: config.teams.helpdesk,
  });
  const posted = new Map((await store.posted(ticket.id)).map((each) => [each.key, each]));
  const wrong: string[] = [];
  let excused = 0;
  const view = viewOf(ticket, context);
  for (const slot of [...plan(view), ...nudges(view, posted.keys()), ...undelivered(view, posted.keys())]) {
    const found = finding(slot, posted.get(slot.key), chats, excuses);
    if (found === "excused") excused += 1;
    else if (found !== null) wrong.push(`${found[0]}: ${slot.key} of ${ticket.id} ${found[1]}`);
  }
  return { wrong, excused };
}

type Finding = readonly [what: string, why: string] | "excused" | null;

function finding(
  { key, target, content, words, alert, isOver }: CardSlot,
  post: PostedCard | undefined,
  chats: Chats,
  { unreachable, deleted, hasShort }: Excuses,
): Finding {
  if (target.kind === "person" && unreachable.has(target.person)) return "excused";
  if (isOver && post?.activityId == null) return null;
  if (post === undefined) return ["missing", "was never posted"];
  if (post.activityId === null) return ["in doubt", "was never settled"];
  const cards = [content(), withoutPhoto(content())].map((each) => render(each, words.language));
  const card = cards[1] ?? {};
  const isUpToDate = post.hash === fingerprintOf({ words }, content());
  const message = chats.in(post.address.conversationId).find(({ id }) => id === post.activityId);
  if (message === undefined) {
    // How long requests usually wait stands on it, as the process knew it that sent it.
    const mayDiffer = key === "ticket-sharer";
    const isUnnoticed = deleted.has(post.activityId) && (isUpToDate || mayDiffer);
    return isUnnoticed ? "excused" : ["missing", "is not in its chat"];
  }
  if (cards.some((each) => shows(message, each))) return null;
  const short = shortOf({ card, summary: summaryOf(card), alert }, words).card;
  if (hasShort && shows(message, short)) return "excused";
  const why = isUpToDate ? "though Beckon takes it for up to date" : "and Beckon knows that it is behind";
  return ["stale", `is not what it should be, ${why}`];
}

/** How long requests usually wait is known to each process from its own last look. */
const EXPECTED = / Half of the requests are picked up within [^"]*?, most within [^"]*?\./g;

const shows = (message: Shown, card: object): boolean => {
  const [shown, wanted] = [message.card, card].map((each) => JSON.stringify(each).replace(EXPECTED, ""));
  return isDeepStrictEqual(JSON.parse(shown ?? "{}"), JSON.parse(wanted ?? "{}"));
};
