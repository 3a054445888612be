import { z } from "zod";
import { checkPerson } from "../commands/check.ts";
import { defineAction } from "../define-action.ts";
import { entraId } from "../fields.ts";

/** The same check as of now, for what was fixed meanwhile. */
export const checkAgain = defineAction({
  verb: "check-again",
  data: z.object({ person: entraId }),
  handle: ({ caller, data }, deps) => checkPerson(data.person, caller, deps),
});
