import type { CommandType } from "../domain/ticket/commands.ts";

/** What somebody tried, after “tried to”. */
const TRIED: Readonly<Record<CommandType, string>> = {
  OpenTicket: "ask for help",
  AmendTicket: "change the request",
  WithdrawTicket: "withdraw the request",
  ClaimTicket: "pick the request up",
  GiveBack: "give the request back",
  HandOver: "hand the request over",
  AddNote: "add a note",
  ResolveTicket: "close the request",
  ReopenTicket: "open the request again",
  GiveFeedback: "give feedback",
  AskForView: "ask to see the screen",
  AskForEscalation: "ask for a higher level",
  AskForExtension: "ask for more time",
  AskForMoreHelp: "wish for more help",
  CancelAsk: "take a question back",
  AnswerAsk: "answer a question",
  StepDown: "give a level back",
  PauseSession: "pause the session",
  ResumeSession: "resume the session",
  StopSession: "stop the session",
  ReportTransport: "say how the connection is",
  PassTime: "let time pass",
  RecordCheck: "record a check",
  ConfirmEnd: "confirm an end",
};

/** Why it was not theirs to do; the rules record an attempt for no other reason. */
const REFUSED: Readonly<Record<string, string>> = {
  not_the_sharer: "only the person who asked for help may",
  not_a_helper: "only helpers may",
  not_the_claiming_helper: "another helper had the request, or nobody",
  not_involved: "they had no part in the request",
  own_ticket: "nobody helps themself",
  helper_without_right: "they had no right to help on this device",
};

/** `ask to see the screen`. @param command as a trail has it, also one of another version of Beckon */
export const triedTo = (command: string): string =>
  (TRIED as Readonly<Record<string, string>>)[command] ??
  command.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();

/** `another helper had the request, or nobody` */
export const refusedBecause = (code: string): string => REFUSED[code] ?? code.replaceAll("_", " ");
