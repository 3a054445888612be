import type { CardContent } from "../cards/catalog.ts";
import { chooseRequestData, MOST_CHOOSABLE } from "../cards/choose-request.ts";
import { MOST_MESSAGE } from "../cards/message.ts";
import { wordsFor } from "../cards/text/words.ts";
import { runCommand } from "../domain/run-command.ts";
import { isOver } from "../domain/ticket/authority.ts";
import { afterDuty } from "../domain/ticket/duty.ts";
import type { IdempotencyKey, PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Person } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { TicketSummary } from "../ports/ticket-store.ts";
import type { Attachment, BotDeps, Caller, Reply, TypedMessage } from "./action.ts";
import { aboutSharer } from "./fields.ts";
import { unlessUnavailable } from "./perform.ts";
import { whenKept, withFiles } from "./take-files.ts";

/** Who writes to whom on a ticket; null for a person who has no part in it now. */
interface Sides {
  readonly author: Person;
  /** Null while nobody has picked it up. */
  readonly other: Person | null;
}

export function sidesOf({ sharer, claim }: Ticket, caller: PersonId): Sides | null {
  if (caller === sharer.id) return { author: sharer, other: claim?.helper ?? null };
  return caller === claim?.helper.id ? { author: claim.helper, other: sharer } : null;
}

/** The open requests on which a person can write: their own, and those that they hold. */
async function conversationsOf(person: PersonId, { store }: BotDeps): Promise<TicketSummary[]> {
  const [own, held] = await Promise.all([store.openTicketsOf(person), store.heldBy(person)]);
  return [...own, ...held];
}

/** What a person sends on a ticket. */
interface Sending {
  readonly text: string;
  readonly source: IdempotencyKey;
  readonly attachments?: readonly Attachment[];
  /** The number of the message of this ticket that it answers. */
  readonly quotes?: number | null;
}

/**
 * Adds a message to the conversation of a ticket; the other side gets it as a card of its own.
 * @returns what the author is told.
 */
export async function sendMessage(
  ticket: Ticket,
  caller: Caller,
  { text, source, attachments = [], quotes = null }: Sending,
  deps: BotDeps,
): Promise<string> {
  const { say, firstName } = wordsFor(caller);
  const before = writersOn(ticket, caller);
  if ("say" in before) return before.say;
  return withFiles({ attachments, source }, ticket, caller, deps, async ({ files, lost, isRemoved }) => {
    if (isRemoved) return "";
    if (text.trim() === "" && files.length === 0) return lost || say("message.empty");
    // While files were fetched the request may have been closed, or have come into other hands.
    const present = files.length === 0 ? ticket : ((await deps.store.read(ticket.id)) ?? ticket);
    const sides = writersOn(present, caller);
    if ("say" in sides) return sides.say;
    const { author, other } = sides;
    const kept = aboutSharer(ticket, text.slice(0, MOST_MESSAGE).toWellFormed());
    const at = deps.clock.now();
    const to = other?.id ?? null;
    const answerBy = other !== null && author.id === ticket.sharer.id ? answerDue(at, deps) : null;
    const message = { by: author, to, text: kept, source, files, quotes, answerBy };
    const added = await deps.store.addMessage(ticket.id, message, at);
    deps.log.info("message.kept", {
      ticket: ticket.id,
      caller: caller.id,
      result: added,
      files: files.length,
    });
    if (added === "full") return say("message.full", { ticket: ticket.id });
    if (author.id !== ticket.sharer.id) await unlessUnavailable(deps, keepClaim(ticket.id, author.id, deps));
    deps.wake(ticket.id);
    const said = async () => {
      if (other === null) return say("message.added", { ticket: ticket.id });
      // A card says that it waits, then and when that shows later.
      const contact = await unlessUnavailable(deps, deps.addresses.contact(other.id));
      return contact?.blocked == null ? say("message.sent", { name: firstName(other) }) : "";
    };
    return [await said(), lost].filter(Boolean).join(" ");
  });
}

/** Who writes to whom, or why the caller cannot. */
function writersOn(ticket: Ticket, caller: Caller): Sides | { readonly say: string } {
  const { say } = wordsFor(caller);
  if (isOver(ticket)) return { say: say("message.closed", { ticket: ticket.id }) };
  return sidesOf(ticket, caller.id) ?? { say: say("message.not-sent", { ticket: ticket.id }) };
}

const answerDue = (at: number, { policy: { duty, silentHolder } }: BotDeps): number | null =>
  afterDuty(at, silentHolder.remindAfter, duty);

/** A holder who writes has begun, or answered. The ticket is read after the message was kept: a reminder may have come since. */
async function keepClaim(id: TicketId, helper: PersonId, deps: BotDeps): Promise<void> {
  if ((await deps.store.read(id))?.claim?.leaseUntil == null) return;
  await runCommand(deps, id, null, { type: "KeepClaim", helper, at: deps.clock.now() });
}

/** What a person typed in their own chat, outside a session; null when they have no open request. */
export async function answerInConversation(message: TypedMessage, deps: BotDeps): Promise<Reply | null> {
  if (message.scope.kind !== "personal") return null;
  if (message.isEdit) return (await changeSent(message, deps)) ? { nothing: true } : null;
  const open = await conversationsOf(message.caller.id, deps);
  return open.length === 0 ? null : passOn(open, message, deps);
}

/** Adds what was typed to the one open request; of several the author is asked which one they mean. An edit changes what was sent. */
export async function passOn(
  open: readonly TicketSummary[],
  message: TypedMessage,
  deps: BotDeps,
): Promise<{ readonly show?: CardContent; readonly say: string }> {
  const { caller, text, isEdit } = message;
  const { say } = wordsFor(caller);
  if (isEdit) {
    await changeSent(message, deps);
    return { say: "" };
  }
  const quoted = await quotedIn(message, deps);
  const meant = open.find(({ id }) => id === quoted?.ticket);
  const [only, ...others] = meant === undefined ? open : [meant];
  const cut = message.isCut ? say("message.cut", { characters: text.length }) : "";
  if (only === undefined) return { say: cut };
  if (others.length > 0) return choose(open, message, deps);
  const ticket = await deps.store.read(only.id);
  if (ticket === null) return { say: cut };
  const quotes = quoted?.ticket === ticket.id ? quoted.number : null;
  const said = await sendMessage(ticket, caller, { ...message, quotes }, deps);
  return { say: [said, cut].filter(Boolean).join(" ") };
}

/** Text goes with the buttons of the question; pictures and files cannot, so they are sent again with a quote. */
function choose(open: readonly TicketSummary[], message: TypedMessage, deps: BotDeps) {
  const { caller, text, attachments } = message;
  const { say } = wordsFor(caller);
  const lost = attachments.some(({ kind }) => kind !== "forwarded") ? say("message.quote-to-choose") : "";
  if (text.trim() === "") return { say: lost || say("message.empty") };
  if (text.length > MOST_CHOOSABLE) return { say: say("message.too-long-to-choose") };
  const data = chooseRequestData(text, open, deps.clock.now(), wordsFor(caller));
  return { show: { card: "choose-request", data } as const, say: lost };
}

/** What a message of the author's chat, or one of Beckon's cards in it, belongs to. */
async function quotedIn({ quoted, scope }: TypedMessage, { store, deliveryStore }: BotDeps) {
  if (quoted === null) return null;
  const own = await store.messageFrom(quoted.source);
  if (own !== null) return own;
  const card = await deliveryStore.cardIn(scope.address.conversationId, quoted.messageId);
  if (card === null) return null;
  const [, number] = /^message:(\d+)/.exec(card.key) ?? [];
  return { ticket: card.ticket, number: number === undefined ? null : Number(number) };
}

/** An edit of a message follows on the other side. @returns whether it was a message of a conversation. */
export const changeSent = ({ source, text }: TypedMessage, deps: BotDeps): Promise<boolean> =>
  change(source, text, deps);

/** So does a removal. */
export const removeSent = (source: IdempotencyKey, deps: BotDeps): Promise<boolean> =>
  change(source, null, deps);

async function change(source: IdempotencyKey, text: string | null, deps: BotDeps): Promise<boolean> {
  await whenKept(source, text === null);
  const ticket = await deps.store.changeMessage(source, text, deps.clock.now());
  if (ticket !== null) deps.wake(ticket);
  return ticket !== null;
}
