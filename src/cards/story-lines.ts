import type { AskTerms, EventOf, EventType, TicketEvent } from "../domain/ticket/events.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import type { Person, Personal } from "../domain/ticket/person.ts";
import { titleOf } from "./findings.ts";
import { en } from "./text/en/index.ts";
import type { Key, Words } from "./text/words.ts";

/** Sharers do not see helpers' notes; auditors see no text that a person wrote. */
export type StoryReader = "sharer" | "staff" | "auditor";

interface StoryLine {
  readonly when: string;
  readonly what: string;
  readonly hasText: boolean;
  /** What somebody wrote, quoted. */
  readonly text: string;
}

interface Told {
  readonly what: string;
  readonly text?: Personal | null;
}

interface Telling {
  readonly words: Words;
  readonly reader: StoryReader;
  time(at: number): string;
  who(by: Person | null): string;
}

type Tell<Type extends EventType> = (event: EventOf<Type>, telling: Telling) => Told | null;

/** One event as a line; null when this reader does not see it. */
export function storyLine(
  event: TicketEvent,
  reader: StoryReader,
  now: number,
  words: Words,
): StoryLine | null {
  const tell = TELL[event.type] as Tell<EventType> | null;
  const told =
    tell?.(event, {
      words,
      reader,
      time: (at) => words.moment(at, now),
      who: (by) => (by === null ? words.say("story.beckon") : words.name(by)),
    }) ?? null;
  if (told === null) return null;
  const text = reader === "auditor" || told.text == null ? "" : words.quoted(told.text);
  return { when: words.moment(event.at, now), what: told.what, hasText: text !== "", text };
}

/** `ask to see the screen`. @param command as a trail has it, also one of another version of Beckon */
export const attemptIn = (command: string, words: Words): string =>
  known(`attempt.${command}`, words) ?? command.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

/** Why it was refused. @param code as a trail has it, also one of another version of Beckon */
export const refusedBecause = (code: string, words: Words): string =>
  known(`refused-because.${code}`, words) ?? code.replaceAll("_", " ");

const known = (key: string, words: Words): string | null =>
  key in en ? words.say(key as Extract<Key, `attempt.${string}`>) : null;

const lost = (findings: readonly Finding[], words: Words): string =>
  words.list(findings.filter(({ outcome }) => outcome !== "met").map((finding) => titleOf(finding, words)));

const asked = ({ length, reason }: AskTerms, words: Words, say: (length: string) => string): Told => ({
  what: say(words.duration(length)),
  text: reason,
});

/** Null for checks without a change, warnings, and what the conversation says itself: audit packs have them. */
const TELL: { readonly [Type in EventType]: Tell<Type> | null } = {
  SessionVerified: null,
  SessionUnverified: null,
  EndWarned: null,

  TicketOpened({ by, sharer, details, urgency, device }, { words, who }) {
    const name = words.name(sharer);
    const isOwn = by === null || by.id === sharer.id;
    const parts = [
      isOwn
        ? words.say("story.opened", { sharer: name })
        : words.say("story.opened-for", { who: who(by), sharer: name }),
      urgency === "normal"
        ? ""
        : words.say("story.urgency", { urgency: words.say(`urgency-in-sentence.${urgency}`) }),
      device === null ? words.say("story.without-device") : "",
    ];
    return { what: parts.filter(Boolean).join(" · "), text: details };
  },
  TicketAmended: ({ by, details }, { words, who }) => ({
    what: words.say("story.amended", { who: who(by) }),
    text: details,
  }),
  TicketWithdrawn: ({ by }, { words, who }) => ({ what: words.say("story.withdrawn", { who: who(by) }) }),
  TicketClaimed: ({ helper }, { words }) => ({
    what: words.say("story.claimed", { helper: words.name(helper) }),
  }),
  ClaimGivenBack: ({ by }, { words, who }) => ({ what: words.say("story.given-back", { who: who(by) }) }),
  ClaimLapsed: (_, { words }) => ({ what: words.say("story.claim-lapsed") }),
  WaitEscalated: ({ step }, { words }) => ({ what: words.say(`story.waited-${step}`) }),
  HolderReminded: ({ why, until }, { words, time }) => ({
    what: words.say(`story.reminded-${why}`, { time: time(until) }),
  }),
  ClaimKept: null,
  TicketHandedOver: ({ by, to, note }, { words, reader, who }) => ({
    what: words.say("story.handed-over", { who: who(by), to: words.name(to) }),
    text: reader === "sharer" ? null : note,
  }),
  NoteAdded: ({ by, note }, { words, reader, who }) =>
    reader === "sharer" ? null : { what: words.say("story.noted", { who: who(by) }), text: note },
  TicketResolved: ({ by, outcome, done }, { words, who }) => ({
    what: words.say("story.resolved", {
      who: who(by),
      outcome: words.say(`outcome-in-sentence.${outcome}`),
    }),
    text: done,
  }),
  TicketReopened: ({ by, reason }, { words, who }) => ({
    what: words.say("story.reopened", { who: who(by) }),
    text: reason,
  }),
  FeedbackGiven({ by, fixed, rating, comment }, { words, who }) {
    const answer = fixed ? "fixed" : "not-fixed";
    const what =
      rating === null
        ? words.say(`story.feedback.${answer}`, { who: who(by) })
        : words.say(`story.feedback.${answer}-rated`, { who: who(by), rating });
    return { what, text: comment };
  },
  EligibilityDenied({ level: denied, findings }, { words }) {
    const level = words.say(`level.${denied}`);
    const because = lost(findings, words);
    return {
      what:
        because === ""
          ? words.say("story.denied", { level })
          : words.say("story.denied-because", { level, findings: because }),
    };
  },
  ViewAsked: ({ by, terms }, { words, who }) =>
    asked(terms, words, (length) => words.say("story.asked-view", { who: who(by), length })),
  EscalationAsked: ({ by, terms }, { words, who }) =>
    asked(terms, words, (length) =>
      words.say("story.asked-more", {
        who: who(by),
        level: words.say(`level-in-sentence.${terms.level}`),
        length,
      }),
    ),
  ExtensionAsked: ({ by, terms }, { words, who }) =>
    asked(terms, words, (length) => words.say("story.asked-time", { who: who(by), length })),
  MoreHelpAsked: ({ by, level }, { words, who }) => ({
    what: words.say("story.offered", { who: who(by), level: words.say(`level-in-sentence.${level}`) }),
  }),
  ConsentGiven: ({ by, level, until }, { words, who, time }) => ({
    what: words.say("story.allowed", {
      who: who(by),
      level: words.say(`level-in-sentence.${level}`),
      time: time(until),
    }),
  }),
  ConsentRefused: ({ by, why }, { words, who }) => ({
    what: words.say(`story.refused.${why}`, { who: who(by) }),
  }),
  AskLapsed: (_, { words }) => ({ what: words.say("story.lapsed") }),
  AskCancelled: ({ by }, { words, who }) => ({ what: words.say("story.cancelled", { who: who(by) }) }),
  GrantRevoked({ level: revoked, cause, findings }, { words }) {
    const level = words.say(`level.${revoked}`);
    const because = lost(findings, words);
    return {
      what:
        cause === "eligibility-lost" && because !== ""
          ? words.say("story.revoked.eligibility-lost-because", { level, findings: because })
          : words.say(`story.revoked.${cause}`, { level }),
    };
  },
  GrantExpired: ({ level, until }, { words, time }) => ({
    what: words.say("story.expired", { level: words.say(`level.${level}`), time: time(until) }),
  }),
  SessionPaused: ({ by }, { words, who }) => ({ what: words.say("story.paused", { who: who(by) }) }),
  SessionResumed: ({ by }, { words, who }) => ({ what: words.say("story.resumed", { who: who(by) }) }),
  TransportReported: ({ by, fact }, { words, who }) => ({
    what: words.say(`transport-fact.${fact}`, { helper: who(by), sharer: who(by) }),
  }),
  SessionEnded({ cause: code, findings, endedAt }, { words, time }) {
    const cause = words.say(`end-cause.anybody.${code}`);
    const because = lost(findings, words);
    return {
      what:
        because === ""
          ? words.say("story.ended", { time: time(endedAt), cause })
          : words.say("story.ended-because", { time: time(endedAt), cause, findings: because }),
    };
  },
  AttemptRefused: ({ by, command, code }, { words, reader, who }) =>
    reader === "sharer"
      ? null
      : {
          what: words.say("story.attempt", {
            who: who(by),
            attempt: attemptIn(command, words),
            why: refusedBecause(code, words),
          }),
        },
};
