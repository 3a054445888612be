import type { FastifyInstance } from "fastify";

interface Page {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** The pages that the app's manifest names, for people who read them before they install Beckon. */
const PAGES: Readonly<Record<string, Page>> = {
  "/": {
    title: "Beckon",
    paragraphs: [
      "Support requests in Microsoft Teams. People ask for help in a chat, helpers pick tickets up, and nobody sees a screen before the person in front of it says yes.",
      "Beckon is used inside Microsoft Teams; there is nothing to sign in to here.",
    ],
  },
  "/privacy": {
    title: "What Beckon keeps about you",
    paragraphs: [
      "Your organisation runs Beckon and decides what happens to its data; ask its service desk or data protection officer.",
      "Beckon keeps what you wrote when you asked for help, which of your devices it was about, who helped you, what you allowed and refused and when, and what you answered afterwards. It keeps where in Teams it can write to you, your language and your time zone.",
      "It reads your name, job title, manager, licences, groups and managed devices from Microsoft Graph when a request needs them. It does not read your chats, and it neither sees nor records your screen.",
      "Helpers see the tickets that they work on, leads those of the helpdesk. A manager gets a summary of a session without what you wrote, unless it is the helper's own manager.",
      "Names and words are sealed with a key of your own. When that key is destroyed they cannot be read any more, while the record that a session took place stays provable.",
    ],
  },
  "/terms": {
    title: "Terms of use",
    paragraphs: [
      "Beckon is free software under the MIT licence and comes without warranty. Your organisation's rules for remote help apply.",
      "Beckon records what you allow; it does not carry the screen. To end Remote Help at once, close it on your own screen.",
    ],
  },
};

export function servePages(server: FastifyInstance): void {
  for (const [path, page] of Object.entries(PAGES)) {
    const html = htmlOf(page);
    server.get(path, async (_, reply) =>
      reply
        .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
        .type("text/html; charset=utf-8")
        .send(html),
    );
  }
}

const htmlOf = ({ title, paragraphs }: Page) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>body { font: 17px/1.6 system-ui, sans-serif; max-width: 40em; margin: 4em auto; padding: 0 1em; color-scheme: light dark }</style>
<h1>${title}</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
</html>
`;
