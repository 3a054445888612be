import { z } from "zod";
import { showQueue } from "../commands/queue.ts";
import { defineAction } from "../define-action.ts";
import { wholeNumber } from "../fields.ts";

/** Another page of the queue, or the first one as it is now. */
export const pageQueue = defineAction({
  verb: "page-queue",
  data: z.strictObject({ skip: wholeNumber }),
  handle: ({ caller, scope, data }, deps) => showQueue(data.skip, caller, scope, deps),
});
