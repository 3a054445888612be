import { en } from "./en/index.ts";

export type Key = keyof typeof en;
export type Messages = Readonly<Record<Key, string>>;

/** Tag of the language (`de`, `pt-BR`) to its sentences; what a language lacks appears whole in English. */
const LANGUAGES = new Map<string, Messages>([["en", en]]);

export const DEFAULT_LANGUAGE = "en";

/** A language as its JSON file has it: key to sentence. Keys that English does not have are left out. */
export function addLanguage(tag: string, messages: Readonly<Record<string, string>>): void {
  LANGUAGES.set(tag, { ...en, ...messages });
}

export const languages = (): readonly string[] => [...LANGUAGES.keys()];

export const messagesOf = (language: string): Messages => LANGUAGES.get(language) ?? en;

/**
 * The language to write to somebody in: their own choice, else the one of their Teams client, by its whole tag or its first
 * part (`de-AT` is `de`); English where Beckon speaks neither.
 */
export function languageOf({
  language,
  locale,
}: {
  readonly language?: string | null;
  readonly locale: string;
}): string {
  const tags = [language, locale, locale.split(/[-_]/)[0]?.toLowerCase()];
  return tags.find((tag) => tag != null && LANGUAGES.has(tag)) ?? DEFAULT_LANGUAGE;
}
