import { createHash, randomUUID } from "node:crypto";
import type { CardContent } from "../cards/catalog.ts";
import { MOST_DETAILS, MOST_SUBJECT, requestFormContent } from "../cards/request-form.ts";
import { wordsFor } from "../cards/text/words.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { BotDeps, Caller, ChatScope, Reply, TypedMessage } from "./action.ts";
import { seeDevices } from "./devices.ts";

/** The form filled with what was typed, and a sentence about each part of the message that it cannot hold. */
export function formFor(message: TypedMessage, deps: BotDeps): Promise<Reply> {
  const { say } = wordsFor(message.caller);
  const kinds = [...new Set(message.attachments.map(({ kind }) => kind))];
  const missing = kinds.map((kind) => say(`bot.${kind}`));
  if (message.isCut) missing.push(say("bot.too-long", { characters: message.text.length }));
  // One message makes one form, in whichever process it is delivered again.
  const form = uuidOf(message.id);
  return sendForm(message.caller, message.scope, { form, ...split(message.text) }, missing.join(" "), deps);
}

/** A form that a button opens. */
export const offerForm = (caller: Caller, scope: ChatScope, text: string, deps: BotDeps): Promise<Reply> =>
  sendForm(caller, scope, { form: randomUUID(), ...split(text) }, "", deps);

/** A new form in the caller's own chat, below the card that stays: the request of a ticket once more. */
export async function repeatForm({ subject, device }: Ticket, caller: Caller, deps: BotDeps): Promise<Reply> {
  const filled = { form: randomUUID(), subject: subject.text ?? "", details: "", device: device?.id ?? null };
  const isSent = await deps.send(caller.id, await formWith(filled, caller, deps));
  return isSent ? { nothing: true } : { say: wordsFor(caller).say("bot.form-needs-chat") };
}

type Filled = Parameters<typeof requestFormContent>[0];

/** In a channel the form goes to the caller's own chat: what is wrong is private. */
async function sendForm(
  caller: Caller,
  scope: ChatScope,
  filled: Filled,
  missing: string,
  deps: BotDeps,
): Promise<Reply> {
  const show = await formWith(filled, caller, deps);
  if (scope.kind === "personal") return missing === "" ? { show } : { show, say: missing };
  const { say } = wordsFor(caller);
  const isSent = await deps.send(caller.id, show);
  return { say: [say(isSent ? "bot.form-sent" : "bot.form-needs-chat"), missing].filter(Boolean).join(" ") };
}

export async function formWith(filled: Filled, caller: Caller, deps: BotDeps): Promise<CardContent> {
  const { candidates, alone } = await seeDevices(caller.id, deps);
  const known = {
    devices: candidates,
    general: alone.general,
    policy: deps.eligibility,
    at: deps.clock.now(),
  };
  return { card: "request-form", data: requestFormContent(filled, known, wordsFor(caller)) };
}

/** A short text is the subject. Of a longer one the beginning is, up to a line's or a word's end; the details have the rest. */
export function split(text: string): { subject: string; details: string } {
  const line = text.split("\n", 1)[0] ?? "";
  if (line.length <= MOST_SUBJECT) {
    return { subject: line.trim(), details: text.slice(line.length).trim().slice(0, MOST_DETAILS) };
  }
  const space = line.lastIndexOf(" ", MOST_SUBJECT);
  const end = space > MOST_SUBJECT / 2 ? space : MOST_SUBJECT;
  // Never between the two halves of a character.
  const at = /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
  return { subject: text.slice(0, at).trim(), details: text.slice(at).trim() };
}

function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
