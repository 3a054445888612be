import { Template } from "adaptivecards-templating";
import { z } from "zod";
import { loadTemplate } from "./template.ts";
import { DEFAULT_LANGUAGE } from "./text/words.ts";

/**
 * Teams counts a message in UTF-16. The lowest limit that was ever documented for a bot's is 40 KB, and what is beside the
 * card takes less than 4 KB. Source: msteams-docs, bots/how-to/format-your-bot-messages.
 */
const MOST_BYTES = 36 * 1024;

export interface Card<Name extends string, Data> {
  readonly name: Name;
  readonly data: z.ZodType<Data>;
  /** As it stands in `cards/`. */
  readonly source: object;
  /** In English, as it is sent. */
  readonly template: object;
  /** @throws {CardFault} when the data is not exactly what the template needs, or the card grows too large. */
  render(data: Data, language?: string): object;
  /** The same for the same data while neither the template nor its sentences change. Renders nothing. */
  fingerprint(data: Data, language: string, hash: Hash): string;
}

/** A cryptographic hash, as text. */
export type Hash = (text: string) => string;

/** A card that may not be sent: a mistake of ours, caught here and not by Teams. */
export class CardFault extends Error {
  override readonly name = "CardFault";
  /** Which card, and which of its fields or how many bytes; never what stood in them. */
  readonly card: string;

  constructor(card: string, trouble: string) {
    super(`${card}: ${trouble}`);
    this.card = card;
  }
}

/**
 * Binds a template in `cards/` to the data that may reach it. The schema is strict on both sides: a missing field
 * would print as `${field}`, an extra one could leak. A template is compiled once per language, when it is first drawn in it
 * (about 4 ms); expanding costs about 60 µs.
 */
export function defineCard<Name extends string, Shape extends z.ZodRawShape>(
  name: Name,
  template: object,
  shape: Shape,
): Card<Name, z.infer<z.ZodObject<Shape, z.core.$strict>>> {
  const data = z.strictObject(shape);
  const compiled = new Map<string, Compiled>();
  function compiledIn(language: string): Compiled {
    const known = compiled.get(language) ?? compile(loadTemplate(template, language));
    compiled.set(language, known);
    return known;
  }
  return {
    name,
    data,
    source: template,
    get template() {
      return loadTemplate(template, DEFAULT_LANGUAGE);
    },
    render(given, language = DEFAULT_LANGUAGE) {
      const parsed = data.safeParse(given);
      if (!parsed.success) throw new CardFault(name, z.prettifyError(parsed.error));
      const card: object = compiledIn(language).template.expand({ $root: parsed.data });
      const bytes = JSON.stringify(card).length * 2;
      if (bytes > MOST_BYTES) throw new CardFault(name, `${bytes} bytes are too many for Teams`);
      return card;
    },
    fingerprint(given, language, hash) {
      const { text } = compiledIn(language);
      return hash(text + JSON.stringify(given));
    },
  };
}

interface Compiled {
  readonly template: Template;
  readonly text: string;
}

const compile = (template: object): Compiled => ({
  template: new Template(template),
  text: JSON.stringify(template),
});
