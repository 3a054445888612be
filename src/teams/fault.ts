import { randomInt } from "node:crypto";
import { CardFault } from "../cards/define-card.ts";
import type { Words } from "../cards/text/words.ts";
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

/** The answer to the person: what the fault means for them and what to do; never the error's own message. */
export const explainFault = (fault: unknown, reference: string, words: Words) =>
  words.say("fault.reference", { sentence: sentence(fault, words), reference });

function sentence(fault: unknown, { say }: Words): string {
  if (fault instanceof StoreUnavailable) return say("fault.store");
  if (fault instanceof OutcomeUnknown) return say("fault.outcome-unknown");
  if (fault instanceof PersonUnknown) {
    const { who } = fault;
    return who === undefined ? say("fault.person-unknown") : say("fault.person-unknown-named", { who });
  }
  if (fault instanceof DirectoryUnavailable) {
    const { missingPermission: permission, owner } = fault;
    if (permission !== undefined) return say("fault.permission", { permission });
    return say(owner === undefined ? "fault.graph" : "fault.graph-refuses");
  }
  if (fault instanceof MessageFault) return say("fault.message");
  return say(fault instanceof CardFault ? "fault.card" : "fault.other");
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
