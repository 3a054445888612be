/** "Ask for help with this", on a message of any chat. */
export const dialog = {
  "dialog.title": "Ask for help with this",
  "dialog.they-wrote": "{name} wrote: {text}",
  "dialog.request-opened": "Your request is {ticket}. Its card is in your own chat with Beckon.",
  "dialog.proposed":
    "{name} has it in their chat with Beckon. Nothing is opened until they press Yes, I need help.",
  "dialog.enough":
    "You have suggested help to {name} three times today, so this was not sent. Call them instead.",
  "dialog.not-reached":
    "{name} can't be reached in Teams now. Write or call them, or type request to open it for them.",
  "dialog.unknown-author": "This person is not in your directory. Nothing was sent.",
  "dialog.unknown": "Beckon does not know this action. Update the app, and try again.",
  "propose-help.fallback": "Suggest help to the author of this message.",
  "propose-help.heading": "Suggest help",
  "propose-help.intro":
    "They decide: nothing is opened in their name until they agree in their own chat with Beckon.",
  "button.propose-help": "Suggest help",
  "button.yes-help": "Yes, I need help",
  "request-form.proposed":
    "{helper} read your message and suggests to open this request. If you don't need help, do nothing: then nothing is opened.",
} as const;
