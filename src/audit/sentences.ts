import { kindOf, deviceOf as named } from "../cards/devices.ts";
import { titleOf } from "../cards/findings.ts";
import { attemptIn, refusedBecause } from "../cards/story-lines.ts";
import { sayFact } from "../cards/text/facts.ts";
import { ENGLISH } from "../cards/text/words.ts";
import type { Device } from "../domain/ticket/device.ts";
import type {
  AskTerms,
  EventOf,
  EventType,
  RevocationCause,
  TicketEvent,
  TransportFact,
} from "../domain/ticket/events.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import type { Person, Personal } from "../domain/ticket/person.ts";

/** Formats a time: in UTC for machines, in a reader's zone on a page. */
type SayMoment = (at: number) => string;

/** One event in plain words, without its author, who is shown before it. */
export function sentenceOf(event: TicketEvent, moment: SayMoment): string {
  const say = SENTENCES[event.type] as (event: TicketEvent, moment: SayMoment) => string;
  return say(event, moment);
}

/** `Sam Sharma`; Beckon for the clock, Intune for its report. */
export function authorOf({ by, type }: TicketEvent): string {
  if (by !== null) return nameOf(by);
  return type === "TransportReported" ? "Intune" : "Beckon";
}

const askedFor = ({ level, length, reason }: AskTerms): string =>
  `${ENGLISH.say(`level-in-sentence.${level}`)} for ${ENGLISH.duration(length)}:${quoted(reason)}`;

const found = (findings: readonly Finding[]): string =>
  findings
    .filter(({ outcome }) => outcome !== "met")
    .map(
      (finding) =>
        `${titleOf(finding, ENGLISH)} ${OUTCOME_OF_CHECK[finding.outcome]} (${sayFact(finding.seen, ENGLISH)})`,
    )
    .join("; ");
const OUTCOME_OF_CHECK = {
  met: "met",
  unmet: "not met",
  unknown: "could not be checked",
  warning: "worth a warning",
} as const;
const because = (findings: readonly Finding[]): string =>
  found(findings) === "" ? "" : `: ${found(findings)}`;

const BY: Readonly<Record<RevocationCause, string>> = {
  sharer: "the sharer took it back",
  helper: "the helper gave it up",
  lead: "a lead took it back",
  "eligibility-lost": "a condition was no longer met",
  paused: "the session was paused",
};

const SENTENCES: { readonly [Type in EventType]: (event: EventOf<Type>, moment: SayMoment) => string } = {
  TicketOpened: ({ by, sharer, subject, details, urgency, device }) =>
    [
      `asked for help${by?.id === sharer.id ? "" : ` for ${nameOf(sharer)}`}:${quoted(subject)}`,
      quoted(details),
      ` · ${ENGLISH.say(`urgency.${urgency}`)}`,
      device === null ? "" : ` · ${deviceOf(device)}`,
    ].join(""),
  TicketAmended: ({ subject, details }) => `changed the request to${quoted(subject)}${quoted(details)}`,
  TicketWithdrawn: () => "withdrew the request",
  TicketClaimed: ({ by, helper, unchecked }) =>
    [
      by?.id === helper.id ? "picked the ticket up" : `gave the ticket to ${nameOf(helper)}`,
      unchecked ? " · nobody could check their rights" : "",
    ].join(""),
  ClaimGivenBack: () => "gave the ticket back",
  ClaimLapsed: () => "freed the ticket again: nothing was done with it in time",
  WaitEscalated: ({ step }) =>
    step === "leads"
      ? "called the leads: nobody had picked the ticket up"
      : "posted the ticket again: nobody had picked it up in time",
  HolderReminded: ({ why, until }, moment) =>
    `reminded the holder to ${why === "start" ? "begin" : "answer"} by ${moment(until)}`,
  ClaimKept: () => "saw that the holder owes no answer, and left the ticket with them",
  TicketHandedOver: ({ to, note, unchecked, lacking = [] }) =>
    [
      `handed the ticket over to ${nameOf(to)}`,
      note === null ? "" : `:${quoted(note)}`,
      unchecked ? " · nobody could check their rights" : "",
      lacking.length === 0
        ? ""
        : ` · although a session on the device was not possible for them${because(lacking)}`,
    ].join(""),
  NoteAdded: ({ note }) => `noted:${quoted(note)}`,
  TicketResolved: ({ outcome, done }) =>
    `closed the ticket as ${ENGLISH.say(`outcome-in-sentence.${outcome}`)}:${quoted(done)}`,
  TicketReopened: ({ reason }) => `opened the ticket again${quoted(reason)}`,
  FeedbackGiven: ({ fixed, rating, comment }) =>
    [
      `said that it is ${fixed ? "fixed" : "not fixed"}`,
      rating === null ? "" : `, and gave ${rating} of 5`,
      comment === null ? "" : `:${quoted(comment)}`,
    ].join(""),
  EligibilityDenied: ({ level, findings }) =>
    `was told that ${ENGLISH.say(`level-in-sentence.${level}`)} is not possible${because(findings)}`,
  ViewAsked: ({ session, device, terms }) =>
    `asked, for session ${session} on ${deviceOf(device)}, for ${askedFor(terms)}`,
  EscalationAsked: ({ terms }) => `asked for ${askedFor(terms)}`,
  ExtensionAsked: ({ terms }) =>
    `asked for ${ENGLISH.duration(terms.length)} more of ${ENGLISH.say(`level-in-sentence.${terms.level}`)}:${quoted(terms.reason)}`,
  MoreHelpAsked: ({ level }) => `wished to be asked for ${ENGLISH.say(`level-in-sentence.${level}`)}`,
  ConsentGiven: ({ level, until, wording, language }, moment) =>
    `said yes to ${ENGLISH.say(`level-in-sentence.${level}`)} until ${moment(until)} (wording ${wording}, ${language})`,
  ConsentRefused: ({ why }) => (why === "not-now" ? "said not now" : "entered a wrong number, which is a no"),
  AskLapsed: () => "closed the question: no answer in time counts as no",
  AskCancelled: () => "took the question back",
  GrantRevoked: ({ level, cause, findings }) =>
    `ended ${ENGLISH.say(`level-in-sentence.${level}`)}: ${BY[cause]}${because(findings)}`,
  GrantExpired: ({ level, until }, moment) =>
    `ended ${ENGLISH.say(`level-in-sentence.${level}`)} at ${moment(until)}: its time was over`,
  SessionVerified: ({ level }) =>
    `checked the conditions for ${ENGLISH.say(`level-in-sentence.${level}`)}: all met`,
  SessionUnverified: ({ findings }) => `could not check every condition${because(findings)}`,
  SessionPaused: () => "paused the session",
  SessionResumed: () => "went on with the session",
  EndWarned: ({ before }) => `warned that the session ends in ${ENGLISH.duration(before)}`,
  TransportReported: ({ fact }) => REPORTED[fact],
  SessionEnded: ({ session, cause, findings, endedAt }, moment) =>
    `ended session ${session} at ${moment(endedAt)}: ${ENGLISH.say(`end-cause.anybody.${cause}`).toLowerCase()}${because(findings)}`,
  AttemptRefused: ({ command, code }) =>
    `tried to ${attemptIn(command, ENGLISH)}, and was refused: ${refusedBecause(code, ENGLISH)}`,
};

const REPORTED: Readonly<Record<TransportFact, string>> = {
  "helper-says-started": "said that Remote Help has started",
  "helper-says-ended": "said that Remote Help has ended",
  "sharer-says-ended": "said that Remote Help has ended",
  "end-confirmed": "reported that the session in Remote Help is over",
};

const DIGITS = 4;

/** `Sam Sharma`; once erased `(erased, …0001)`, with the end of the id to tell two people apart. */
export const nameOf = ({ id, name }: Person): string =>
  name.text === null ? `(erased, …${id.slice(-DIGITS)})` : ENGLISH.text(name);

/** ` “Since this morning”`, on one line; the record itself holds the text as it was written. "" for no text. */
export function quoted(words: Personal | null): string {
  if (words === null || words.text === "") return "";
  return ` ${ENGLISH.quoted(words)}`;
}

export const deviceOf = (device: Device): string =>
  device.name.text === null ? `${kindOf(device, ENGLISH)} (name erased)` : named(device, ENGLISH);
