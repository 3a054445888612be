import { z } from "zod";
import { defineAction } from "../action.ts";
import { checkPerson } from "../check-person.ts";
import { entraId } from "../fields.ts";

/** The same look as of now: what was put right meanwhile shows. */
export const checkAgain = defineAction({
  verb: "check-again",
  data: z.strictObject({ person: entraId }),
  handle: ({ caller, data }, world) => checkPerson(data.person, caller, world),
});
