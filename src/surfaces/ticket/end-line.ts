import type { Reader } from "../../ports/address-book.ts";
import type { EndedSession } from "../../ticket/ticket.ts";
import type { Scene } from "../surface.ts";
import { moment, nameOf } from "../words.ts";

/** What carries the screen, as long as nobody names it. */
const CARRIER = "Remote Help";

/**
 * Two facts, never one: when Beckon withdrew access, and whether the transport has confirmed its end.
 * `Access withdrawn 10:41 · end not yet confirmed by Remote Help`
 */
export function endLine({ endedAt, transport, helper }: EndedSession, scene: Scene, reader: Reader): string {
  const clock = (at: number) => moment(at, scene.at, reader);
  const confirmed = transport["end-confirmed"];
  const bySharer = transport["sharer-says-ended"];
  const byHelper = transport["helper-says-ended"];
  const carrier = scene.handOff?.name ?? CARRIER;
  return [
    `Access withdrawn ${clock(endedAt)}`,
    ...(byHelper === undefined ? [] : [`${nameOf(helper)} says it ended ${clock(byHelper)}`]),
    ...(bySharer === undefined ? [] : [`the sharer says it ended ${clock(bySharer)}`]),
    confirmed === undefined
      ? `end not yet confirmed by ${carrier}`
      : `end confirmed ${clock(confirmed)} by ${carrier}`,
  ].join(" · ");
}
