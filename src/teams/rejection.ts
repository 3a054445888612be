import type { Words } from "../cards/text/words.ts";

/** Why an activity is not acted upon, whatever it asks for. */
export type RejectionCode =
  | "not_teams"
  | "foreign_connector"
  | "foreign_tenant"
  | "unknown_chat"
  | "bot"
  | "no_identity"
  | "unknown_verb"
  | "malformed"
  | "automatic";

export interface Rejected {
  readonly rejected: RejectionCode;
  /** The fields of a form that have to be looked at again. */
  readonly fields?: readonly string[];
}

export const explainRejection = ({ rejected, fields = [] }: Rejected, { say }: Words): string =>
  fields.length === 0
    ? say(`rejected.${rejected}`)
    : say("teams.check-fields", { fields: fields.join(", ") });
