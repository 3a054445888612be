import { z } from "zod";
import template from "../../cards/welcome.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import type { Key, Words } from "./text/words.ts";
import { humanText, ownText } from "./ticket-parts.ts";

/** What Beckon is and what it never does: the first card that a person sees. */
export const welcome = defineCard("welcome", template, {
  greeting: humanText(300),
  /** What can be typed instead of pressed. */
  commands: z.array(z.strictObject({ name: ownText(20), summary: ownText(120) })).max(12),
});

/** @param name as Teams shows it, or "". @param commands what can be typed, in this order */
export function welcomeData(
  name: string,
  commands: readonly CommandName[],
  words: Words,
): z.infer<typeof welcome.data> {
  return {
    greeting: name === "" ? words.say("welcome.hello") : words.say("welcome.hello-name", { name }),
    commands: commands.map((command) => ({ name: command, summary: words.say(`command.${command}`) })),
  };
}

/** What can be typed: each has its one-line summary in the catalogue, `command.NAME`. */
export type CommandName = Key extends infer K ? (K extends `command.${infer Name}` ? Name : never) : never;
