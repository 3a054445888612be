import type { CardContent } from "../cards/catalog.ts";
import type { Command } from "./action.ts";

/** What Beckon is and what it never does: the greeting, and the answer to `help`. */
export function welcomeCard(
  name: string,
  commands: readonly Pick<Command, "name" | "summary">[],
): CardContent {
  const greeting = name === "" ? "Hello, I am Beckon." : `Hello ${name}, I am Beckon.`;
  return {
    card: "welcome",
    data: { greeting, commands: commands.map(({ name, summary }) => ({ name, summary })) },
  };
}
