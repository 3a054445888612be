import { setTimeout as wait } from "node:timers/promises";
import { HELPDESK } from "../bench/activities.ts";
import type { Shown } from "../test/support/chats.ts";
import { type Button, buttonsOf, choicesOf, textOf } from "../test/support/reading-cards.ts";
import type { Colleague } from "./person.ts";
import type { Dice } from "./random.ts";

const LOOK_EVERY = 40;
const TRY_AGAIN_AFTER = 700;

export interface Plot {
  /** Sessions in it, at most. */
  readonly sessions: number;
  /** Which of the devices that the form offers it is about, from 0. */
  readonly device: number;
}

/** One request for help and what two people make of it, by the buttons that they see. */
export async function playStory(
  sharer: Colleague,
  helper: Colleague,
  plot: Plot,
  dice: Dice,
): Promise<string | null> {
  const ticket = await opens(sharer, plot.device, dice);
  if (ticket === null) return null;
  if (!(await presses(helper, "pick-up", ticket, {}, HELPDESK))) return ticket;
  if (dice.chance(0.15)) await presses(helper, "add-note", ticket, { note: "Rang them first." });
  for (let left = dice.between(1, plot.sessions); left > 0; left--) {
    if (!(await presses(helper, "ask-to-view", ticket, { reason: "see it", minutes: "1" }))) break;
    await session(sharer, helper, ticket, dice);
  }
  if (dice.chance(0.6))
    await presses(helper, "resolve-ticket", ticket, { outcome: "fixed", done: "Certificate." });
  else if (dice.chance(0.5)) await presses(helper, "give-back", ticket);
  if (dice.chance(0.1)) await presses(sharer, "reopen-ticket", ticket);
  return ticket;
}

async function opens(sharer: Colleague, nth: number, dice: Dice): Promise<string | null> {
  await sharer.types(`my printer says ${dice.below(1000)}`);
  const form = await sees(sharer, "send-request", () => true);
  if (form === null) return null;
  const [message, button] = form;
  const choices = choicesOf(message.card, "device");
  const device = (choices[nth] ?? choices[0])?.value ?? "none";
  const inputs = { subject: `printer ${dice.below(1000)}`, device, urgency: "normal", details: "" };
  const answered = await sharer.presses(message, button, inputs);
  const card = answered?.isDone === true ? await shows(sharer, message) : null;
  return card;
}

/** The form's own message turns into the ticket's card. */
async function shows(sharer: Colleague, form: Shown): Promise<string | null> {
  return until(sharer.temper.patience, () => {
    const now = sharer.messages().find(({ id }) => id === form.id);
    return /BK-\d+/.exec(textOf(now?.card ?? null))?.[0] ?? null;
  });
}

async function session(sharer: Colleague, helper: Colleague, ticket: string, dice: Dice): Promise<void> {
  if (dice.chance(0.05 * sharer.temper.contrary)) return void (await presses(helper, "cancel-ask", ticket));
  if (!(await answers(sharer, helper, ticket, dice))) return;
  for (let left = dice.below(3); left > 0; left--) await goesOn(sharer, helper, ticket, dice);
  if (dice.chance(0.15 * sharer.temper.contrary)) return;
  if (dice.chance(0.2)) return void (await sharer.types("stop"));
  await presses(dice.chance(0.5) ? helper : sharer, "stop-session", ticket);
}

/** What may be possible just now, or not: nobody waits long for a button that is not there. */
async function goesOn(sharer: Colleague, helper: Colleague, ticket: string, dice: Dice): Promise<void> {
  const what = dice.next();
  if (what < 0.5) {
    if (await soon(helper, "request-control", ticket, { reason: "restart it" })) {
      await answers(sharer, helper, ticket, dice);
    }
  } else if (what < 0.65) {
    await soon(dice.chance(0.5) ? helper : sharer, "step-down", ticket);
  } else if (what < 0.8) {
    await soon(sharer, "pause-session", ticket);
    await soon(sharer, "resume-session", ticket);
  } else if (what < 0.9) {
    if (await soon(helper, "ask-for-time", ticket, { reason: "" }))
      await answers(sharer, helper, ticket, dice);
  } else await soon(helper, "report-transport", ticket);
}

/** Mostly yes with the number that the helper says; sometimes no, a wrong number, both at once, or nothing at all. */
async function answers(sharer: Colleague, helper: Colleague, ticket: string, dice: Dice): Promise<boolean> {
  const open = await sees(
    sharer,
    "answer-ask",
    ({ data }) => data.ticket === ticket && data.answer === "allow",
  );
  if (open === null) return false;
  const [message, allow] = open;
  const how = dice.next() / sharer.temper.contrary;
  if (how < 0.08) return false;
  const refuse = buttonsOf(message.card).find(
    ({ verb, data }) => verb === "answer-ask" && data.answer === "refuse",
  );
  if (how < 0.16 && refuse !== undefined) {
    await sharer.presses(message, refuse);
    return false;
  }
  const said = saidBy(helper, ticket);
  const phrase = how < 0.2 ? "00" : said;
  const yes = sharer.presses(message, allow, phrase === undefined ? {} : { phrase });
  if (how < 0.26 && refuse !== undefined) await sharer.presses(message, refuse);
  return (await yes)?.isDone === true;
}

/** The number on the helper's desk card. */
function saidBy(helper: Colleague, ticket: string): string | undefined {
  const desk = helper.messages().findLast(({ card }) => hasButton(card, "give-back", ticket));
  return /this number: (\d\d)/.exec(textOf(desk?.card ?? null))?.[1];
}

const hasButton = (card: Shown["card"], verb: string, ticket: string) =>
  buttonsOf(card).some((button) => button.verb === verb && button.data.ticket === ticket);

const SOON = 1_500;

async function soon(who: Colleague, verb: string, ticket: string, inputs: object = {}): Promise<boolean> {
  const seen = await until(SOON, () => who.sees(verb, ({ data }) => data.ticket === ticket));
  return seen !== null && (await who.presses(seen[0], seen[1], inputs))?.isDone === true;
}

async function presses(
  who: Colleague,
  verb: string,
  ticket: string,
  inputs: object = {},
  where?: string,
): Promise<boolean> {
  for (let tries = who.temper.tries; tries > 0; tries--) {
    const seen = await sees(who, verb, ({ data }) => data.ticket === ticket, where);
    if (seen === null) return false;
    if ((await who.presses(seen[0], seen[1], inputs))?.isDone === true) return true;
    if (tries > 1) await wait(TRY_AGAIN_AFTER);
  }
  return false;
}

const sees = (who: Colleague, verb: string, about: (button: Button) => boolean, where?: string) =>
  until(who.temper.patience, () => who.sees(verb, about, where));

/** Nobody waits for ever; then they do something else, as people do. */
async function until<Found>(patience: number, look: () => Found | null): Promise<Found | null> {
  for (const end = Date.now() + patience; Date.now() < end; await wait(LOOK_EVERY)) {
    const found = look();
    if (found !== null) return found;
  }
  return null;
}
