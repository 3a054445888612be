import { z } from "zod";
import { checkPerson } from "../check-person.ts";
import { defineVerb } from "../conversation.ts";
import { entraId } from "../fields.ts";

/** The same look as of now: what was put right meanwhile shows. */
export const checkAgain = defineVerb({
  verb: "check-again",
  data: z.strictObject({ person: entraId }),
  handle: ({ caller, data }, world) => checkPerson(data.person, caller, world),
});
