import { setTimeout as wait } from "node:timers/promises";
import { HELPDESK } from "../bench/activities.ts";
import { PEOPLE_IDS } from "../playground/company.ts";
import { NO_DEVICE } from "../src/cards/request-form.ts";
import type { Json, Shown } from "../test/support/chats.ts";
import { type Button, buttonsOf, choicesOf, textOf } from "../test/support/reading-cards.ts";
import type { Colleague } from "./person.ts";
import type { Ending, SessionPlan } from "./plans.ts";
import { LENT } from "./profiles.ts";
import type { Dice } from "./random.ts";

const LOOK_EVERY = 40;
const TRY_AGAIN_AFTER = 700;
/** Milliseconds that people look for a button that may not be there. */
const SOON = 1_500;
/** How many requests begin with a button: words that people type join an open request of theirs. */
const BY_BUTTON = 0.7;

export interface Cast {
  readonly sharer: Colleague;
  readonly helper: Colleague;
  /** Who takes over when the request is handed over. */
  readonly substitute: Colleague;
  readonly lead: Colleague;
}

export interface Plot {
  /** One for each session; those that come after the request was closed or handed over are left out. */
  readonly sessions: readonly SessionPlan[];
  /** Which of the lent laptops it is about, from 0; null for the first device that the form offers. */
  readonly laptop: number | null;
}

/** One request and its sessions, by the buttons that people see. @returns null when it was not opened. */
export async function playStory(cast: Cast, plot: Plot, dice: Dice): Promise<string | null> {
  const { sharer, helper } = cast;
  const ticket = await opens(sharer, plot.laptop, dice);
  if (ticket === null) return null;
  if (!(await presses(helper, "pick-up", ticket, {}, HELPDESK))) return ticket;
  if (dice.chance(0.15)) await presses(helper, "add-note", ticket, { note: "Rang them first." });
  for (const plan of plot.sessions) {
    if (!(await presses(helper, "ask-to-view", ticket, { reason: "see it", minutes: "30" }))) break;
    if (await holdSession(cast, ticket, plan, dice)) return ticket;
  }
  if (dice.chance(0.6))
    await presses(helper, "resolve-ticket", ticket, { outcome: "fixed", done: "Certificate." });
  else if (dice.chance(0.5)) await presses(helper, "give-back", ticket);
  if (dice.chance(0.1)) await presses(sharer, "reopen-ticket", ticket);
  return ticket;
}

async function opens(sharer: Colleague, laptop: number | null, dice: Dice): Promise<string | null> {
  const byButton = dice.chance(BY_BUTTON);
  for (let tries = sharer.behaviour.tries; tries > 0; tries--) {
    const form = await (byButton ? asksByButton(sharer) : asksInWords(sharer, dice));
    if (form === null) return null;
    const devices = choicesOf(form.card, "device").filter(({ value }) => value !== NO_DEVICE);
    const lent = devices.filter(({ title }) => title.includes(LENT));
    const device = laptop === null ? devices[0] : lent[laptop];
    // Without an answer of Graph a form offers no device, and without a device there is no session.
    if (device === undefined && tries > 1) continue;
    return sends(sharer, form, device?.value ?? NO_DEVICE, dice);
  }
  return null;
}

async function sends(sharer: Colleague, form: Form, device: string, dice: Dice): Promise<string | null> {
  const inputs = { subject: `printer ${dice.below(1000)}`, device, urgency: "normal", details: "" };
  const answered = await sharer.presses(form.message, form.button, inputs);
  return answered?.isDone === true ? shows(sharer, form.message) : null;
}

/** A form with the message that shows it. */
interface Form {
  readonly message: Shown;
  readonly button: Button;
  readonly card: Json | null;
}

/** Teams shows the form, which comes as the answer to the press, in the greeting's own message. */
async function asksByButton(sharer: Colleague): Promise<Form | null> {
  const greeting = await typesUntil(sharer, "help", "request-help");
  if (greeting === null) return null;
  const [message, ask] = greeting;
  sharer.usedForms.add(message.id);
  const card = (await sharer.presses(message, ask))?.card ?? null;
  const button = buttonsOf(card).find(({ verb }) => verb === "send-request");
  return button === undefined ? null : { message, button, card };
}

/** While a request of theirs is open, the words join it and no form comes. */
async function asksInWords(sharer: Colleague, dice: Dice): Promise<Form | null> {
  const form = await typesUntil(sharer, `my printer says ${dice.below(1000)}`, "send-request", 1);
  if (form === null) return null;
  const [message, button] = form;
  sharer.usedForms.add(message.id);
  return { message, button, card: message.card };
}

/** Beckon answers before it is done with the message, unless the answer is lost: then people type it again. */
async function typesUntil(
  who: Colleague,
  text: string,
  verb: string,
  tries = who.behaviour.tries,
): Promise<readonly [Shown, Button] | null> {
  for (let left = tries; left > 0; left--) {
    await who.types(text);
    const seen = await until(SOON, () => who.sees(verb, (_, { id }) => !who.usedForms.has(id)));
    if (seen !== null) return seen;
  }
  return null;
}

/** The form's own message turns into the ticket's card, whose buttons name the ticket. */
const shows = (sharer: Colleague, form: Shown): Promise<string | null> =>
  until(sharer.behaviour.patience, () => {
    const now = sharer.messages().find(({ id }) => id === form.id);
    const named = buttonsOf(now?.card ?? null).find(({ data }) => typeof data.ticket === "string");
    return named === undefined ? null : String(named.data.ticket);
  });

/** @returns whether the request is over for this helper. */
async function holdSession(cast: Cast, ticket: string, plan: SessionPlan, dice: Dice): Promise<boolean> {
  const { sharer, helper } = cast;
  if (dice.chance(0.05 * sharer.behaviour.refusalRate)) {
    if (await presses(helper, "cancel-ask", ticket)) await soon(sharer, "ask-more-help", ticket);
    return false;
  }
  if (dice.chance(0.05 * sharer.behaviour.refusalRate)) return soon(sharer, "withdraw-ticket", ticket);
  const takesShorter = plan.ending === "time-runs-out";
  if (!(await answers(cast, ticket, dice, takesShorter))) {
    // Without this the helper waits a minute, and the story has no other session.
    await soon(sharer, "ask-more-help", ticket);
    return false;
  }
  await climbs(cast, ticket, plan, dice);
  for (let left = dice.below(3); left > 0; left--) await goesOn(cast, ticket, dice);
  return ends(cast, ticket, plan.ending, dice);
}

/** Control comes before administrator control, each with a question of its own. */
async function climbs(cast: Cast, ticket: string, { level }: SessionPlan, dice: Dice): Promise<void> {
  for (const wanted of ["control", "elevation"]) {
    if (level === "view" || (level === "control" && wanted === "elevation")) return;
    if (!(await soon(cast.helper, "request-control", ticket, { reason: "restart it" }, wanted))) return;
    if (!(await answers(cast, ticket, dice))) return;
  }
}

/** Something that may be possible in the session or not. */
async function goesOn(cast: Cast, ticket: string, dice: Dice): Promise<void> {
  const { sharer, helper } = cast;
  const what = dice.next();
  if (what < 0.3) {
    await soon(dice.chance(0.5) ? helper : sharer, "step-down", ticket);
  } else if (what < 0.6) {
    await soon(sharer, "pause-session", ticket);
    await soon(sharer, "resume-session", ticket);
  } else if (what < 0.8) {
    if (await soon(helper, "ask-for-time", ticket, { reason: "" })) await answers(cast, ticket, dice);
  } else await soon(helper, "report-transport", ticket);
}

/** @returns whether the request is over for this helper. */
async function ends(cast: Cast, ticket: string, ending: Ending, dice: Dice): Promise<boolean> {
  const { sharer, helper, lead } = cast;
  switch (ending) {
    case "time-runs-out":
      return false;
    case "sharer-types-stop":
      await sharer.types("stop");
      return false;
    case "sharer-stops":
      await presses(sharer, "stop-session", ticket);
      return false;
    case "helper-stops":
      await presses(helper, "stop-session", ticket);
      return false;
    case "lead-stops":
      if (lead !== helper && lead !== sharer) await presses(lead, "stop-session", ticket, {}, HELPDESK);
      else await presses(helper, "stop-session", ticket);
      return false;
    case "resolved":
      return presses(helper, "resolve-ticket", ticket, { outcome: "workaround", done: "Restarted it." });
    case "handed-over":
      return handsOver(cast, ticket, dice);
  }
}

/** The list of helpers comes as the answer to the press, so it stands in no chat. */
async function handsOver({ helper, substitute }: Cast, ticket: string, dice: Dice): Promise<boolean> {
  const seen = await sees(helper, "choose-helper", ({ data }) => data.ticket === ticket);
  if (seen === null) return false;
  const list = await helper.presses(seen[0], seen[1]);
  const handOver = buttonsOf(list?.card ?? null).find(({ verb }) => verb === "hand-over");
  if (handOver === undefined) return false;
  const inputs = { helper: PEOPLE_IDS[substitute.key], note: "" };
  if ((await helper.presses(seen[0], handOver, inputs))?.isDone !== true) return false;
  if (dice.chance(0.7))
    await presses(substitute, "resolve-ticket", ticket, { outcome: "fixed", done: "Replaced it." });
  return true;
}

/** Mostly yes with the number that the helper says; sometimes no, a wrong number, both at once, or nothing at all. */
async function answers(
  { sharer, helper }: Cast,
  ticket: string,
  dice: Dice,
  takesShorter = false,
): Promise<boolean> {
  const isOpen = ({ data }: Button) => data.ticket === ticket && data.answer === "allow";
  const open = await sees(sharer, "answer-ask", isOpen);
  if (open === null) return false;
  const [message] = open;
  const how = dice.next() / sharer.behaviour.refusalRate;
  if (how < 0.08) return false;
  const options = buttonsOf(message.card).filter(({ verb }) => verb === "answer-ask");
  const refuse = options.find(({ data }) => data.answer === "refuse");
  if (how < 0.16 && refuse !== undefined) {
    await sharer.presses(message, refuse);
    return false;
  }
  const said = saidBy(helper, ticket);
  const phrase = how < 0.2 ? "00" : said;
  const allow =
    options.find((each) => isOpen(each) && (each.data.short === true) === takesShorter) ?? open[1];
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

/** @param level of the button; any without it. */
async function soon(
  who: Colleague,
  verb: string,
  ticket: string,
  inputs: object = {},
  level?: string,
): Promise<boolean> {
  const fits = ({ data }: Button) => data.ticket === ticket && (level === undefined || data.level === level);
  const seen = await until(SOON, () => who.sees(verb, fits));
  return seen !== null && (await who.presses(seen[0], seen[1], inputs))?.isDone === true;
}

async function presses(
  who: Colleague,
  verb: string,
  ticket: string,
  inputs: object = {},
  where?: string,
): Promise<boolean> {
  for (let tries = who.behaviour.tries; tries > 0; tries--) {
    const seen = await sees(who, verb, ({ data }) => data.ticket === ticket, where);
    if (seen === null) return false;
    if ((await who.presses(seen[0], seen[1], inputs))?.isDone === true) return true;
    if (tries > 1) await wait(TRY_AGAIN_AFTER);
  }
  return false;
}

const sees = (who: Colleague, verb: string, about: Parameters<Colleague["sees"]>[1], where?: string) =>
  until(who.behaviour.patience, () => who.sees(verb, about, where));

/** Looks until it is found or patience is over. */
async function until<Found>(patience: number, look: () => Found | null): Promise<Found | null> {
  for (const end = Date.now() + patience; Date.now() < end; await wait(LOOK_EVERY)) {
    const found = look();
    if (found !== null) return found;
  }
  return null;
}
