import type { Chats, Shown } from "../test/support/chats.ts";
import { buttonsOf, textOf } from "../test/support/reading-cards.ts";

/** What messages have shown over time, which the chats no longer tell at the end. */
export interface MessageHistory {
  /** Questions whose card told two different answers, one after the other. */
  twoAnswers(): string[];
  /** Cards that are posted before this are greetings. */
  begin(): void;
  /** Messages whose card belongs to no request: greetings, and forms that were never sent. */
  isReply(message: Shown): boolean;
}

const ANSWERS: readonly (readonly [string, RegExp])[] = [
  ["refused", /You said not now/],
  ["wrong number", /That number didn't match/],
  ["lapsed", /Question expired/],
  ["closed", /Question closed/],
  ["allowed", /You said yes/],
];

/** Buttons of a form, and of the greeting after every installation. */
const ANSWERED_WITH: ReadonlySet<string> = new Set(["send-request", "request-help"]);

export function recordMessages(chats: Chats): MessageHistory {
  const questions = new Map<string, Set<string>>();
  const replies = new Set<string>();
  let begun = false;
  chats.listen(({ id, conversation, card, updates }) => {
    if (card === null) return;
    const buttons = buttonsOf(card);
    const text = textOf(card);
    const isForm = buttons.some(({ verb }) => ANSWERED_WITH.has(verb));
    const key = `${conversation} ${id}`;
    if (updates === 0 && (isForm || !begun)) replies.add(key);
    if (buttons.some(({ verb }) => verb === "answer-ask"))
      questions.set(key, questions.get(key) ?? new Set());
    const said = ANSWERS.find(([, words]) => words.test(text));
    if (said !== undefined) questions.get(key)?.add(said[0]);
  });
  return {
    begin() {
      begun = true;
    },
    twoAnswers: () =>
      [...questions]
        .filter(([, answers]) => answers.size > 1)
        .map(([message, answers]) => `two answers: ${message} said ${[...answers].join(", then ")}`),
    isReply: ({ conversation, id }) => replies.has(`${conversation} ${id}`),
  };
}
