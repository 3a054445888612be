/** Answers to typed words and buttons, outside of cards. */
export const bot = {
  "bot.nothing-to-stop": "There is no session now: nobody can see your screen.",
  "bot.stopped":
    "{ticket}: access was withdrawn at {time}. If Remote Help is still open on the screen, close it there too.",
  "bot.still-running": "Still running.",
  "bot.sees":
    "{helper} can see your screen until {until}. To end it, press Stop everything on the card below, or type stop.",
  "bot.paused":
    "Your session with {helper} is paused. To end it, press Stop everything on the card below, or type stop.",
  "bot.you-help": "You are in a session with {sharer} ({ticket}). To end it, type stop.",
  "bot.question-open":
    "{helper} waits for your answer on the card below: Allow or Not now. Nothing is shared until you allow it. No answer by {by} means no.",
  "bot.press-allow":
    "A typed yes allows nothing. To agree with {helper}, press Allow on the card below by {by}.",
  "bot.number-on-card":
    "A typed answer allows nothing. To agree, enter the number that {helper} gives you on the card below, then press Allow by {by}.",
  "bot.refused": "You said no, and {helper} sees that. Nothing more is shared.",
  "bot.answered-before":
    "There is no open question any more. The newest card from {helper} says where things stand.",
  "bot.see-our-chat": "Please look at our personal chat: the card there is for you only.",
  "bot.nothing-asked":
    "There is no question open for you. Type status to see where things stand, or say what is wrong.",
  "bot.type-number":
    "Type the two digits that your helper gives you into the card, such as 10, then press Allow. Nothing is shared yet.",
  "bot.picture":
    "A form takes no pictures: send the request first, then paste the picture here, and your helper gets it.",
  "bot.file":
    "A form takes no files: send the request first, then attach the file here, and your helper gets it.",
  "bot.forwarded": "I cannot read a forwarded message whole. Type or paste what matters in it.",
  "bot.code": "I cannot read a code block. Paste it as plain text.",
  "bot.other": "A part of your message did not reach me. Say it in words, please.",
  "bot.too-long":
    "Your message is longer than I can take at once. The form holds the first {characters} characters; add the rest to the request later.",
  "bot.form-sent": "I sent you the form in our personal chat.",
  "bot.form-needs-chat":
    "Write to me in a personal chat first: what is wrong there is between you and the helper.",
  "bot.devices-unchecked":
    "Your devices could not be checked ({why}). Nothing is lost: send again in a minute, or choose “No device”.",
  "bot.foreign-device": "That device is not among yours. Choose another one and send again.",
  "bot.request-is": "Your request is {ticket}.",
  "bot.card-comes": "{ticket}: its card comes at the end of this chat.",
  "bot.card-in-our-chat": "{ticket}: its card is in your own chat with me.",
  "bot.story-in-our-chat": "{ticket} is in your own chat with me.",
  "bot.story-needs-chat": "Write to me in a personal chat first: the story of a request is for you only.",
  "bot.unrecorded":
    "Beckon records who reads about others, and cannot do so right now, so this is not shown. Nothing was changed. Please try again in a minute.",
  "bot.no-reason-for-time": "More time is needed.",
  "bot.no-details-of-work": "No details were given.",
  "bot.not-a-colleague": "This person",
  "check.helpers-only":
    "Only helpers can look into somebody else's devices. Type “check me” to see what is possible on yours.",
  "check.not-looked-up": "This person could not be looked up ({why}). Try again in a minute.",
  "check.nobody":
    "Nobody here has a name that begins like that. Type it as Teams shows it, or mention the person.",
  "check.which": "Whom do you mean?",
  "check.and-more": "… and more",
  "check.which-hint": "Type “check” and the whole name, or mention the person.",
  "check.out-of-scope": "Nothing is shown of people outside your scope",
  "find.what": "What? Type find and a number, a name, a device or words, such as find vpn state:open.",
  "show.which": "Which one? Type show and its number, such as show BK-1042.",
  "licences.personal-chat": "Ask me in our personal chat: the answer names people.",
  "licences.leads-only": "Only helpdesk leads can read the license report. Ask your lead for it.",
} as const;
