import { titleOf } from "../cards/findings.ts";
import { ENGLISH } from "../cards/text/words.ts";
import type { AskTerms, EventOf, EventType, TicketEvent } from "../domain/ticket/events.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import type { Person, Personal } from "../domain/ticket/person.ts";
import { refusedBecause, triedTo } from "./attempt-words.ts";
import { END_CAUSE, LEVEL, OUTCOME, TOLD, URGENCY } from "./names.ts";
import { duration, nameOf, textOf } from "./words.ts";

/** The sharer is not told what helpers note for one another; an auditor reads nothing that anybody wrote. */
export type StoryReader = "sharer" | "staff" | "auditor";

export interface StoryLine {
  readonly when: string;
  readonly what: string;
  readonly hasText: boolean;
  /** What somebody wrote, as they wrote it. */
  readonly text: string;
}

type Clock = (at: number) => string;
interface Told {
  readonly what: string;
  readonly text?: Personal | null;
}
/** Null: nothing that this reader is told. */
type Tellers = {
  readonly [Type in EventType]:
    | ((event: EventOf<Type>, reader: StoryReader, clock: Clock) => Told | null)
    | null;
};

/** One event in words; null for what is no news to this reader. */
export function storyLine(event: TicketEvent, reader: StoryReader, clock: Clock): StoryLine | null {
  const tell = TELLERS[event.type] as
    | ((event: TicketEvent, reader: StoryReader, clock: Clock) => Told | null)
    | null;
  const told = tell?.(event, reader, clock) ?? null;
  if (told === null) return null;
  const text = reader === "auditor" || told.text == null ? "" : textOf(told.text);
  return { when: clock(event.at), what: told.what, hasText: text !== "", text };
}

const who = (by: Person | null): string => (by === null ? "The clock" : nameOf(by));

const asked = (by: Person | null, what: string, { length, reason }: AskTerms): Told => ({
  what: `${who(by)} asked ${what} for ${duration(length)}`,
  text: reason,
});

const lost = (findings: readonly Finding[]): string => {
  const titles = findings.filter(({ outcome }) => outcome !== "met").map((each) => titleOf(each, ENGLISH));
  return titles.length === 0 ? "" : `: ${titles.join(", ").toLowerCase()}`;
};

const REVOKED = {
  sharer: "the sharer took it back",
  helper: "the helper gave it back",
  lead: "a lead took it back",
  "eligibility-lost": "a condition was no longer met",
  paused: "the session was paused",
} as const;

const TELLERS: Tellers = {
  TicketOpened: ({ by, sharer, details, urgency, device }) => ({
    what: [
      by === null || by.id === sharer.id
        ? `${nameOf(sharer)} asked for help`
        : `${who(by)} asked for help for ${nameOf(sharer)}`,
      urgency === "normal" ? [] : `urgency ${URGENCY[urgency].toLowerCase()}`,
      device === null ? "without a device" : [],
    ]
      .flat()
      .join(" · "),
    text: details,
  }),
  TicketAmended: ({ by, details }) => ({ what: `${who(by)} changed the request`, text: details }),
  TicketWithdrawn: ({ by }) => ({ what: `${who(by)} withdrew the request` }),
  TicketClaimed: ({ helper }) => ({ what: `${nameOf(helper)} picked it up` }),
  ClaimGivenBack: ({ by }) => ({ what: `${who(by)} gave it back` }),
  ClaimLapsed: () => ({ what: "Nothing was done with it in time, so it is open for everybody again" }),
  TicketHandedOver: ({ by, to, note }, reader) => ({
    what: `${who(by)} handed it over to ${nameOf(to)}`,
    text: reader === "sharer" ? null : note,
  }),
  NoteAdded: ({ by, note }, reader) =>
    reader === "sharer" ? null : { what: `${who(by)} noted`, text: note },
  TicketResolved: ({ by, outcome, done }) => ({
    what: `${who(by)} closed it: ${OUTCOME[outcome].toLowerCase()}`,
    text: done,
  }),
  TicketReopened: ({ by, reason }) => ({ what: `${who(by)} opened it again`, text: reason }),
  FeedbackGiven: ({ by, fixed, rating, comment }) => ({
    what: `${who(by)} answered “${fixed ? "fixed" : "not fixed"}”${rating === null ? "" : ` and ${rating} of 5`}`,
    text: comment,
  }),
  EligibilityDenied: ({ level, findings }) => ({
    what: `${LEVEL[level]} was not possible${lost(findings)}`,
  }),
  ViewAsked: ({ by, terms }) => asked(by, "to see the screen", terms),
  EscalationAsked: ({ by, terms }) => asked(by, `for ${LEVEL[terms.level].toLowerCase()}`, terms),
  ExtensionAsked: ({ by, terms }) => asked(by, "for more time,", terms),
  MoreHelpAsked: ({ by, level }) => ({ what: `${who(by)} wished for ${LEVEL[level].toLowerCase()}` }),
  ConsentGiven: ({ by, level, until }, _, clock) => ({
    what: `${who(by)} approved ${LEVEL[level].toLowerCase()} until ${clock(until)}`,
  }),
  ConsentRefused: ({ by, why }) => ({
    what:
      why === "not-now"
        ? `${who(by)} said not now`
        : `${who(by)} picked the wrong number, so nothing was approved`,
  }),
  AskLapsed: () => ({ what: "There was no answer in time, which counts as no" }),
  AskCancelled: ({ by }) => ({ what: `${who(by)} took the question back` }),
  GrantRevoked: ({ level, cause, findings }) => ({
    what: `${LEVEL[level]} ended, ${REVOKED[cause]}${lost(findings)}`,
  }),
  GrantExpired: ({ level, until }, _, clock) => ({
    what: `${LEVEL[level]} ended with its time at ${clock(until)}`,
  }),
  SessionPaused: ({ by }) => ({ what: `${who(by)} paused the session` }),
  SessionResumed: ({ by }) => ({ what: `${who(by)} resumed the session` }),
  TransportReported: ({ fact }) => ({ what: `Remote Help: ${TOLD[fact]}` }),
  SessionEnded: ({ cause, findings, endedAt }, _, clock) => ({
    what: `Access withdrawn ${clock(endedAt)}. ${END_CAUSE[cause]}${lost(findings)}`,
  }),
  AttemptRefused: ({ by, command, code }, reader) =>
    reader === "sharer"
      ? null
      : { what: `${who(by)} tried to ${triedTo(command)}, and was refused: ${refusedBecause(code)}` },
  // Checks that found nothing new, and reminders, are in the trail and would bury the story.
  SessionVerified: null,
  SessionUnverified: null,
  EndWarned: null,
};
