import type { CardContent } from "../../cards/catalog.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { welcomeData } from "../../cards/welcome.ts";
import type { Caller, Command } from "../action.ts";

export const help: Command = {
  name: "help",
  pattern: /^(help|hi|hello|start|\?)[.!?]?$/i,
  handle: async ({ caller }) => ({ show: greet(caller) }),
};

/** What Beckon is and what it never does: the first card that a person sees, and the answer to `help`. */
export const greet = (caller: Caller): CardContent => ({
  card: "welcome",
  data: welcomeData(
    caller.name,
    ["help", "check", "status", "history", "devices", "find", "show", "stop"],
    wordsFor(caller),
  ),
});
