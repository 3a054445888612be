/** Lists of requests, the greeting and the commands. */
export const lists = {
  "list.open-now": "Open now",
  "list.none-open": "You have no open request. Type what is wrong, and I will find somebody.",
  "list.none-open-staff": "You have no open request and hold none.",
  "list.queue": "In the helpdesk: {backlog}. Type queue to see it.",
  "hand-over.right.no": "no sessions on this device",
  "hand-over.right.unknown": "rights not known",
  "hand-over.left-out":
    "{left, plural, one {# more helper is} other {# more helpers are}} not listed: those who helped last come first.",
  "board.heading": "Helpdesk queue",
  "board.comes": "The queue is at the end of this channel.",
  "board.nowhere": "I can't post in this channel now. Try again in a minute.",
  "queue.heading": "Queue",
  "queue.none-waiting": "Nobody is waiting",
  "queue.waiting":
    "{waiting, plural, one {# waiting} other {# waiting}}{urgent, plural, =0 {} one {, # urgent} other {, # urgent}}, the oldest since {since}",
  "queue.in-progress": "{count, plural, =0 {none in progress} one {# in progress} other {# in progress}}",
  "queue.live": "In a session",
  "queue.yours": "Yours",
  "queue.staff-only": "The queue is for helpers and leads. Type status for your own requests.",
  "list.yours": "Your requests",
  "list.none-yet": "You have not asked for help yet.",
  "list.since": "since {time}",
  "list.found": "Requests by “{question}”",
  "list.none-found": "No matches",
  "list.none-found-hint": "No matches. Try a number, a name, a device or a word.",
  "list.unsure":
    "Your roles could not be checked just now, so you see your own requests only. Try again in a minute.",
  "list.not-for-auditors": "(not for auditors)",
  "list.with": "{sharer} with {helper}",
  "list.helped-by": "{sharer}, helped by {helper}",
  "list.hit-title": "{id} · {subject}",
  "welcome.hello": "Hello, I am Beckon.",
  "welcome.hello-name": "Hello {name}, I am Beckon.",
  "welcome.fallback": "Beckon gets you help from the helpdesk. Type what is wrong, or press Ask for help.",
  "welcome.sharer-1": "**Tell me what's wrong**, and a helper answers here.",
  "welcome.sharer-2":
    "**Nobody sees your screen until you agree.** I ask for one thing: a number from your helper, on the card with Allow. I never ask for a password or a sign-in code.",
  "welcome.sharer-3": "**You can stop at any time:** press Stop everything, or type stop.",
  "welcome.helper-1": "**Pick up a request** in the helpdesk channel. Your desk card for it appears here.",
  "welcome.helper-2":
    "**Ask to view from the desk card.** You'll see nothing until the person agrees, and they can stop you at any time.",
  "welcome.helper-3":
    "**If a session isn't possible,** I say why and who can fix it. Type check and a name to find out beforehand.",
  "welcome.lead-1":
    "**Requests wait in the helpdesk channel.** You can pick them up, and stop any session there.",
  "welcome.lead-2":
    "**Nobody sees a screen until its owner agrees.** Type show and a number to read what was done.",
  "welcome.lead-3":
    "**Type licences** to see who can't use Remote Help, and what refused sessions this week.",
  "welcome.managers": "Managers find a summary of each session in this chat.",
  "command.help": "what I do, and a form to ask for help",
  "command.status": "where your open requests stand",
  "command.queue": "for helpers and leads: who waits, what you hold, who has what",
  "command.history": "all your requests, newest first; or those of a person or number",
  "command.find": "requests by words, or helper:, person:, device:, state:, since:, until:",
  "command.show": "the whole story of a request: show BK-1042",
  "command.devices": "every session on your devices: who, why, when, which level, how it ended",
  "command.check": "whether a session is possible on your devices; helpers add a name",
  "command.licences": "for leads: who lacks Remote Help, and what refused sessions this week",
  "command.language": "the language I write to you in",
  "command.stop": "ends every session at once",
} as const;
