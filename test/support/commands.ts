import type { Command, SystemCommand, UserCommand } from "../../src/domain/ticket/commands.ts";
import type { Finding, Verdict } from "../../src/domain/ticket/finding.ts";
import { isAbove, type Level } from "../../src/domain/ticket/level.ts";
import { type Actor, personal } from "../../src/domain/ticket/person.ts";
import { hana, hugo, sam, samsLaptop } from "./people.ts";
import { at, MINUTE, phrase, silent, TICKET, unmet } from "./tickets.ts";

/** An order as somebody gives it, so many minutes into the story. */
export const by = (actor: Actor, minutes: number, order: UserCommand): Command => ({
  ...order,
  actor,
  at: at(minutes),
});
export const unasked = (minutes: number, routine: SystemCommand): Command => ({
  ...routine,
  at: at(minutes),
});
export const passTime = (minutes: number): Command => unasked(minutes, { type: "PassTime" });

export const eligible = (level: Level): Verdict => ({ level, verdict: "allow", findings: [] });
export const notEligible = (level: Level): Verdict => ({ level, verdict: "deny", findings: unmet });

/** What a check of session 1 found: everything met, or something in the way of what lies above `keeps`. */
export const check = (
  minutes: number,
  keeps: Level | null = "elevation",
  found: readonly Finding[] = unmet,
  session = 1,
): Command => {
  const verdict = (level: Level) =>
    keeps === null || isAbove(level, keeps)
      ? ({ level, verdict: "deny", findings: found } as const)
      : eligible(level);
  const verdicts = { view: verdict("view"), control: verdict("control"), elevation: verdict("elevation") };
  return unasked(minutes, { type: "RecordCheck", session, verdicts });
};
export const silentCheck = (minutes: number): Command => check(minutes, null, silent);

const request = {
  subject: personal(sam.id, "VPN keeps dropping"),
  details: null,
  urgency: "normal",
  device: samsLaptop,
} as const;
const reason = personal(hana.id, "To see what the VPN client says");

/** One order of each kind, as it usually is; tests spread it and change what they are about. */
export const orders = {
  open: { type: "OpenTicket", ticket: TICKET, sharer: sam, language: "en", ...request },
  amend: { type: "AmendTicket", ...request, urgency: "urgent" },
  withdraw: { type: "WithdrawTicket" },
  claim: { type: "ClaimTicket", rights: null },
  giveBack: { type: "GiveBack" },
  handOver: {
    type: "HandOver",
    to: hugo,
    toRoles: { helper: true, lead: false },
    note: null,
    rights: null,
    insists: false,
  },
  addNote: { type: "AddNote", note: personal(hana.id, "Tried another cable.") },
  resolve: { type: "ResolveTicket", outcome: "fixed", done: personal(hana.id, "Renewed the profile.") },
  reopen: { type: "ReopenTicket", reason: null },
  feedback: { type: "GiveFeedback", session: 1, fixed: true, rating: 5, comment: null },
  askForView: {
    type: "AskForView",
    device: samsLaptop,
    length: 30 * MINUTE,
    reason,
    phrase,
    eligibility: eligible("view"),
  },
  askForControl: {
    type: "AskForEscalation",
    level: "control",
    length: 15 * MINUTE,
    reason,
    phrase,
    eligibility: eligible("control"),
  },
  askForElevation: {
    type: "AskForEscalation",
    level: "elevation",
    length: 10 * MINUTE,
    reason,
    phrase,
    eligibility: eligible("elevation"),
  },
  askForTime: { type: "AskForExtension", reason, eligibility: eligible("elevation") },
  askForMoreHelp: { type: "AskForMoreHelp", level: "control" },
  cancel: { type: "CancelAsk", ask: 1 },
  allow: { type: "AnswerAsk", ask: 1, answer: "allow", length: null, phrase: phrase.code, language: "en" },
  refuse: { type: "AnswerAsk", ask: 1, answer: "refuse", length: null, phrase: null, language: "en" },
  stepDown: { type: "StepDown" },
  pause: { type: "PauseSession" },
  resume: { type: "ResumeSession" },
  stop: { type: "StopSession" },
  helperStarted: { type: "ReportTransport", session: 1, fact: "helper-says-started" },
  sharerEnded: { type: "ReportTransport", session: 1, fact: "sharer-says-ended" },
} as const satisfies Record<string, UserCommand>;
