import { setTimeout as wait } from "node:timers/promises";
import { inHelpdesk, installedIn } from "../bench/activities.ts";
import type { PersonKey } from "../playground/company.ts";
import type { Chats } from "../test/support/chats.ts";
import type { BlockedChats } from "./blocked-chats.ts";
import type { Bots } from "./bots.ts";
import { type Answered, type Colleague, createColleague } from "./person.ts";
import { sessionPlans } from "./plans.ts";
import type { Profile } from "./profiles.ts";
import type { Dice } from "./random.ts";
import { type Cast, playStory } from "./story.ts";

/** The one sharer who blocks the bot for good, after this share of the time. */
export const BLOCKS_FOR_GOOD: PersonKey = "otto";
const FOR_GOOD_AFTER = 0.6;
const LEAD: PersonKey = "lena";
/** Who takes over a request; the lead when this is the helper or the sharer. */
const SUBSTITUTE: PersonKey = "hana";

/** Milliseconds for which a process is suspended: longer than its lease, up to longer than an outcome stays unknown. */
const [SHORTEST_PAUSE, LONGEST_PAUSE] = [11_000, 24_000];

export type People = ReadonlyMap<PersonKey, Colleague>;

/** Everybody who takes part installs the bot; so does the helpdesk's team. */
export async function installEverywhere(
  { sharers, helpers, ...behaviour }: Profile,
  deps: {
    readonly chats: Chats;
    readonly bots: Bots;
    readonly dice: Dice;
    readonly answers: Answered[];
  },
): Promise<People> {
  const keys = new Set<PersonKey>([...sharers, ...helpers, LEAD, SUBSTITUTE, "mia"]);
  const people = new Map([...keys].map((key) => [key, createColleague(key, { ...deps, behaviour })]));
  await of(people, LEAD).sends(installedIn(inHelpdesk));
  for (const each of people.values()) await each.sends(installedIn({}));
  return people;
}

/** @throws when nobody of that name takes part. */
export function of(people: People, key: PersonKey): Colleague {
  const person = people.get(key);
  if (person === undefined) throw new Error(`${key} does not take part`);
  return person;
}

/** Each sharer has one request after the other, with any helper; meanwhile processes are killed or suspended. */
export async function runStories(scenario: {
  readonly size: {
    readonly stories: number;
    readonly kills: number;
    readonly pauses?: number;
    readonly longest: number;
  };
  readonly profile: Profile;
  readonly bots: Bots;
  readonly people: People;
  readonly dice: Dice;
  /** Null when nobody blocks the bot. */
  readonly blockedChats: BlockedChats | null;
  readonly killed: () => void;
}): Promise<void> {
  const { size, profile, bots, people, dice, blockedChats, killed } = scenario;
  const begun = Date.now();
  const longest = size.longest * 1000;
  const plans = sessionPlans(dice.for("plans"));
  let left = size.stories;
  let isRunning = true;
  const isSilent = (key: PersonKey) => blockedChats?.forGood.has(of(people, key).chat) ?? false;
  const goesOn = (key: PersonKey) => left > 0 && Date.now() < begun + longest && !isSilent(key);

  const sharers = profile.sharers.flatMap((key) =>
    Array.from({ length: profile.atOnce }, (_, i) => ({ key, i })),
  );
  const stories = sharers.map(async ({ key, i }, index) => {
    const own = dice.for(`stories ${i} of ${key}`);
    // Evenly spread, so that a few stories already reach many of the plans.
    let next = Math.floor((index * plans.length) / sharers.length);
    while (goesOn(key)) {
      left -= 1;
      const helper = own.pick(profile.helpers.filter((each) => each !== key));
      const substitute = [helper, key].includes(SUBSTITUTE) ? LEAD : SUBSTITUTE;
      const cast = { sharer: key, helper, substitute, lead: LEAD };
      const sessions = Array.from(
        { length: own.between(1, profile.sessions) },
        () => plans[next++ % plans.length] ?? own.pick(plans),
      );
      const plot = { sessions, laptop: own.chance(profile.aboutOwnDevice) ? null : i };
      const opened = await playStory(castOf(people, cast), plot, own);
      // A story without a request does not count.
      if (opened === null) left += 1;
    }
  });
  const killing = (async () => {
    const own = dice.for("kills");
    for (let kills = size.kills; kills > 0 && isRunning; kills--) {
      await wait(own.between(500, longest / (size.kills + 1)));
      if (isRunning) await bots.killOne(own, killed);
    }
  })();
  const suspending = (async () => {
    const own = dice.for("pauses");
    for (let pauses = size.pauses ?? 0; pauses > 0 && isRunning; pauses--) {
      await wait(own.between(500, 5_000));
      if (isRunning) await bots.pauseOne(own, own.between(SHORTEST_PAUSE, LONGEST_PAUSE));
    }
  })();
  const blocking = (async () => {
    while (
      isRunning &&
      left > size.stories * (1 - FOR_GOOD_AFTER) &&
      Date.now() < begun + longest * FOR_GOOD_AFTER
    )
      await wait(100);
    if (blockedChats !== null) await blockedChats.blockForGood(of(people, BLOCKS_FOR_GOOD));
  })();
  await Promise.all(stories);
  isRunning = false;
  await Promise.all([killing, suspending, blocking]);
}

function castOf(people: People, keys: Readonly<Record<keyof Cast, PersonKey>>): Cast {
  const { sharer, helper, substitute, lead } = keys;
  return {
    sharer: of(people, sharer),
    helper: of(people, helper),
    substitute: of(people, substitute),
    lead: of(people, lead),
  };
}
