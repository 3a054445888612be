import { z } from "zod";
import { MOST_MESSAGE_FILES } from "../cards/message.ts";

const count = (least: number) =>
  z.int().min(least, `must be at least ${least}`).max(10_000, "must be at most 10000").optional();
const most = (bound: number) => z.int().min(0).max(bound, `must be at most ${bound}`).optional();
const MEGABYTE = 1024 * 1024;

/** What one person may have open, and what one request may hold. */
export const RequestLimits = z
  .strictObject({
    openRequests: count(1),
    notes: count(1),
    events: count(100),
    fileMegabytes: z.number().positive().max(20, "must be at most 20 megabytes").optional(),
    filesPerMessage: most(MOST_MESSAGE_FILES),
    filesPerRequest: most(1_000),
  })
  .transform(({ fileMegabytes, ...counts }) => ({
    ...counts,
    fileBytes: fileMegabytes === undefined ? undefined : Math.floor(fileMegabytes * MEGABYTE),
  }));
