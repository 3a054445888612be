import { wordsFor } from "../cards/text/words.ts";
import { authority, isLive, openAsk } from "../domain/ticket/authority.ts";
import { idempotencyKey } from "../domain/ticket/ids.ts";
import type { Ask, Session, Ticket } from "../domain/ticket/ticket.ts";
import type { BotDeps, Caller, Reply, TypedMessage } from "./action.ts";
import { changeSent, passOn } from "./conversation.ts";
import { perform } from "./perform.ts";
import { readsAsAnswer } from "./reads-as-answer.ts";
import { readsAsStop } from "./reads-as-stop.ts";

type InSession = Ticket & { readonly session: Session };

/**
 * Text that is neither a stop nor a command, from a person with a session or a question: a no refuses the question,
 * everything else goes to the other side, and is told who sees the screen and gets the cards with Stop or Allow again. It
 * never becomes a form, so nothing written in a session can land in the helpdesk channel. Null when the session is over by now.
 */
export async function answerInSession(message: TypedMessage, deps: BotDeps): Promise<Reply | null> {
  const { caller } = message;
  const summaries = await deps.store.sessionsWith(caller.id);
  const read = await Promise.all(summaries.map(({ id }) => deps.store.read(id)));
  const tickets = read.filter((ticket): ticket is InSession => ticket?.session != null);
  if (tickets.length === 0) return null;
  const answer = readsAsAnswer(message.text);
  const reading = readsAsStop(message.text, caller);
  // An edit of something else was answered when it was first sent.
  if (message.isEdit && reading === "neither" && answer === null) {
    await changeSent(message, deps);
    return { nothing: true };
  }
  const said: string[] = [];
  const shown: InSession[] = [];
  // An answer to a question, and the number of a consent, are for Beckon: they are not passed on.
  let isAnswer = false;
  for (const ticket of tickets) {
    const ask = openAsk(ticket.session);
    const isAsked = ticket.sharer.id === caller.id && ask !== null && deps.clock.now() < ask.answerBy;
    isAnswer ||= isAsked && answer !== null;
    if (isAsked && answer === "no") said.push(await refuse(ticket, ask, message, deps));
    else {
      if (reading === "show-stop") said.push(wordsFor(caller).say("bot.still-running"));
      // A helper knows it: "Sent to Sam." is enough.
      const isTold = ticket.sharer.id === caller.id || reading === "show-stop";
      said.push(isTold ? whoSees(ticket, caller, deps) : "", isAsked ? whatIsAsked(ask, message, deps) : "");
      shown.push(ticket);
    }
  }
  const isPrivate = message.scope.kind === "personal";
  try {
    if (!isPrivate) return { say: wordsFor(caller).say("bot.see-our-chat") };
    const sent = isAnswer ? { say: lostWithAnswer(message) } : await passOn(summaries, message, deps);
    return { ...sent, say: [sent.say, ...said].filter(Boolean).join(" ") };
  } finally {
    // Last, because the card with Stop belongs at the end of the chat; and also when the message could not be passed on.
    for (const ticket of shown) await deps.bring(ticket, caller.id);
  }
}

/** After an answer that stands below it: a sharer's card with *Stop everything* goes to the end of the chat again. */
export async function bringStop({ caller, scope }: TypedMessage, deps: BotDeps): Promise<void> {
  if (scope.kind !== "personal") return;
  const shared = (await deps.store.sessionsWith(caller.id)).filter(({ sharer }) => sharer === caller.id);
  for (const { id } of shared) {
    const ticket = await deps.store.read(id);
    if (ticket !== null && isLive(ticket.session)) await deps.bring(ticket, caller.id);
  }
}

/** An answer is for Beckon, so what came with it went nowhere. */
const lostWithAnswer = ({ attachments, caller }: TypedMessage): string =>
  attachments.length === 0 ? "" : wordsFor(caller).say("message.part-lost");

async function refuse(ticket: InSession, { ask }: Ask, message: TypedMessage, deps: BotDeps) {
  const { say, name } = wordsFor(message.caller);
  const result = await perform(deps, ticket.id, idempotencyKey(`${message.id}/${ticket.id}/${ask}`), {
    type: "AnswerAsk",
    ask,
    answer: "refuse",
    length: null,
    phrase: null,
    language: "en",
    actor: { person: ticket.sharer, roles: { helper: false, lead: false } },
    at: deps.clock.now(),
  });
  const helper = name(ticket.session.helper);
  return say(result.kind === "done" ? "bot.refused" : "bot.answered-before", { helper });
}

/** The present access in a sentence, for the sharer or the helper; "" for a sharer who has allowed nothing yet. */
function whoSees(ticket: InSession, caller: Caller, { clock }: BotDeps): string {
  const { say, name, moment } = wordsFor(caller);
  const { session, sharer } = ticket;
  if (caller.id !== sharer.id) return say("bot.you-help", { ticket: ticket.id, sharer: name(sharer) });
  const helper = name(session.helper);
  if (session.pausedBy !== null) return say("bot.paused", { helper });
  const { level, until } = authority(ticket, clock.now());
  return level === null ? "" : say("bot.sees", { helper, until: moment(until, clock.now()) });
}

/** A number in a sentence ("it is 47") may be the one of the question: it belongs on the card. */
const HAS_NUMBER = /(?<!\p{Nd})\p{Nd}{2}(?!\p{Nd})/u;

function whatIsAsked(
  { by: helper, answerBy, phrase }: Ask,
  message: TypedMessage,
  { clock }: BotDeps,
): string {
  const { say, name, moment } = wordsFor(message.caller);
  const values = { helper: name(helper), by: moment(answerBy, clock.now()) };
  const answer = readsAsAnswer(message.text);
  const isMeant = answer === "yes" || answer === "number";
  if (phrase !== null && (isMeant || HAS_NUMBER.test(message.text))) return say("bot.number-on-card", values);
  return say(isMeant ? "bot.press-allow" : "bot.question-open", values);
}
