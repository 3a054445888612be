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

const SENTENCES: Record<RejectionCode, string> = {
  not_teams: "Beckon works in Microsoft Teams only.",
  foreign_connector:
    "Beckon does not know the service that this came through. Please tell your Teams administrator.",
  foreign_tenant: "Beckon helps people of its own organisation only. Please ask the IT team of yours.",
  unknown_chat: "Beckon does not work in this kind of chat. Please write to it in a personal chat.",
  bot: "Beckon talks to people only.",
  no_identity:
    "Beckon could not tell who you are. Please sign in to Teams with your work account; guests of a meeting cannot use Beckon.",
  unknown_verb: "Beckon does not know this button any more. Type status to see where things stand.",
  malformed: "Beckon could not read what this button sent. Type status to get the present card.",
  automatic: "Nothing was changed.",
};

export const explainRejection = ({ rejected, fields = [] }: Rejected): string =>
  fields.length === 0 ? SENTENCES[rejected] : `Please check this again: ${fields.join(", ")}.`;
