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
}

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
  const compiled = new Map<string, Template>();
  function templateIn(language: string): Template {
    const known = compiled.get(language) ?? new Template(loadTemplate(template, language));
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
      const card: object = templateIn(language).expand({ $root: parsed.data });
      const bytes = JSON.stringify(card).length * 2;
      if (bytes > MOST_BYTES) throw new CardFault(name, `${bytes} bytes are too many for Teams`);
      return card;
    },
  };
}
