import { type Button, buttonsOf } from "../test/support/reading-cards.ts";
import type { Sent } from "./connector.ts";

interface Found {
  readonly data: object;
  /** The message that holds the button. */
  readonly messageId: string;
}

/** What people see to press, from what a bot sent them. */
export interface Buttons {
  read(sent: readonly Sent[]): void;
  /** @param press an activity whose answer may hold the card that was pressed, as it is now. */
  readAnswer(press: object | undefined, answer: string): void;
  has(chat: string, ticket: string, verb: string): boolean;
  /** @throws when nobody sent such a button. */
  of(chat: string, ticket: string, verb: string): Found;
  /** The number that the helper is to say to the person who is asked. */
  numberOf(ticket: string): string | undefined;
}

export function createButtons(): Buttons {
  const found = new Map<string, Found>();
  const numbers = new Map<string, string>();
  const keep = (chat: string, messageId: string, { verb, data }: Button) => {
    // The button of a question that says no has the same verb.
    if (data.answer === "refuse" || typeof data.ticket !== "string") return;
    found.set(`${chat} ${data.ticket} ${verb}`, { data, messageId });
  };
  return {
    read(sent) {
      for (const { conversation, messageId, text } of sent) {
        const card = JSON.parse(text).attachments?.[0]?.content ?? null;
        for (const button of buttonsOf(card)) keep(conversation, messageId, button);
        const [, number] = /this number: (\d\d)/.exec(text) ?? [];
        if (number !== undefined) numbers.set(/BK-\d+/.exec(text)?.[0] ?? "", number);
      }
    },
    readAnswer(press, answer) {
      const { replyToId = "", conversation } = (press ?? {}) as {
        replyToId?: string;
        conversation?: { id: string };
      };
      const chat = (conversation?.id ?? "").replace(/;.*$/, "");
      for (const button of buttonsOf(JSON.parse(answer).value ?? null)) keep(chat, replyToId, button);
    },
    has: (chat, ticket, verb) => found.has(`${chat} ${ticket} ${verb}`),
    of(chat, ticket, verb) {
      const button = found.get(`${chat} ${ticket} ${verb}`);
      if (button === undefined) throw new Error(`nobody sent ${verb} of ${ticket} to ${chat}`);
      return button;
    },
    numberOf: (ticket) => numbers.get(ticket),
  };
}
