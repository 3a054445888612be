import { type Authority, authority, isLive, openAsk } from "../domain/ticket/authority.ts";
import { passTime } from "../domain/ticket/deadlines.ts";
import { evolve, standingDenial } from "../domain/ticket/evolve.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Person } from "../domain/ticket/person.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ask, Denial, EndedSession, Ticket } from "../domain/ticket/ticket.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { SummaryGap } from "../ports/delivery-store.ts";
import type { ThreadMessage } from "../ports/thread-store.ts";
import type { HandOff } from "../ports/transport.ts";
import { type Words, wordsFor } from "./text/words.ts";

/** Where managers' summaries go. */
export type SummaryTo = "helpers-manager" | "sharers-manager" | { readonly channel: string };

export type Absence = "removed" | "not-installed";

/** What the cards of a ticket need besides the ticket, looked up beforehand so that building them stays pure. */
export interface RenderContext {
  /** Epoch milliseconds; never before the ticket's last event. */
  readonly at: number;
  readonly policy: Policy;
  readonly summaryTo: SummaryTo;
  /** The channel for summaries that do not reach their manager; null when they wait. */
  readonly summaryFallback: string | null;
  /** What kept the summary of a session from its manager; null when nothing did. */
  readonly summaryGap: (session: number) => SummaryGap | null;
  /** Why nothing reaches a person; null when, as far as is known, it does. */
  readonly absenceOf: (person: PersonId) => Absence | null;
  /** False while a request waits for a helper and cannot be posted to the helpdesk channel: it is unknown, or refuses it. */
  readonly isInReach: boolean;
  /** From when on the holder may ask the sharer again, after a no; null or absent when nothing holds them back. */
  readonly askFrom?: number | null;
  /** Whether a person chose to be alerted of urgent things only. */
  readonly isQuiet: (person: PersonId) => boolean;
  /** Who is mentioned in the helpdesk channel, because the request waits. */
  readonly called: () => readonly Person[];
  /** How long a request of that moment usually waits for its pick-up; null while too few tell. */
  readonly expectedWait: (at: number) => { readonly median: number; readonly most: number } | null;
  readonly readerOf: (person: PersonId) => ReaderLocale;
  /** For cards in channels. */
  readonly channelReader: ReaderLocale;
  /** Data URI of a person's photo; null when there is none. */
  readonly photoOf: (person: PersonId) => string | null;
  /** Whether Beckon has an address at which files can be opened. */
  readonly opensFiles?: boolean;
  /** What the two people of the ticket wrote to each other, oldest first. */
  readonly thread: readonly ThreadMessage[];
  /** What each side opens now; null while there is no live session. */
  readonly handOff: HandOff | null;
}

/** Where a ticket is, as people see it: one heading each. */
export type Stage =
  | "waiting"
  /** A helper has it and has asked for nothing yet. */
  | "picked-up"
  /** A condition for remote help is not met. */
  | "blocked"
  /** The sharer has a question to answer, and nothing is approved. */
  | "asked"
  | "live"
  | "paused"
  /** The question was answered with no, or not at all. */
  | "declined"
  /** A session is over and the ticket is not. */
  | "between"
  | "resolved"
  | "withdrawn";

/**
 * Everything that the cards of one ticket say at one moment. Computed once per action or reconcile and passed down: no card
 * derives any of it again.
 */
export interface TicketView extends RenderContext {
  /** As the clock has made it by `at`, whether or not that is recorded yet. Its version is the one that buttons carry. */
  readonly ticket: Ticket;
  readonly stage: Stage;
  readonly authority: Authority;
  readonly openAsk: Ask | null;
  /** The refusal that stands now; null when none does. */
  readonly denial: Denial | null;
  /** The newest session of the present claim; those of earlier holders are history. */
  readonly lastSession: EndedSession | null;
  readonly mayReopen: boolean;
  wordsOf(person: Pick<Person, "id">): Words;
  readonly channelWords: Words;
}

export function viewOf(recorded: Ticket, context: RenderContext): TicketView {
  const { at, policy } = context;
  const ticket = asOf(recorded, policy, at);
  const { closedAt } = ticket;
  const denial = standingDenial(ticket);
  const lastSession = lastSessionOf(ticket);
  return {
    ...context,
    ticket,
    stage: stageOf(ticket, denial, lastSession),
    authority: authority(ticket, at),
    openAsk: openAsk(ticket.session),
    denial,
    lastSession,
    mayReopen: closedAt !== null && at - closedAt <= policy.reopenWindow,
    wordsOf: ({ id }) => wordsFor(context.readerOf(id)),
    channelWords: wordsFor(context.channelReader),
  };
}

/** A card that is built late never shows a question as open or a right as in force that has lapsed. */
export function asOf(ticket: Ticket, policy: Policy, at: number): Ticket {
  const passed = passTime(ticket, policy, at);
  const now = passed.reduce((state, event) => evolve(state, state.id, event), ticket);
  return { ...now, version: ticket.seenVersion };
}

function stageOf({ status, session }: Ticket, denial: Denial | null, last: EndedSession | null): Stage {
  if (status === "resolved" || status === "withdrawn") return status;
  if (session !== null) {
    if (session.pausedBy !== null) return "paused";
    return isLive(session) ? "live" : "asked";
  }
  if (status === "open") return "waiting";
  if (denial !== null) return "blocked";
  if (last === null) return "picked-up";
  return last.grants.length > 0 ? "between" : "declined";
}

function lastSessionOf({ past, claim }: Ticket): EndedSession | null {
  const last = past.at(-1);
  return last === undefined || claim === null || last.askedAt < claim.since ? null : last;
}
