import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { activity, HELPDESK, pressed, typed } from "../bench/activities.ts";
import { type PersonKey, TENANT_ID } from "../playground/company.ts";
import type { Chats, Json, Shown } from "../test/support/chats.ts";
import { type Button, buttonsOf } from "../test/support/reading-cards.ts";
import type { Bots } from "./bots.ts";
import type { Behaviour } from "./profiles.ts";
import type { Dice } from "./random.ts";

/** An action that was answered, as its caller remembers it. */
export interface Answered {
  readonly by: PersonKey;
  readonly activity: object;
  readonly verb: string;
  readonly data: Button["data"];
  readonly answeredAt: number;
  /** Answered with a card, or with "Done."; anything else is a refusal. */
  readonly isDone: boolean;
  /** The card of the answer. */
  readonly card: Json | null;
}

export interface Colleague {
  readonly key: PersonKey;
  readonly chat: string;
  readonly behaviour: Behaviour;
  /** Messages with a form or a greeting, so that two stories of one person never use the same one. */
  readonly usedForms: Set<string>;
  /** @returns whether Beckon heard it. */
  types(text: string): Promise<boolean>;
  /** Presses a button that is on a card in front of them. */
  presses(message: Shown, button: Button, inputs?: object): Promise<Answered | null>;
  /** An activity as it is. @returns whether Beckon heard it. */
  sends(more: object): Promise<boolean>;
  /** From now on they send nothing. */
  leaves(): void;
  messages(): readonly Shown[];
  /** The newest message with such a button. */
  sees(
    verb: string,
    about: (button: Button, message: Shown) => boolean,
    where?: string,
  ): readonly [Shown, Button] | null;
}

const LONGEST_ANSWER = 15_000;
const TRIES = 8;
const CARD = "application/vnd.microsoft.card.adaptive";

export function createColleague(
  key: PersonKey,
  deps: {
    readonly chats: Chats;
    readonly bots: Bots;
    readonly dice: Dice;
    readonly answers: Answered[];
    readonly behaviour: Behaviour;
  },
): Colleague {
  const { chats, bots, answers, behaviour } = deps;
  const dice = deps.dice.for(key);
  const chat = `a:${key}`;
  let hasLeft = false;

  /** As Teams does: what was not answered is delivered again, with the same id or a new one, to any process that listens. */
  async function deliver(body: object): Promise<{ body: string } | null> {
    let sent: object = { id: randomUUID(), ...body };
    for (let left = TRIES; left > 0 && !hasLeft; left--) {
      const url = bots.anyUrl(dice);
      try {
        if (url !== null) return { body: await post(`${url}/api/messages`, sent) };
      } catch {
        if (dice.chance(0.3)) sent = { ...sent, id: randomUUID() };
      }
      await wait(400);
    }
    return null;
  }

  return {
    key,
    chat,
    behaviour,
    usedForms: new Set(),
    leaves() {
      hasLeft = true;
    },
    messages: () => chats.in(chat),
    async types(text) {
      return (await deliver(activity(chats.serviceUrl, key, typed(text)))) !== null;
    },
    async sends(more) {
      return (await deliver(activity(chats.serviceUrl, key, more))) !== null;
    },
    sees(verb, about, where = chat) {
      for (const message of chats.in(where).toReversed()) {
        const button = buttonsOf(message.card).find((each) => each.verb === verb && about(each, message));
        if (button !== undefined) return [message, button];
      }
      return null;
    },
    async presses(message, button, inputs = {}) {
      const data = { ...button.data, ...inputs };
      const press = activity(chats.serviceUrl, key, {
        ...(message.conversation === HELPDESK ? inChannel(message.id) : {}),
        ...pressed(button.verb, data),
        replyToId: message.id,
      });
      // A client that sends again before the answer arrives.
      const twice = dice.chance(0.1) ? deliver(press) : null;
      const answer = await deliver(press);
      await twice;
      if (answer === null) return null;
      const { type = "", value } = JSON.parse(answer.body || "{}");
      const text: string | null = typeof value === "string" ? value : (value?.message ?? null);
      const isDone = type === CARD || text === "Done.";
      const answered = {
        by: key,
        activity: press,
        verb: button.verb,
        data,
        answeredAt: Date.now(),
        isDone,
        card: type === CARD ? value : null,
      };
      answers.push(answered);
      return answered;
    },
  };
}

async function post(url: string, body: object): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(LONGEST_ANSWER),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return text;
}

const inChannel = (message: string) => ({
  conversation: {
    id: `${HELPDESK};messageid=${message}`,
    conversationType: "channel",
    tenantId: TENANT_ID,
    isGroup: true,
  },
  channelData: { tenant: { id: TENANT_ID }, channel: { id: HELPDESK }, team: { id: "19:team" } },
});
