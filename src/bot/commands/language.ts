import { languages, wordsFor } from "../../cards/text/words.ts";
import type { Command } from "../action.ts";

/** `language de`: the language that the caller is written to in, instead of their Teams client's; `language auto` follows it again. */
export const language: Command = {
  name: "language",
  pattern: /^language(?:\s+([\p{L}-]+))?[.!?]?$/iu,
  async handle({ caller }, match, { addresses }) {
    const wanted = match[1]?.toLowerCase();
    const known = languages();
    if (wanted === "auto") {
      await addresses.remember(caller.id, { language: null });
      const { language: _, ...rest } = caller;
      const words = wordsFor(rest);
      return { say: words.say("language.auto", { language: nameOf(words.language) }) };
    }
    const chosen = known.find((tag) => [tag.toLowerCase(), nameOf(tag).toLowerCase()].includes(wanted ?? ""));
    if (chosen === undefined) {
      const words = wordsFor(caller);
      const offered = words.list(known.map((tag) => `${nameOf(tag)} (${tag})`));
      return { say: words.say("language.choose", { language: nameOf(words.language), languages: offered }) };
    }
    await addresses.remember(caller.id, { language: chosen });
    return {
      say: wordsFor({ ...caller, language: chosen }).say("language.chosen", { language: nameOf(chosen) }),
    };
  },
};

/** `Deutsch`: a language in its own words; its tag where Node does not know it. */
function nameOf(tag: string): string {
  try {
    return new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
