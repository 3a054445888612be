import { setTimeout as pause } from "node:timers/promises";
import type { TurnContext } from "botbuilder";
import type { BotDeps } from "../bot/action.ts";
import type { Hits, SearchRequest } from "../bot/search-tickets.ts";
import type { Activity } from "./activity.ts";
import { activityOf } from "./adapter.ts";
import { answerWithHits, readComposeQuery } from "./compose-query.ts";
import type { TeamsConfig } from "./config.ts";
import { explainFault, faultFields, newReference } from "./fault.ts";
import { seenReader } from "./reader.ts";
import { explainRejection } from "./rejection.ts";
import { readPerson, readScope } from "./sender.ts";

export type Search = (request: SearchRequest, world: BotDeps) => Promise<Hits>;

/** Teams gives up after five seconds. */
const PATIENCE_MS = 4_500;

const only = (say: string): Hits => ({ hits: [], say });
const TOO_LONG = only("That took too long. Type another word, and try again.");

/**
 * A search in the compose box. It can come from chats where Beckon is no member and from chats between people, so
 * nothing is learnt from it about where anybody can be reached.
 */
export function createSearchTurn(deps: {
  readonly config: TeamsConfig;
  readonly world: BotDeps;
  readonly search: Search;
}): (context: TurnContext) => Promise<void> {
  const { config, world, search } = deps;
  const { log, addresses } = world;

  async function find(activity: Activity): Promise<Hits> {
    const scope = readScope(activity, config);
    const person = readPerson(activity);
    const rejected = "rejected" in scope ? scope : "rejected" in person ? person : null;
    if ("rejected" in scope || "rejected" in person) {
      log.warn("search.rejected", { reason: rejected?.rejected });
      return only(explainRejection(rejected ?? { rejected: "malformed" }));
    }
    const query = readComposeQuery(activity);
    if (query === null) {
      log.warn("search.rejected", { reason: "malformed", caller: person.id });
      return only("Beckon does not know this search any more. Please restart Teams.");
    }
    const known = await addresses.contact(person.id).catch(() => null);
    const { locale, timeZone } = { ...config.reader, ...known, ...seenReader(activity) };
    return search({ caller: { ...person, locale, timeZone }, scope, ...query }, world);
  }

  return async (context) => {
    const late = new AbortController();
    try {
      const inTime = pause(PATIENCE_MS, TOO_LONG, { signal: late.signal }).catch(() => TOO_LONG);
      await answerWithHits(context, await Promise.race([find(activityOf(context)), inTime]));
    } catch (fault) {
      const reference = newReference();
      log.error("turn.failed", { reference, search: true, ...faultFields(fault) });
      await answerWithHits(context, only(explainFault(fault, reference)));
    } finally {
      late.abort();
    }
  };
}
