const MOST = 1_000;

/** The address of a message in Teams; null for everything else, because a helper may press it. */
export function messageLink(given: unknown): string | null {
  if (typeof given !== "string" || given.length > MOST || !URL.canParse(given)) return null;
  const { protocol, host, username, password, href } = new URL(given);
  const isTeams =
    protocol === "https:" && host === "teams.microsoft.com" && username === "" && password === "";
  return isTeams && href.length <= MOST ? href : null;
}
