import { z } from "zod";
import { humanText, ownText } from "./fields.ts";

const lines = z.array(z.strictObject({ line: ownText() }));
const linesWithNames = z.array(z.strictObject({ line: humanText(200) }));

/** What every card about a past session tells. */
export const accountFields = {
  heading: humanText(200),
  /** How it ended, in one sentence. */
  ending: humanText(400),
  /** `10:31 to 10:49 (18 min)` */
  when: ownText(120),
  /** What Beckon knows about the end, and apart from it what the transport or a person reported. */
  endLines: linesWithNames,
} as const;

export const levelLines = { levels: lines } as const;
export const questionLines = { questions: lines } as const;

/** The helper's words at the end, where they may be shown. */
export const doneFields = { hasDone: z.boolean(), done: humanText(2_000), outcome: humanText(160) } as const;
