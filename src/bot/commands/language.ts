import { languages, wordsFor } from "../../cards/text/words.ts";
import type { Command } from "../action.ts";

/**
 * `language de` or `sprache deutsch`: the language that the caller is written to in, instead of their Teams client's;
 * `language auto` follows it again.
 */
export const language: Command = {
  name: "language",
  pattern: /^(?:language|sprache)(?:\s+([\p{L}-]+))?[.!?]?$/iu,
  async handle({ caller }, match, { addresses }) {
    const wanted = match[1]?.toLowerCase();
    if (wanted === "auto") {
      await addresses.remember(caller.id, { language: null });
      const { language: _, ...rest } = caller;
      const words = wordsFor(rest);
      return { say: words.say("language.auto", { language: nameOf(words.language) }) };
    }
    const chosen = languages().find((tag) => namesOf(tag).includes(wanted ?? ""));
    if (chosen === undefined) {
      const words = wordsFor(caller);
      const offered = words.list(languages().map((tag) => `${nameOf(tag)} (${tag})`));
      return { say: words.say("language.choose", { language: nameOf(words.language), languages: offered }) };
    }
    await addresses.remember(caller.id, { language: chosen });
    return {
      say: wordsFor({ ...caller, language: chosen }).say("language.chosen", { language: nameOf(chosen) }),
    };
  },
};

/** What people may call a language: its tag, and its name in every language that Beckon speaks (`german`, `deutsch`). */
const namesOf = (tag: string): string[] =>
  [tag, ...languages().map((speaker) => nameOf(tag, speaker))].map((name) => name.toLowerCase());

/** `Deutsch`: a language in its own words, or in those of another; its tag where Node does not know it. */
function nameOf(tag: string, speaker = tag): string {
  try {
    return new Intl.DisplayNames(speaker, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
