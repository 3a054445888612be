/** Answers when Beckon cannot act on a message or a button. */
export const teams = {
  "teams.done": "Done.",
  "teams.hello": "Beckon is here. To ask for help, write to it in a personal chat.",
  "teams.open-personal-chat": "Please open a personal chat with Beckon; the answer is for you only.",
  "teams.check-fields": "Please check this again: {fields}.",
  "rejected.not_teams": "Beckon works in Microsoft Teams only.",
  "rejected.foreign_connector":
    "Beckon does not know the service that this came through. Please tell your Teams administrator.",
  "rejected.foreign_tenant":
    "Beckon helps people of its own organization only. Please ask the IT team of yours.",
  "rejected.unknown_chat":
    "Beckon does not work in this kind of chat. Please write to it in a personal chat.",
  "rejected.bot": "Beckon talks to people only.",
  "rejected.no_identity":
    "Beckon could not tell who you are. Please sign in to Teams with your work account; guests of a meeting cannot use Beckon.",
  "rejected.unknown_verb":
    "Beckon does not know this button any more. Type status to see where things stand.",
  "rejected.malformed": "Beckon could not read what this button sent. Type status to get the present card.",
  "rejected.automatic": "Nothing was changed.",
  "rejected.too_fast":
    "That was a lot in a short time, so Beckon did not do the last of it. Please wait a minute, then go on. Stopping works at any time.",
  "search.too-long": "That took too long. Type another word, and try again.",
  "search.unknown": "Beckon does not know this search any more. Please restart Teams.",
  "fault.reference": "{sentence} Reference {reference}",
  "fault.store": "Beckon cannot reach its records, so nothing was changed. Please try again in a minute.",
  "fault.outcome-unknown":
    "Beckon's records broke off just then, and what you did may have been kept. Type status to see, or do it again: it counts once.",
  "fault.person-unknown":
    "Beckon helps people of its own organization only, and its directory does not know this account. If it belongs there, ask an identity administrator to check it in Entra.",
  "fault.person-unknown-named":
    "The directory does not know {who} any more, so nothing can be asked of them. If that is wrong, ask an identity administrator to check the account in Entra.",
  "fault.graph": "Microsoft Graph could not be asked, so this was not decided. Please try again in a minute.",
  "fault.graph-refuses":
    "Microsoft Graph refuses Beckon, so this was not decided. Trying again does not help: an identity administrator has to look at Beckon's app in Entra.",
  "fault.permission":
    "Beckon may not ask Microsoft Graph for this, so it was not decided. An Entra administrator has to grant it {permission}.",
  "fault.message":
    "Teams did not take a message that belongs to this. What you did may have been kept: type status to see.",
  "fault.card": "The card for this could not be drawn. What you did may have been kept: type status to see.",
  "fault.other":
    "Something broke on our side. What you did may not have been kept: type status to see where things stand.",
} as const;
