import { wordsFor } from "../../cards/text/words.ts";
import type { Command } from "../action.ts";

/** `quiet`: from now on the caller is alerted of urgent things only; `quiet off` ends it. Cards change in place either way. */
export const quiet: Command = {
  name: "quiet",
  pattern: /^(?:be )?quiet(?: mode)?(?:\s+(on|off))?[.!?]?$/i,
  async handle({ caller }, match, { addresses }) {
    const isQuiet = match[1]?.toLowerCase() !== "off";
    await addresses.remember(caller.id, { isQuiet });
    return { say: wordsFor(caller).say(isQuiet ? "quiet.on" : "quiet.off") };
  },
};
