import { isLive } from "../domain/ticket/authority.ts";
import type { ThreadMessage } from "../ports/thread-store.ts";
import { alerts } from "./alerts.ts";
import type { CardContent } from "./catalog.ts";
import { noticeOn } from "./notice.ts";
import { noticeWithStop } from "./session-notices.ts";
import type { CardSlot } from "./slot.ts";
import type { Words } from "./text/words.ts";
import type { TicketView } from "./view.ts";

const KEY = "undelivered:";

/**
 * Tells authors that their newest message cannot reach its reader. What was posted once stays in the list, because it has to say
 * when the message was passed on after all.
 *
 * @param posted the keys of the cards that were posted before.
 */
export function undelivered(view: TicketView, posted: Iterable<string>): CardSlot[] {
  const { ticket, thread } = view;
  const keys = new Set(posted);
  const people = [ticket.sharer, ...ticket.helpers];
  return thread.flatMap((message): CardSlot[] => {
    const key = `${KEY}${message.number}`;
    const reader = people.find(({ id }) => id === message.to);
    if (reader === undefined) return [];
    const isPosted = keys.has(`message:${message.number}`);
    const isRemoved = message.state === "removed";
    const waits = view.absenceOf(reader.id) !== null && !isPosted;
    const isNewest = thread.findLast(({ to }) => to === message.to) === message;
    const isWanted = waits && isNewest && !isRemoved;
    if (!isWanted && !keys.has(key)) return [];
    const words = view.wordsOf(message.by);
    const name = words.firstName(reader);
    const side = message.by.id === ticket.sharer.id ? "sharer" : "holder";
    const state = isRemoved && !isPosted ? "taken-back" : waits ? "waits" : "passed-on";
    return [
      {
        key,
        target: { kind: "person", person: message.by.id },
        alert: alerts(view, "undelivered", side, message.by, null),
        words,
        content: () => contentOf(view, message, key, state, name, words),
      },
    ];
  });
}

/** The newest message to a sharer in a live session has *Stop everything*. */
function contentOf(
  view: TicketView,
  { by }: ThreadMessage,
  key: string,
  state: "waits" | "passed-on" | "taken-back",
  name: string,
  words: Words,
): CardContent {
  const { ticket } = view;
  const heading = words.say(`message.${state}`, { name });
  const text = words.say(`message.${state}-text`, { name });
  const mayStop = by.id === ticket.sharer.id && isLive(ticket.session);
  return mayStop ? noticeWithStop(view, key, heading, text) : noticeOn(ticket, heading, text);
}
