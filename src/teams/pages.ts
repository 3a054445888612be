import type { FastifyInstance } from "fastify";
import { wordsFor } from "../cards/text/words.ts";

/** The pages that the app's manifest names, by their path. */
const PAGES = { "/": "home", "/privacy": "privacy", "/terms": "terms" } as const;

export function servePages(server: FastifyInstance): void {
  for (const [path, page] of Object.entries(PAGES)) {
    server.get(path, async ({ headers }, reply) =>
      reply
        .header("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'")
        .header("vary", "accept-language")
        .type("text/html; charset=utf-8")
        .send(htmlOf(page, firstLanguage(headers["accept-language"]))),
    );
  }
}

/** `de-AT` of `de-AT,de;q=0.9`: browsers send what the reader likes best first. */
export const firstLanguage = (accepted = ""): string =>
  /^[a-z0-9-]{2,35}/i.exec(accepted.trim())?.[0] ?? "en";

function htmlOf(page: (typeof PAGES)[keyof typeof PAGES], locale: string): string {
  const { say, language } = wordsFor({ locale, timeZone: "UTC" });
  const title = say(`page.${page}.title`);
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>body { font: 17px/1.6 system-ui, sans-serif; max-width: 40em; margin: 4em auto; padding: 0 1em; color-scheme: light dark }</style>
<h1>${title}</h1>
${say(`page.${page}.text`).replace(/.+/g, "<p>$&</p>")}
</html>
`;
}
