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
  "message.waits": "Your message has not reached {name}",
  "message.waits-text":
    "{name} can't be reached in Teams right now. Your message is kept and arrives when they are back.",
  "message.taken-back": "You removed your message",
  "message.taken-back-text": "It is not passed on to {name}.",
  "message.passed-on": "Your message was passed on",
  "message.passed-on-text": "{name} can be reached in Teams again.",
  "message.added": "Added to {ticket}. The helper who picks it up will read it.",
  "message.full":
    "{ticket} has as many messages as it can hold. Call each other, or resolve it and open a new one.",
  "message.closed": "{ticket} is closed, so this was not sent. Reopen it on its card, or ask for help again.",
  "message.not-sent":
    "This was not sent: only the person who asked and the helper who has {ticket} can write on it.",
  "message.part-lost":
    "A part of your message could not be passed on. Send it as text, or paste it as a picture.",
  "message.empty":
    "Your message arrived empty. If it was a picture or file from a phone, paste it, or send it from Teams on a computer.",
  "message.quote-to-choose":
    "You have several open requests, so your picture or file was not sent. Send it again as a reply to a message of the request it belongs to.",
  "message.quote": "In reply to {name}: {text}",
  "message.file": "{name} · {size}",
  "message.picture-from": "{name} sent a picture: {file}",
  "message.picture-removed": "This picture is no longer available.",
  "message.picture-not-shown":
    "Teams did not show this picture here. Ask for a smaller one, or look at it in a session.",
  "file.picture": "picture",
  "file.more": "{count} more",
  "file.size": "{kilobytes} KB",
  "file.too-large": "Not sent, because it is larger than {megabytes} MB: {names}. Send a smaller one.",
  "file.unreachable": "Not sent, because Teams did not hand it over: {names}. Send it again in a moment.",
  "file.type":
    "Not sent: {names}. I pass on pictures (PNG, JPEG, GIF, WebP), PDF, Word, Excel and PowerPoint without macros, and txt, log and csv, when the name fits what is inside.",
  "file.too-many": "Not sent, because a message can have {message} files and a request {request}: {names}.",
  "file.too-many-today":
    "Not sent, because the requests of one person can have {most} files in a day: {names}. Send them tomorrow.",
  "file.no-link":
    "Not sent, because only small pictures can be passed on here: {names}. Paste a cut-out of what matters, at most 1024 pixels wide and 180 KB.",
  "file.from": "Pictures and files from {name}",
  "file.opens": "These links are for you alone and last five minutes. Open only what you expect from them.",
  "file.gone": "This file is not available any more.",
  "file.cannot-open": "Beckon has no public address here, so files cannot be opened from a card.",
  "file.button": "Open",
  "message.cut": "Only the first {characters} characters were sent.",
  "message.welcome": "You're welcome.",
  "message.too-long-to-choose":
    "You have several open requests, and this is too long to ask which one it is for. Press Reply on its card.",
  "contact.heading": "Chat with or call {name}",
  "contact.text":
    "These open Teams. What you say there is between you and {name}; it is not part of the request.",
  "contact.by-chat": "A chat of your own",
  "contact.chat": "Open chat",
  "contact.by-call": "A call in Teams",
  "contact.call": "Call",
  "contact.nobody": "Nobody has picked this request up yet, so there is nobody to call.",
  "contact.unknown":
    "I could not look up how to reach {name} in Teams just now. Try again in a minute, or write to them here.",
  "contact.not-yours": "Only the person who asked and the helper who has {ticket} can do this.",
  "tooltip.send-to": "Send this to BK-{number}",
  "button.contact": "Chat or call",
  "button.open-files": "Open files",
  "button.reply": "Reply",
  "button.send": "Send",
  "button.new-request": "New request",
  "story.message": "{who} wrote",
  "story.files": "Files: {files}",
  "story.message-edited": "{who} wrote, and edited it later",
  "story.message-removed": "{who} wrote something and removed it",
  "desk.wrote": "{name}: {text}",
  "label.messages": "Messages",
  "message.counted":
    "{count, plural, one {# message} other {# messages}}{files, plural, =0 {} one {, # file} other {, # files}}. Type show {ticket} to read them.",
} as const;
