import { z } from "zod";
import { showDiary } from "../commands/diary.ts";
import { defineAction } from "../define-action.ts";
import { wholeNumber } from "../fields.ts";

/** Older or newer sessions on the caller's own devices; the card cannot name another person. */
export const pageDiary = defineAction({
  verb: "page-diary",
  data: z.strictObject({
    towards: z.enum(["older", "newer"]),
    askedAt: z.int().nonnegative(),
    number: wholeNumber,
    session: wholeNumber,
  }),
  handle: ({ caller, data: { towards, ...mark } }, deps) =>
    showDiary(towards === "older" ? { olderThan: mark } : { newerThan: mark }, caller, deps),
});
