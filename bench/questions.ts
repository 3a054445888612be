import type { PersonId } from "../src/domain/ticket/ids.ts";
import type { SearchScope } from "../src/ports/ticket-search.ts";
import type { Filled } from "./filled-stores.ts";
import { FIRST, helperAt, MINUTE, sharerAt, sharers, wordAt } from "./stories.ts";

/** One question to a store. `chance` is between 0 and 1 and differs from call to call. */
export type Question = (filled: Filled, chance: number) => Promise<unknown>;

const DAY = 24 * 60 * MINUTE;
/** In days; ten thousand tickets last a little longer. */
const WEEK = 6.9;
const PAGE = 25;

const lead: SearchScope = { kind: "lead", person: helperAt(0).id };
const auditor: SearchScope = { kind: "auditor", person: "a4000000-0000-4000-8000-000000000001" as PersonId };
const someHelper = (chance: number) => helperAt(Math.floor(chance * 50)).id;
const someone = ({ tickets }: Filled, chance: number) => sharerAt(Math.floor(chance * sharers(tickets))).id;
const rare = ({ tickets }: Filled, chance: number) => `unique${Math.floor((chance * tickets) / 20)}`;
/** The ten most frequent words are on most of the tickets. */
const frequent = (chance: number) => `word${1 + Math.floor(chance * 10)}x`;
const twoWords = (chance: number) => `${wordAt(chance)} ${wordAt((chance * 7) % 1)}`;
const end = ({ tickets }: Filled) => FIRST + tickets * MINUTE;
const ago = (filled: Filled, days: number) => end(filled) - days * DAY;

/** What people ask while they wait for the answer. */
export const QUICK: Readonly<Record<string, Question>> = {
  "open tickets of the helpdesk, as a lead": ({ store }) =>
    store.search({ sight: lead, status: "open", limit: PAGE }),
  "open tickets of the helpdesk, as a helper": ({ store }, chance) =>
    store.search({ sight: { kind: "helper", person: someHelper(chance) }, status: "open", limit: PAGE }),
  "open tickets of a person": (filled, chance) => filled.store.openTicketsOf(someone(filled, chance)),
  "tickets that a helper holds": ({ store }, chance) => store.heldBy(someHelper(chance)),
  "history of a person": (filled, chance) => filled.store.ticketsOf(someone(filled, chance), 10),
  "sessions on a person's devices": (filled, chance) =>
    filled.store.diaryOf(someone(filled, chance), { limit: 5 }),
  "a rare word": (filled, chance) =>
    filled.store.search({ sight: lead, words: rare(filled, chance), limit: PAGE }),
  "a frequent word": ({ store }, chance) =>
    store.search({ sight: lead, words: frequent(chance), limit: PAGE }),
  "any word": ({ store }, chance) => store.search({ sight: lead, words: wordAt(chance), limit: PAGE }),
  "two words, as a lead": ({ store }, chance) =>
    store.search({ sight: lead, words: twoWords(chance), limit: PAGE }),
  "two words, as a helper": ({ store }, chance) => {
    const sight = { kind: "helper", person: someHelper(chance) } as const;
    return store.search({ sight, words: twoWords(chance), limit: PAGE });
  },
  "a word, as a helper": ({ store }, chance) => {
    const sight = { kind: "helper", person: someHelper(chance) } as const;
    return store.search({ sight, words: wordAt((chance * 3) % 1), limit: PAGE });
  },
  "a word, as its sharer": (filled, chance) => {
    const sight = { kind: "own", person: someone(filled, chance) } as const;
    return filled.store.search({ sight, words: wordAt((chance * 3) % 1), limit: PAGE });
  },
  "a name, as an auditor": (filled, chance) =>
    filled.store.search({
      sight: auditor,
      words: `family${Math.floor(chance * 700)} desk`,
      limit: PAGE,
    }),
  "a word that is not finished": ({ store }, chance) =>
    store.search({ sight: lead, words: wordAt(chance).slice(0, -1), limit: PAGE }),
  "a person by name": (filled, chance) =>
    filled.store.search({
      sight: lead,
      person: sharerAt(Math.floor(chance * sharers(filled.tickets))).name.text ?? "",
      limit: PAGE,
    }),
  "a person by the beginning of a name": (filled, chance) =>
    filled.store.search({
      sight: lead,
      person: `sharer${Math.floor(chance * sharers(filled.tickets))}`,
      limit: PAGE,
    }),
};

/** What reports ask in the background; the periods hold as many tickets in every store. */
export const SLOW: Readonly<Record<string, Question>> = {
  "digest: what happened in a week": (filled) => filled.store.events(ago(filled, WEEK), end(filled)),
  "digest: sessions of a week": (filled) => filled.store.sessions(ago(filled, WEEK), end(filled)),
  "anomalies: what happened in a day": (filled) => filled.store.events(ago(filled, 1), end(filled)),
  "who asked for help in a week": (filled) => filled.store.sharersSince(ago(filled, WEEK)),
  "what refused most in a week": (filled) => filled.store.topFindings(ago(filled, WEEK), 5),
};
