import type { Session } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";

/** `Control until 10:52 · View only until 11:04`: the highest first. */
export function approved({ grants, pausedBy }: Session, clock: (at: number) => string): string {
  if (pausedBy !== null) return "Nothing while it is paused";
  const inForce = grants.filter(({ over }) => over === null).toReversed();
  return inForce.map(({ level, until }) => `${LEVEL[level]} until ${clock(until)}`).join(" · ");
}
