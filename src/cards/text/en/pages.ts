/** The pages that the app's manifest names, for people who read them before they install Beckon. */
export const pages = {
  "page.home.title": "Beckon",
  "page.home.text":
    "Support requests in Microsoft Teams. People ask for help in a chat, helpers pick their requests up, and nobody sees a screen before the person in front of it says yes.\n\nBeckon is used inside Microsoft Teams; there is nothing to sign in to here.",
  "page.privacy.title": "What Beckon keeps about you",
  "page.privacy.text":
    "Your organization runs Beckon and decides what happens to its data; ask its service desk or data protection officer.\n\nBeckon keeps what you wrote when you asked for help, what you and your helper wrote and sent to each other through it, pictures and files too, also what was edited or removed later, which of your devices it was about, who helped you, what you allowed and refused and when, and what you answered afterwards. It keeps where in Teams it can write to you, your language and your time zone.\n\nIt reads your name, photo, job title, manager, licenses, groups and managed devices from Microsoft Graph when a request needs them. It reads no other chat than yours with it, but for a message that somebody asks for help with. It neither sees nor records your screen.\n\nHelpers see the requests that they work on, leads those of the helpdesk. A manager gets a summary of a session without what you wrote, unless it is the helper's own manager.\n\nIn the record of each request, names and words are sealed with a key of your own. When that key is destroyed they cannot be read any more, while the record that a session took place stays provable.\n\nNot everything is sealed. So that requests can be found and listed, the database also holds in plain: your name, the subject of a request, the name and model of its device, and every single word of requests, notes, outcomes and feedback, out of order. Ids, times, what was asked, allowed, refused and ended, your language, your time zone and the addresses of your chat are plain too. Whoever can read the database or a backup of it can read these.\n\nThe plain copies of names and words are removed when you are erased, or when the time is over for which your organization keeps the words on a request.",
  "page.terms.title": "Terms of use",
  "page.terms.text":
    "Beckon is free software under the MIT license and comes without warranty. Your organization's rules for remote help apply.\n\nBeckon records what you allow; it does not carry the screen. To end Remote Help at once, close it on your own screen.",
  "page.file.gone":
    "This link does not open anything (any more). Links last five minutes: press Open files on the card again.",
  "page.file.busy": "Too many files are being downloaded just now. Please try again in a minute.",
} as const;
