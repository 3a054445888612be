import type { Drawing } from "../cards/catalog.ts";
import type { Command } from "./conversation.ts";

/** What Beckon is and what it never does: the greeting, and the answer to `help`. */
export function welcomeCard(name: string, commands: readonly Pick<Command, "name" | "summary">[]): Drawing {
  const greeting = name === "" ? "Hello, I am Beckon." : `Hello ${name}, I am Beckon.`;
  return {
    card: "welcome",
    data: { greeting, commands: commands.map(({ name, summary }) => ({ name, summary })) },
  };
}
