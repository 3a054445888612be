import { setTimeout as pause } from "node:timers/promises";
import type { TurnContext } from "botbuilder";
import { z } from "zod";
import type { BotDeps } from "../bot/action.ts";
import type { Hit, Hits, SearchRequest } from "../bot/search-tickets.ts";
import { render } from "../cards/catalog.ts";
import { oneLine } from "../cards/text/one-line.ts";
import { type Words, wordsFor } from "../cards/text/words.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import { type Activity, listOf } from "./activity.ts";
import type { TeamsConfig } from "./config.ts";
import { explainFault, faultFields, newReference } from "./fault.ts";
import type { Paced } from "./pace.ts";
import { activityOf, respond } from "./sdk.ts";
import { callerOf, explainRejection, type Rejected, readPerson, readScope, seenReader } from "./sender.ts";

export type Search = (request: SearchRequest, deps: BotDeps) => Promise<Hits>;

/** The search command in the manifest, and its one parameter. */
export const SEARCH = { command: "search", parameter: "words" } as const;
const MOST_TEXT = 300;
const PAGE = 25;
/** Milliseconds. Teams gives up after five seconds. */
const ANSWER_WITHIN = 4_500;

const count = z.number().min(0).transform(Math.floor);
const Query = z.looseObject({
  commandId: z.literal(SEARCH.command),
  parameters: listOf(z.looseObject({ name: z.string(), value: z.unknown().optional() }), 20),
  queryOptions: z
    .looseObject({ skip: count.nullish().catch(null), count: count.nullish().catch(null) })
    .nullish()
    .catch(null),
});

const only = (say: string): Hits => ({ hits: [], say });

/**
 * A search in the compose box. It can come from chats where Beckon is no member and from chats between people, so it
 * does not show where a person can be reached.
 */
export function createSearchTurn(options: {
  readonly config: TeamsConfig;
  readonly deps: BotDeps;
  readonly search: Search;
  readonly pace: (person: PersonId) => Paced;
}): (context: TurnContext) => Promise<void> {
  const { config, deps, search, pace } = options;
  const { log, addresses } = deps;

  function reject(rejected: Rejected, words: Words): Hits {
    if (!rejected.isRepeated) log.warn("search.rejected", { reason: rejected.rejected });
    return only(explainRejection(rejected, words));
  }

  async function find(activity: Activity, words: Words): Promise<Hits> {
    const scope = readScope(activity, config, "group");
    const person = readPerson(activity, config);
    if ("rejected" in scope) return reject(scope, words);
    if ("rejected" in person) return reject(person, words);
    const paced = pace(person.id);
    if (paced !== "take") return reject({ rejected: "too_fast", isRepeated: paced === "refuse" }, words);
    const query = readQuery(activity);
    if (query === null) {
      log.warn("search.rejected", { reason: "malformed", caller: person.id });
      return only(words.say("search.unknown"));
    }
    const contact = await addresses.contact(person.id).catch(() => null);
    return search({ caller: callerOf(activity, person, config, contact), scope, ...query }, deps);
  }

  return async (context) => {
    const activity = activityOf(context);
    const words = wordsFor({ ...config.reader, ...seenReader(activity, config) });
    const tooLong = only(words.say("search.too-long"));
    const late = new AbortController();
    try {
      const inTime = pause(ANSWER_WITHIN, tooLong, { signal: late.signal }).catch(() => tooLong);
      await respond(context, resultOf(await Promise.race([find(activity, words), inTime])));
    } catch (fault) {
      const reference = newReference();
      log.error("turn.failed", { reference, search: true, ...faultFields(fault) });
      await respond(context, resultOf(only(explainFault(fault, reference, words))));
    } finally {
      late.abort();
    }
  };
}

/** What was typed into the search box; null when it is another command. Without a word it asks for the newest. */
function readQuery({ value }: Activity): Pick<SearchRequest, "text" | "skip" | "count"> | null {
  const query = Query.safeParse(value).data;
  if (query === undefined) return null;
  const typed = query.parameters.find(({ name }) => name === SEARCH.parameter)?.value;
  return {
    text: typeof typed === "string" ? typed.slice(0, MOST_TEXT) : "",
    skip: query.queryOptions?.skip ?? 0,
    count: query.queryOptions?.count ?? PAGE,
  };
}

/** A list, each with the card that is sent when it is chosen. */
const resultOf = ({ hits, say }: Hits) => ({
  composeExtension:
    say === null
      ? { type: "result", attachmentLayout: "list", attachments: hits.map(attachmentOf) }
      : { type: "message", text: say },
});

const attachmentOf = ({ title, text, card }: Hit) => ({
  contentType: "application/vnd.microsoft.card.adaptive",
  content: render(card, card.language),
  preview: {
    contentType: "application/vnd.microsoft.card.thumbnail",
    content: { title: literal(title), text: literal(text) },
  },
});

/** Thumbnails may read HTML, so that no text may look like a tag. */
const literal = (text: string): string => oneLine(text).replaceAll("<", "‹").replaceAll(">", "›");
