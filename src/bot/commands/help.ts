import type { CardContent } from "../../cards/catalog.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { welcomeData } from "../../cards/welcome.ts";
import type { BotDeps, Caller, Command } from "../action.ts";

export const help: Command = {
  name: "help",
  // While a request is open, other words belong to it: its buttons lead to another one.
  pattern:
    /^(?:help|hi|hello|start|\?|(?:a )?(?:new|another) request|hilfe|hallo|moin|guten (?:tag|morgen|abend)|(?:eine )?neue anfrage|noch eine anfrage)[.!?]?$/i,
  handle: async ({ caller }, _match, deps) => ({ show: await greet(caller, deps) }),
};

/** The first card that a person sees, and the answer to `help`: what Beckon does for a person in that role. */
export async function greet(
  caller: Caller,
  { searchScopeOf, policy }: Pick<BotDeps, "searchScopeOf" | "policy">,
): Promise<CardContent> {
  const { kind } = (await searchScopeOf(caller.id)).sight;
  const role = kind === "own" ? "sharer" : kind;
  const data = welcomeData(caller.name, role, policy.consent.phrase, wordsFor(caller));
  return { card: "welcome", data };
}
