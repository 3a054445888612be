import { z } from "zod";
import { defineAction } from "../define-action.ts";
import { lenient } from "../fields.ts";

/** Everything ends at once, without a question. For the sharer it needs neither Graph nor Teams nor the transport. */
export const stopSession = defineAction({
  verb: "stop-session",
  type: "StopSession",
  data: z.object(lenient),
  command: () => ({ type: "StopSession" }),
});
