import type { CardContent } from "../../cards/catalog.ts";
import { explain } from "../../cards/findings.ts";
import { preflightContent } from "../../cards/preflight.ts";
import { sayFact } from "../../cards/text/facts.ts";
import { type Words, wordsFor } from "../../cards/text/words.ts";
import type { PersonFacts } from "../../domain/eligibility/facts.ts";
import { outOfScope } from "../../domain/eligibility/judge.ts";
import type { Finding } from "../../domain/ticket/finding.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { BotDeps, Caller, Command, Reply, TypedMessage } from "../action.ts";
import { type CheckedDevices, checkDevices } from "../devices.ts";
import { staffActor } from "../perform.ts";

const MOST_FOUND = 5;

/** `can I get help?`, `check me` and `prüfen` for oneself; `check Sam Sharma` or `prüfe @Sam` for helpers. */
export const check: Command = {
  name: "check",
  pattern:
    /^(?:can i get help|kann ich hilfe bekommen|check me|(?:check|prüfen?|pruefen?)(?: (.+?))?)[\s.?!]*$/is,
  async handle(message, match, deps) {
    const { caller } = message;
    const name = match[1]?.replace(/^@/, "").trim();
    if (name === undefined || name === "") return checkPerson(caller.id, caller, deps);
    const [mentioned] = message.mentioned;
    if (mentioned !== undefined) return checkPerson(mentioned, caller, deps);
    const { roles } = await staffActor(caller, deps.directory);
    if (roles.helper) return checkNamed(name, message, deps);
    // “check my mail” says what is wrong and becomes a request, as any other text does.
    return isName(name) ? { say: wordsFor(caller).say("check.helpers-only") } : null;
  },
};

/** What is typed reads as a name: a word or more in capitals. */
export const isName = (text: string): boolean => /^\p{Lu}[\p{L}'-]*(?: \p{Lu}[\p{L}'-]*)*$/u.test(text);

/** What could be asked for now, and what would open the rest: on one's own devices, or for helpers on a sharer's. */
export async function checkPerson(person: PersonId, caller: Caller, deps: BotDeps): Promise<Reply> {
  if (person !== caller.id) return checkSomebody(person, caller, deps);
  const checked = await checkDevices(person, null, deps);
  return showCheck({ person, name: caller.name, side: "sharer" }, checked, caller, deps);
}

async function checkSomebody(person: PersonId, caller: Caller, deps: BotDeps): Promise<Reply> {
  const refused = { caller: caller.id, person };
  const { roles } = await staffActor(caller, deps.directory);
  if (!roles.helper) {
    deps.log.info("preflight.refused", { ...refused, code: "not_a_helper" });
    return { say: wordsFor(caller).say("check.helpers-only") };
  }
  const checked = await checkDevices(person, caller.id, deps);
  const { sharer, candidates, alone } = checked;
  if ("unknown" in sharer) {
    const words = wordsFor(caller);
    return { say: words.say("check.not-looked-up", { why: sayFact(sharer.unknown.why, words) }) };
  }
  const all = [...(candidates ?? []), ...(alone === null ? [] : [alone])];
  const barriers = all.map(({ facts }) => outOfScope(facts, deps.eligibility));
  const [barrier = null] = barriers;
  if (barrier !== null && !barriers.includes(null)) {
    deps.log.info("preflight.refused", { ...refused, code: "out_of_scope" });
    return { show: outside(barrier, wordsFor(caller)) };
  }
  const covered = candidates?.filter(({ facts }) => outOfScope(facts, deps.eligibility) === null) ?? null;
  const about = { person, name: sharer.seen.displayName, side: "helper" } as const;
  return showCheck(about, { ...checked, candidates: covered }, caller, deps);
}

function showCheck(
  about: Pick<Parameters<typeof preflightContent>[0], "person" | "name" | "side">,
  { candidates, alone, rest }: CheckedDevices,
  caller: Caller,
  { log, eligibility, clock }: BotDeps,
): Reply {
  log.info("preflight.looked", { caller: caller.id, person: about.person });
  return {
    show: preflightContent(
      {
        ...about,
        candidates,
        rest,
        alone: alone?.prospects ?? null,
        policy: eligibility,
        at: clock.now(),
      },
      wordsFor(caller),
    ),
  };
}

async function checkNamed(name: string, { caller }: TypedMessage, deps: BotDeps): Promise<Reply> {
  const found = await deps.directory.search(name.slice(0, 80), MOST_FOUND + 1);
  const exact = found.filter(({ displayName }) => displayName.toLowerCase() === name.toLowerCase());
  const [only, ...others] = exact.length === 1 ? exact : found;
  if (only === undefined) {
    return { say: wordsFor(caller).say("check.nobody") };
  }
  return others.length === 0
    ? checkPerson(only.id, caller, deps)
    : { show: whichOf(found, wordsFor(caller)) };
}

/** Names are shown on a card, where Teams renders no markup from them. */
function whichOf(found: readonly PersonFacts[], { say }: Words): CardContent {
  const lines = found
    .slice(0, MOST_FOUND)
    .map(({ displayName, jobTitle, userPrincipalName }) =>
      [displayName, jobTitle, userPrincipalName].filter(Boolean).join(" · "),
    );
  const more = found.length > MOST_FOUND ? [say("check.and-more")] : [];
  return notice(say("check.which"), [...lines, ...more, "", say("check.which-hint")].join("\n"));
}

function outside(barrier: Finding, words: Words): CardContent {
  const { sentence, remedy, who } = explain(barrier, "helper", words);
  return notice(words.say("check.out-of-scope"), [sentence, remedy, who].filter(Boolean).join(" "));
}

const notice = (heading: string, text: string): CardContent => ({
  card: "notice",
  data: { hasTicket: false, ticket: "", heading, text },
});
