import { wordsFor } from "../../cards/text/words.ts";
import type { Command } from "../action.ts";

/** `quiet` or `ruhe`: from now on the caller is alerted of urgent things only; `quiet off` ends it. Cards change in place either way. */
export const quiet: Command = {
  name: "quiet",
  pattern: /^(?:(?:be )?quiet(?: mode)?|ruhe)(?:\s+(on|off|an|aus))?[.!?]?$/i,
  async handle({ caller }, match, { addresses }) {
    const isQuiet = !/^(?:off|aus)$/i.test(match[1] ?? "");
    await addresses.remember(caller.id, { isQuiet });
    return { say: wordsFor(caller).say(isQuiet ? "quiet.on" : "quiet.off") };
  },
};
