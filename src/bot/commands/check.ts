import type { CardContent } from "../../cards/catalog.ts";
import type { PersonFacts } from "../../domain/eligibility/facts.ts";
import type { BotDeps, Command, Reply, TypedMessage } from "../action.ts";
import { staffActor } from "../actor.ts";
import { checkOneself, checkPerson, FOR_HELPERS_ONLY } from "../check-person.ts";

const MOST_FOUND = 5;

/** `can I get help?` and `check me` for oneself; `check Sam Sharma` or `check @Sam` for helpers. */
export const check: Command = {
  name: "check",
  summary: "whether a session is possible on your devices; helpers add a name",
  pattern: /^(?:can i get help|check me|check|check (.+?))[\s.?!]*$/is,
  async handle(utterance, match, world) {
    const name = match[1]?.replace(/^@/, "").trim();
    if (name === undefined || name === "") return checkOneself(utterance.caller, world);
    const [mentioned] = utterance.mentioned;
    if (mentioned !== undefined) return checkPerson(mentioned, utterance.caller, world);
    const { roles } = await staffActor(utterance.caller, world.directory);
    if (roles.helper) return checkNamed(name, utterance, world);
    // Somebody who types “check my mail” says what is wrong: that becomes a request, as any other text does.
    return isName(name) ? { say: FOR_HELPERS_ONLY } : null;
  },
};

const isName = (text: string): boolean => /^\p{Lu}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*)*$/u.test(text);

async function checkNamed(name: string, { caller }: TypedMessage, world: BotDeps): Promise<Reply> {
  const found = await world.directory.search(name.slice(0, 80), MOST_FOUND + 1);
  const exact = found.filter(({ displayName }) => displayName.toLowerCase() === name.toLowerCase());
  const [only, ...others] = exact.length === 1 ? exact : found;
  if (only === undefined) {
    return {
      say: "Nobody here has a name that begins like that. Type it as Teams shows it, or mention the person.",
    };
  }
  return others.length === 0 ? checkPerson(only.id, caller, world) : { show: whichOf(found) };
}

/** Names go onto a card: there they are never read as anything but names. */
function whichOf(found: readonly PersonFacts[]): CardContent {
  const lines = found
    .slice(0, MOST_FOUND)
    .map(({ displayName, jobTitle, userPrincipalName }) =>
      [displayName, jobTitle, userPrincipalName].filter(Boolean).join(" · "),
    );
  const more = found.length > MOST_FOUND ? ["… and more"] : [];
  return {
    card: "notice",
    data: {
      hasTicket: false,
      ticket: "",
      heading: "Whom do you mean?",
      text: [...lines, ...more, "", "Type “check” and the whole name, or mention the person."].join("\n"),
    },
  };
}
