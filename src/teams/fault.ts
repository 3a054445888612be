import { randomInt } from "node:crypto";
import { CardFault } from "../cards/define-card.ts";
import { DirectoryUnavailable, PersonUnknown } from "../ports/directory.ts";
import { MessageFault } from "../ports/messenger.ts";
import { OutcomeUnknown, StoreUnavailable } from "../ports/ticket-store.ts";
import type { Fields } from "../telemetry/log.ts";

/** Without letters and digits that are mistaken for one another on the phone. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ";
const character = () => ALPHABET.charAt(randomInt(ALPHABET.length));

/** What a person can read out, and an administrator can find in the log: `K7Q2-9XWD`. */
export function newReference(): string {
  const four = () => Array.from({ length: 4 }, character).join("");
  return `${four()}-${four()}`;
}

/** What the person is told: what it means for them and what to do; never what the error says. */
export const explainFault = (fault: unknown, reference: string) =>
  `${sentence(fault)} Reference ${reference}`;

function sentence(fault: unknown): string {
  if (fault instanceof StoreUnavailable) {
    return "Beckon cannot reach its records, so nothing was changed. Please try again in a minute.";
  }
  if (fault instanceof OutcomeUnknown) {
    return "Beckon's records broke off just then, and what you did may have been kept. Type status to see, or do it again: it counts once.";
  }
  if (fault instanceof PersonUnknown) {
    return "Beckon helps people of its own organisation only, and Microsoft Graph knows no such person there.";
  }
  if (fault instanceof DirectoryUnavailable) {
    if (fault.missingPermission === undefined)
      return fault.owner === undefined
        ? "Microsoft Graph could not be asked, so this was not decided. Please try again in a minute."
        : "Microsoft Graph refuses Beckon, so this was not decided. Trying again does not help: an identity administrator has to look at Beckon's app in Entra.";
    return `Beckon may not ask Microsoft Graph for this, so it was not decided. An Entra administrator has to grant it ${fault.missingPermission}.`;
  }
  if (fault instanceof MessageFault) {
    return "Teams did not take a message that belongs to this. What you did may have been kept: type status to see.";
  }
  if (fault instanceof CardFault) {
    return "The card for this could not be drawn. What you did may have been kept: type status to see.";
  }
  return "Something broke on our side. What you did may not have been kept: type status to see where things stand.";
}

const FRAMES = 3;

/** What the log may know: names and places in the code, never messages, which can repeat what people wrote. */
export function faultFields(fault: unknown): Fields {
  if (!(fault instanceof Error)) return { error: typeof fault };
  const frames = (fault.stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  return {
    error: fault.name,
    cause: fault.cause instanceof Error ? fault.cause.name : undefined,
    code: codeOf(fault.cause),
    kind: fault instanceof MessageFault ? fault.kind : undefined,
    card: fault instanceof CardFault ? fault.card : undefined,
    missingPermission: fault instanceof DirectoryUnavailable ? fault.missingPermission : undefined,
    where: frames
      .slice(0, FRAMES)
      .map((line) => line.trim().replace(/.*[/\\]((src|node_modules)[/\\])/, "$1"))
      .join(" < "),
  };
}

/** The operating system's or the database's own name for what went wrong: `EIO`, `57P01`. */
function codeOf(cause: unknown): string | undefined {
  if (!(cause instanceof Error && "code" in cause)) return undefined;
  return typeof cause.code === "string" && /^[A-Z0-9_]{2,40}$/.test(cause.code) ? cause.code : undefined;
}
