import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import {
  activity,
  HELPDESK,
  helpdeskThread,
  inHelpdesk,
  installedIn,
  pressed,
  type Somebody,
} from "./activities.ts";
import { createButtons } from "./buttons.ts";
import type { Connector } from "./connector.ts";
import { type Call, load, type Timed } from "./load.ts";
import { HELPERS, type Sharer } from "./staff.ts";

/** Where presses go, and where their messages arrive. */
export interface Target {
  /** Of every process; the presses of one request go to one after the other. */
  readonly urls: readonly string[];
  readonly connector: Connector;
  readonly serviceUrl: string;
  readonly authorization: string;
}

export const STEPS = ["open", "pick-up", "ask", "allow", "stop", "resolve"] as const;
export type Step = (typeof STEPS)[number];

/** Sends the presses of one step, and waits until all of their messages are out. */
export type Take = (step: Step, send: () => Promise<Timed>) => Promise<Timed>;

/** A refusal is a sentence. A card that could not be rendered in time is answered with this word, and comes later. */
const isDone = (answer: string): boolean => answer.includes("adaptive") || answer.includes('"Done."');

const TRIES = 4;
const MOST_LOOKS = 150;
/** Milliseconds. */
const LOOKS_EVERY = 200;
/** Milliseconds. */
const AGAIN_AFTER = 1_000;

/** On a machine that is busy with other work the store may not answer in time: who was refused presses again. */
async function again(
  name: Step,
  calls: readonly Call[],
  answers: readonly string[],
): Promise<readonly string[]> {
  const last = [...answers];
  for (let left = TRIES; ; left--) {
    const refused = last
      .keys()
      .filter((n) => !isDone(last[n] ?? ""))
      .toArray();
    const [one] = refused;
    if (one === undefined) return last;
    if (left === 0) throw new Error(`${name} was refused: ${last[one]?.slice(0, 400)}`);
    await wait(AGAIN_AFTER);
    const retried = await load(
      refused.flatMap((n) => calls[n] ?? []),
      1,
    );
    for (const [index, n] of refused.entries()) last[n] = retried.answers[index] ?? "";
    await wait(AGAIN_AFTER);
  }
}

/** Beckon is installed in the channel, and for its helpers. */
export async function install({ urls: [url = ""], serviceUrl, authorization }: Target): Promise<void> {
  const calls = [
    ...HELPERS.map((who) => activity(serviceUrl, who, installedIn({}))),
    activity(serviceUrl, "mia", installedIn({})),
    activity(serviceUrl, "hana", installedIn(inHelpdesk)),
  ];
  await load(
    calls.map((each) => ({ url, activity: each, authorization })),
    1,
  );
}

/**
 * A whole session of each of these people: asked for, picked up, asked, allowed, stopped, resolved. One step is taken for
 * all of them, so many at once, before the next one.
 * @throws when a press was refused.
 */
export async function cycle(
  target: Target,
  sharers: readonly Sharer[],
  atOnce: number,
  take: Take,
): Promise<void> {
  const { urls, serviceUrl, authorization, connector } = target;
  const buttons = createButtons();
  let tickets: readonly string[] = [];
  const ticketOf = (n: number) => tickets[n] ?? "";

  async function step(name: Step, actOf: (n: number, sharer: Sharer) => object): Promise<void> {
    const offset = STEPS.indexOf(name);
    const calls = sharers.map((sharer, n): Call => {
      const url = urls[(n + offset) % urls.length] ?? "";
      return { url, activity: actOf(n, sharer), authorization };
    });
    const recorded = connector.record();
    const { answers: first } = await take(name, () => load(calls, atOnce));
    const answers = await again(name, calls, first);
    if (name === "open") tickets = answers.map((answer) => /BK-\d+/.exec(answer)?.[0] ?? "");
    for (const [n, answer] of answers.entries()) buttons.readAnswer(calls[n]?.activity, answer);
    for (let read = 0, left = MOST_LOOKS; ; left--) {
      buttons.read(recorded.sent.slice(read));
      read = recorded.sent.length;
      if (left === 0 || sharers.every((sharer, n) => hasNext(name, sharer, n))) break;
      await wait(LOOKS_EVERY);
    }
    recorded.stop();
  }

  /** On a busy machine a card may come later than it seemed to be quiet. */
  function hasNext(name: Step, { key }: Sharer, n: number): boolean {
    const ticket = ticketOf(n);
    if (name === "open") return buttons.has(HELPDESK, ticket, "pick-up");
    if (name === "pick-up") return buttons.has(`a:${helperOf(n).key}`, ticket, "ask-to-view");
    if (name === "allow") return buttons.has(`a:${key}`, ticket, "stop-session");
    if (name !== "ask") return true;
    return buttons.has(`a:${key}`, ticket, "answer-ask") && buttons.numberOf(ticket) !== undefined;
  }

  /** As the client sends it: with the data of the button, and the message that holds it. */
  const press = (who: Somebody, ticket: string, verb: string, inputs: object = {}, inChannel = false) => {
    const chat = inChannel ? HELPDESK : `a:${who.key}`;
    const { data, messageId } = buttons.of(chat, ticket, verb);
    const where = inChannel ? helpdeskThread(messageId) : {};
    const sent = Object.assign(pressed(verb, Object.assign({}, data, inputs)), where, {
      replyToId: messageId,
    });
    return activity(serviceUrl, who, sent);
  };
  const helperOf = (n: number) => HELPERS[n % HELPERS.length] ?? { key: "", id: "" };

  await step("open", (_, sharer) => {
    const form = { form: randomUUID(), subject: "The VPN drops", urgency: "normal", device: sharer.device };
    const sent = Object.assign(pressed("send-request", form), { replyToId: randomUUID() });
    return activity(serviceUrl, sharer, sent);
  });
  await step("pick-up", (n) => press(helperOf(n), ticketOf(n), "pick-up", {}, true));
  const why = { reason: "look at the client", minutes: "30" };
  await step("ask", (n) => press(helperOf(n), ticketOf(n), "ask-to-view", why));
  await step("allow", (n, sharer) => {
    const phrase = buttons.numberOf(ticketOf(n));
    return press(sharer, ticketOf(n), "answer-ask", { phrase });
  });
  await step("stop", (n, sharer) => press(sharer, ticketOf(n), "stop-session"));
  const done = { outcome: "fixed", done: "The client was out of date." };
  await step("resolve", (n) => press(helperOf(n), ticketOf(n), "resolve-ticket", done));
}
