import type { CardContent } from "../../cards/catalog.ts";
import type { Command } from "../action.ts";
import { check } from "./check.ts";
import { myDevices } from "./diary.ts";
import { find } from "./find-tickets.ts";
import { history, status } from "./list-tickets.ts";
import { show } from "./show.ts";
import { typedStop } from "./stop.ts";

export const help: Command = {
  name: "help",
  summary: "what I do, and a form to ask for help",
  pattern: /^(help|hi|hello|start|\?)[.!?]?$/i,
  handle: async ({ caller }) => ({ show: greet(caller.name) }),
};

/** What Beckon is and what it never does: the first card that a person sees, and the answer to `help`. */
export function greet(name: string): CardContent {
  const greeting = name === "" ? "Hello, I am Beckon." : `Hello ${name}, I am Beckon.`;
  const commands = [help, check, status, history, myDevices, find, show, typedStop];
  return {
    card: "welcome",
    data: { greeting, commands: commands.map(({ name, summary }) => ({ name, summary })) },
  };
}
