import { z } from "zod";
import template from "../../cards/welcome.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import type { Key, Words } from "./text/words.ts";
import { humanText, ownText } from "./ticket-parts.ts";

/** What Beckon is and what it does for its reader: the first card that a person sees. */
export const welcome = defineCard("welcome", template, {
  greeting: humanText(300),
  lines: z.array(z.strictObject({ line: ownText(240) })).max(3),
  hasQueue: z.boolean(),
  /** Default for helpers and leads, whose primary button is the queue. */
  askStyle: z.enum(["positive", "default"]),
  /** What can be typed instead of pressed. */
  commands: z.array(z.strictObject({ name: ownText(20), summary: ownText(120) })).max(13),
});

/** What can be typed: each has its word and its one-line summary in the catalogue, `typed.NAME` and `command.NAME`. */
type CommandName = Key extends infer K ? (K extends `command.${infer Name}` ? Name : never) : never;

const COMMANDS = {
  sharer: ["status", "history", "devices", "check", "verify", "quiet", "stop"],
  helper: [
    "queue",
    "request",
    "check",
    "status",
    "history",
    "find",
    "show",
    "devices",
    "verify",
    "quiet",
    "stop",
  ],
  lead: [
    "queue",
    "request",
    "find",
    "show",
    "licences",
    "setup",
    "check",
    "status",
    "history",
    "devices",
    "verify",
    "quiet",
    "stop",
  ],
  auditor: ["find", "show", "check", "status", "history", "devices", "verify", "stop"],
} as const satisfies Record<string, readonly CommandName[]>;

/** @param name as Teams shows it, or "" @param asksNumber whether a consent needs the number from the helper */
export function welcomeData(
  name: string,
  role: keyof typeof COMMANDS,
  asksNumber: boolean,
  { say }: Words,
): z.infer<typeof welcome.data> {
  const hasQueue = role === "helper" || role === "lead";
  return {
    greeting: name === "" ? say("welcome.hello") : say("welcome.hello-name", { name }),
    lines: ([1, 2, 3] as const).map((nth) => {
      const isAboutNumber = role === "sharer" && nth === 2 && !asksNumber;
      return { line: say(isAboutNumber ? "welcome.sharer-2-no-number" : `welcome.${role}-${nth}`) };
    }),
    hasQueue,
    askStyle: hasQueue ? "default" : "positive",
    commands: COMMANDS[role].map((command) => ({
      name: say(`typed.${command}`),
      summary: say(`command.${command}`),
    })),
  };
}
