/** The conversation between the two people of a request. */
export const conversation = {
  "message.photo": "Photo of {heading}",
  "message.your-reply": "Your reply",
  "message.write-first": "Write something first.",
  "message.about-sent": "{subject} · {time}",
  "message.about-edited": "{subject} · {time} · edited",
  "message.about-removed": "{subject} · {time}",
  "message.removed": "{name} removed this message.",
  "message.which": "Which request is this about?",
  "message.sent": "Sent to {name}.",
  "message.waits":
    "{name} can't be reached in Teams right now. Your message is kept and arrives when they are back.",
  "message.added": "Added to {ticket}. The helper who picks it up will read it.",
  "message.full":
    "{ticket} has as many messages as it can hold. Call each other, or resolve it and open a new one.",
  "message.closed": "{ticket} is closed, so this was not sent. Reopen it on its card, or ask for help again.",
  "message.not-sent":
    "This was not sent: only the person who asked and the helper who has {ticket} can write on it.",
  "message.only-text":
    "Pictures and files are not passed on yet. Describe what you see, or show it in a session.",
  "message.cut": "Only the first {characters} characters were sent.",
  "message.welcome": "You're welcome.",
  "message.too-long-to-choose":
    "You have several open requests, and this is too long to ask which one it is for. Press Reply on its card.",
  "contact.heading": "Chat with or call {name}",
  "contact.text":
    "These open Teams. What you say there is between you and {name}; it is not part of the request.",
  "contact.chat": "Open chat",
  "contact.call": "Call in Teams",
  "contact.nobody": "Nobody has picked this request up yet, so there is nobody to call.",
  "contact.unknown":
    "I could not look up how to reach {name} in Teams just now. Try again in a minute, or write to them here.",
  "contact.not-yours": "Only the person who asked and the helper who has {ticket} can do this.",
  "tooltip.send-to": "Send this to BK-{number}",
  "button.contact": "Chat or call",
  "button.reply": "Reply",
  "button.send": "Send",
  "button.new-request": "New request",
  "story.message": "{who} wrote",
  "story.message-edited": "{who} wrote, and edited it later",
  "story.message-removed": "{who} wrote something and removed it",
  "desk.wrote": "{name}: {text}",
  "label.messages": "Messages",
} as const;
