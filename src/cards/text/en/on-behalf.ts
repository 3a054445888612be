/** Requests that a helper opens for somebody else. */
export const onBehalf = {
  "on-behalf.fallback": "Open a request for somebody else.",
  "on-behalf.heading": "Open a request for somebody",
  "on-behalf.intro":
    "They get it in their own chat, see that you opened it, and can withdraw it. Only they can agree to a session.",
  "on-behalf.who": "Who needs help?",
  "on-behalf.who.example": "The beginning of their name",
  "on-behalf.who.missing": "Type the beginning of their name.",
  "on-behalf.matches":
    "{count, plural, =0 {Nobody has a name that begins like this.} one {Is it this person?} other {Which one is it?}}",
  "on-behalf.more": "There are more. Type more of the name.",
  "on-behalf.subject": "What is wrong?",
  "on-behalf.subject.missing": "Say in a few words what is wrong.",
  "on-behalf.device": "Which of their devices?",
  "on-behalf.device-named": "Or a shared device: its name or serial number",
  "on-behalf.details": "What else did they say? (optional)",
  "on-behalf.unread": "Their devices couldn't be read just now. You can open the request without one.",
  "on-behalf.out-of-scope":
    "You may not help on {count, plural, one {one device} other {# devices}} of theirs.",
  "on-behalf.no-such-device":
    "Intune has no device with the name or serial number “{name}”. Check it on the device.",
  "on-behalf.several-devices": "Intune has several devices named “{name}”. Use the serial number.",
  "on-behalf.anothers-device":
    "That device belongs to another person. Open the request for them, or name a shared device.",
  "on-behalf.owner-unknown":
    "It couldn't be checked whose device that is. Try again in a minute, or open the request without it.",
  "on-behalf.not-theirs": "That device is not one of theirs any more. Choose another one.",
  "on-behalf.opened": "Request opened",
  "on-behalf.opened-lead":
    "{name} gets it in their own chat with me, sees that you opened it, and can withdraw it.",
  "on-behalf.no-session": "A session isn't possible yet. {why}",
  "on-behalf.own": "This is you. Type what is wrong, and press Send request.",
  "button.request-for": "Request for somebody",
  "button.find-person": "Find",
  "button.open-request": "Open request",
  "button.this-person": "Choose",
  "button.not-mine": "I didn't ask",
  "sharer.opened-for":
    "{helper} opened this for you at {time}. If you did not ask for help, press I didn't ask: that withdraws and reports it.",
  "disown.done": "{ticket} is withdrawn.",
  "disown.unreported":
    "{ticket} is withdrawn, but the report could not be recorded. Type verify and press Report this.",
} as const;
