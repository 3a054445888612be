import type { Device, DeviceReport } from "./device.ts";
import type { Phrase, ReportedFact, Request, ResolutionOutcome } from "./events.ts";
import type { Finding, Verdict } from "./finding.ts";
import type { PersonId, TicketId } from "./ids.ts";
import type { Level } from "./level.ts";
import type { Actor, Person, Personal, Roles } from "./person.ts";
import type { Pressure } from "./pressure.ts";

/** Commands that people give. Looked-up facts and random codes come in as data. */
export type UserCommand =
  | ({
      readonly type: "OpenTicket";
      readonly ticket: TicketId;
      readonly sharer: Person;
      readonly language: string;
    } & Request)
  | ({ readonly type: "AmendTicket" } & Request)
  | { readonly type: "WithdrawTicket" }
  | {
      readonly type: "ClaimTicket";
      /** The helper's rights on the ticket's device as Graph reports them; null without a device. */
      readonly rights: readonly Finding[] | null;
      /** The ticket's device as Intune reports it now; absent when Intune gave no answer. */
      readonly report?: DeviceReport;
    }
  | { readonly type: "GiveBack" }
  | {
      readonly type: "HandOver";
      readonly to: Person;
      readonly toRoles: Roles;
      readonly note: Personal | null;
      /** The new helper's rights on the ticket's device; null without a device. */
      readonly rights: readonly Finding[] | null;
      /** Hands over to a helper without rights on the device, for help without a session; leads only. */
      readonly insists: boolean;
    }
  | { readonly type: "AddNote"; readonly note: Personal }
  | { readonly type: "ResolveTicket"; readonly outcome: ResolutionOutcome; readonly done: Personal }
  | { readonly type: "ReopenTicket"; readonly reason: Personal | null }
  | {
      readonly type: "GiveFeedback";
      readonly session: number;
      readonly fixed: boolean;
      readonly rating: number | null;
      readonly comment: Personal | null;
    }
  | {
      readonly type: "AskForView";
      /** The ticket's device as the helper saw it; null for none, which is refused. */
      readonly device: Device | null;
      readonly length: number;
      readonly reason: Personal;
      readonly phrase: Phrase | null;
      readonly eligibility: Verdict;
      readonly pressure?: Pressure;
    }
  | {
      readonly type: "AskForEscalation";
      readonly level: Level;
      readonly length: number;
      readonly reason: Personal;
      readonly phrase: Phrase | null;
      readonly eligibility: Verdict;
      readonly pressure?: Pressure;
    }
  | {
      readonly type: "AskForExtension";
      readonly reason: Personal;
      readonly eligibility: Verdict;
      readonly pressure?: Pressure;
    }
  | { readonly type: "AskForMoreHelp"; readonly level: Level }
  | { readonly type: "CancelAsk"; readonly ask: number }
  | {
      readonly type: "AnswerAsk";
      readonly ask: number;
      readonly answer: "allow" | "refuse";
      /** The sharer's choice of less time, in milliseconds; null for all that was asked. */
      readonly length: number | null;
      readonly phrase: string | null;
      readonly language: string;
    }
  | { readonly type: "StepDown" }
  | { readonly type: "PauseSession" }
  | { readonly type: "ResumeSession" }
  | { readonly type: "StopSession" }
  | { readonly type: "ReportTransport"; readonly session: number; readonly fact: ReportedFact };

/** Commands of the clock, the checks and the transport; no person gives them. */
export type SystemCommand =
  | { readonly type: "PassTime" }
  | {
      readonly type: "RecordCheck";
      readonly session: number;
      /** One verdict for each level, all from the same facts. */
      readonly verdicts: Readonly<Record<Level, Verdict>>;
    }
  | { readonly type: "ConfirmEnd"; readonly session: number }
  | {
      readonly type: "RemindHolder";
      /** When the sharer wrote the first message that the holder has not answered. */
      readonly writtenAt: number;
    }
  /** This holder has written to the sharer, or owes no answer any more. */
  | { readonly type: "KeepClaim"; readonly helper: PersonId };

export type Command =
  | (UserCommand & { readonly actor: Actor; readonly at: number })
  | (SystemCommand & { readonly at: number });
export type CommandType = Command["type"];
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>;
