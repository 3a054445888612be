import { z } from "zod";
import template from "../../cards/who-for.json" with { type: "json" };
import type { PersonFacts } from "../domain/eligibility/facts.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { humanInput, humanText, ownText } from "./ticket-parts.ts";

export const MOST_MATCHES = 5;

/** Whom a helper opens a request for: a name to look for, and the people whose name begins so. */
export const whoFor = defineCard("who-for", template, {
  name: humanInput(80),
  hasSearched: z.boolean(),
  matches: ownText(80),
  people: z
    .array(
      z.strictObject({
        name: humanText(80),
        about: humanText(120),
        person: ownText(40),
      }),
    )
    .max(MOST_MATCHES),
  hasMore: z.boolean(),
});

/** @param found null before a name was looked for */
export function whoForData(
  name: string,
  found: readonly PersonFacts[] | null,
  words: Words,
): z.infer<typeof whoFor.data> {
  const { say } = words;
  return {
    name,
    hasSearched: found !== null,
    matches: found === null ? "" : say("on-behalf.matches", { count: found.length }),
    people: (found ?? []).slice(0, MOST_MATCHES).map(({ id, displayName, jobTitle, userPrincipalName }) => ({
      name: displayName,
      about: [jobTitle, userPrincipalName].filter(Boolean).join(" · "),
      person: id,
    })),
    hasMore: (found ?? []).length > MOST_MATCHES,
  };
}
