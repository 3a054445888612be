import { openAsk } from "../../ticket/authority.ts";
import type { Ticket } from "../../ticket/ticket.ts";
import type { Scene, Surface } from "../surface.ts";
import { nameOf } from "../words.ts";

/** For the helper: nothing that Beckon writes reaches the sharer, and what to do about it. Empty when it does. */
export function absence({ sharer }: Ticket, scene: Scene): string[] {
  const why = scene.absenceOf(sharer.id);
  if (why === null) return [];
  const what = why === "removed" ? "has removed Beckon" : "has not installed Beckon";
  return [`${nameOf(sharer)} ${what}, so nothing from here reaches them: ask by phone that they open it.`];
}

const keyOf = (ask: number) => `nudge:${ask}`;

/**
 * Short notices in the helpdesk channel: one for every question that cannot reach its sharer. What was posted once stays
 * in the list, because it has to stay true.
 *
 * @param posted the keys of the surfaces that were posted before.
 */
export function nudges(ticket: Ticket, scene: Scene, posted: Iterable<string>): Surface[] {
  const pending = openAsk(ticket.session);
  const away = scene.absenceOf(ticket.sharer.id) !== null;
  const wanted = pending !== null && away ? keyOf(pending.ask) : null;
  const keys = new Set([...posted].filter((key) => key.startsWith(keyOf(0).slice(0, -1))));
  if (wanted !== null) keys.add(wanted);
  return [...keys].map((key) => nudge(ticket, key, key === wanted));
}

function nudge({ id, sharer }: Ticket, key: string, stillWaits: boolean): Surface {
  const words = stillWaits
    ? {
        heading: `${nameOf(sharer)}, please open Beckon`,
        text: "A question waits for an answer, and Beckon cannot write to the person it is for. Whoever talks to them: ask that they open Beckon in Teams.",
      }
    : { heading: "Settled", text: "This notice asked somebody to open Beckon. It is of no use any more." };
  return {
    key,
    place: { kind: "helpdesk" },
    alert: false,
    drawing: { card: "notice", data: { hasTicket: true, ticket: id, ...words } },
  };
}
