import { Template } from "adaptivecards-templating";
import { z } from "zod";

/** Teams counts a card in UTF-16; 28 KB stays below every limit that was ever documented. */
const MOST_BYTES = 28 * 1024;

export interface Card<Data> {
  readonly data: z.ZodType<Data>;
  readonly template: object;
  /** @throws {CardFault} when the data is not exactly what the template needs, or the card grows too large. */
  render(data: Data): object;
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
 * would print as `${field}`, an extra one could leak. Expanding costs about 60 µs; the template is compiled once.
 */
export function defineCard<Shape extends z.ZodRawShape>(
  name: string,
  template: object,
  shape: Shape,
): Card<z.infer<z.ZodObject<Shape, z.core.$strict>>> {
  const data = z.strictObject(shape);
  const compiled = new Template(template);
  return {
    data,
    template,
    render(given) {
      const parsed = data.safeParse(given);
      if (!parsed.success) throw new CardFault(name, z.prettifyError(parsed.error));
      const card: object = compiled.expand({ $root: parsed.data });
      const bytes = JSON.stringify(card).length * 2;
      if (bytes > MOST_BYTES) throw new CardFault(name, `${bytes} bytes are too many for Teams`);
      return card;
    },
  };
}
