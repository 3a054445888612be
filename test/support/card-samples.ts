import { z } from "zod";
import { wordsOf } from "../../src/cards/ticket-parts.ts";

export interface Sample {
  /** What every text of people reads. */
  readonly human: string;
  /** How many items each list has, unless its schema allows fewer. */
  readonly items?: number;
}

/** Data that a card's schema lets through, with everything on it that can be on it. */
export function sampleOf(schema: z.ZodType, sample: Sample): unknown {
  if (schema instanceof z.ZodObject) {
    const shape = schema.shape as Record<string, z.ZodType>;
    return Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, sampleOf(field, sample)]));
  }
  if (schema instanceof z.ZodArray) {
    const element = schema.element as z.ZodType;
    return Array.from({ length: sample.items ?? 2 }, () => sampleOf(element, sample));
  }
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodNumber) return 1;
  if (wordsOf(schema) === "human") return sample.human;
  return ANYTHING.find((value) => schema.safeParse(value).success) ?? anOptionOf(schema);
}

/** One of these fits every other kind of text. */
const ANYTHING = [
  "https://example.org/",
  "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "data:image/png;base64,AAAA",
  "BK-1042",
  "47",
];

function anOptionOf(schema: z.ZodType): unknown {
  if (schema instanceof z.ZodEnum) return schema.options[0];
  throw new Error(`no sample for ${schema.type}`);
}
