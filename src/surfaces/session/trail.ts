import type { EndedSession, Grant, Session, Ticket } from "../../domain/ticket/ticket.ts";
import { LEVEL } from "../names.ts";
import { peopleSayEnded } from "./session-words.ts";
import type { Clock } from "./sessions.ts";

type Fact = readonly [at: number | undefined, words: string];

/** What is known of a session so far, told to the person whose screen it is, in the order in which it happened. */
export function trailLines(ticket: Ticket, session: Session | EndedSession, clock: Clock): string[] {
  const { transport, grants, pauses } = session;
  const facts: readonly Fact[] = [
    ...grants.flatMap(grantFacts),
    ...pauses.flatMap(({ from, to }): Fact[] => [
      [from, "Paused"],
      [to ?? undefined, "Resumed by you"],
    ]),
    [transport["helper-says-started"], "Your helper says it started"],
  ];
  return [
    ...facts
      .flatMap(([at, words]) => (at === undefined ? [] : [{ at, words }]))
      .toSorted((one, other) => one.at - other.at)
      .map(({ at, words }) => `${words} ${clock(at)}`),
    ...peopleSayEnded(ticket, session, "sharer", clock),
  ];
}

function grantFacts({ level, from, over }: Grant): Fact[] {
  const back = takenBack(over);
  return [
    [from, `${LEVEL[level]} approved by you`],
    [back === null ? undefined : over?.at, `${LEVEL[level]} ${back}`],
  ];
}

/** `taken back by you`; null while nothing was, and where the session's own end says it. */
export const takenBack = (over: Grant["over"]): string | null =>
  over === null ? null : TAKEN_BACK[over.cause];

/** Null where the session's own end, or what took its place, says it already. */
const TAKEN_BACK: Readonly<Record<NonNullable<Grant["over"]>["cause"], string | null>> = {
  sharer: "taken back by you",
  helper: "given back by your helper",
  lead: "stopped by a lead of the helpdesk",
  "eligibility-lost": "withdrawn, because a condition was no longer met",
  paused: "withdrawn with the pause",
  expired: "over by itself",
  superseded: null,
  "session-ended": null,
};
