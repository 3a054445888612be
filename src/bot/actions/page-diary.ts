import { z } from "zod";
import { defineAction } from "../action.ts";
import { showDiary } from "../commands/diary.ts";
import { wholeNumber } from "../fields.ts";

/** Older or newer sessions on the presser's own devices: whose diary it is never comes from the card. */
export const pageDiary = defineAction({
  verb: "page-diary",
  data: z.strictObject({
    towards: z.enum(["older", "newer"]),
    askedAt: z.int().nonnegative(),
    number: wholeNumber,
    session: wholeNumber,
  }),
  handle: ({ caller, data: { towards, ...mark } }, world) =>
    showDiary(towards === "older" ? { olderThan: mark } : { newerThan: mark }, caller, world),
});
