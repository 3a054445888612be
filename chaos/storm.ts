import { setTimeout as wait } from "node:timers/promises";
import { inHelpdesk, installedIn } from "../bench/activities.ts";
import type { PersonKey } from "../playground/company.ts";
import type { Chats } from "../test/support/chats.ts";
import type { Absences } from "./absences.ts";
import type { Bots } from "./bots.ts";
import type { Mood } from "./moods.ts";
import { type Answered, type Colleague, createColleague } from "./person.ts";
import type { Dice } from "./random.ts";
import { playStory } from "./story.ts";

/** The one sharer who is never heard from again, after this share of the time. */
export const LOST: PersonKey = "otto";
const LOST_AFTER = 0.6;

/** Milliseconds for which a process stands still: longer than it holds a lease, up to longer than a send is in doubt. */
const [SHORTEST_PAUSE, LONGEST_PAUSE] = [11_000, 24_000];

export type People = ReadonlyMap<PersonKey, Colleague>;

/** Everybody who takes part installs Beckon; the helpdesk's channel too. */
export async function moveIn(
  { sharers, helpers, ...temper }: Mood,
  deps: {
    readonly chats: Chats;
    readonly bots: Bots;
    readonly dice: Dice;
    readonly answers: Answered[];
  },
): Promise<People> {
  const keys = new Set<PersonKey>([...sharers, ...helpers, "lena", "mia"]);
  const people = new Map([...keys].map((key) => [key, createColleague(key, { ...deps, temper })]));
  await of(people, "lena").sends(installedIn(inHelpdesk));
  for (const each of people.values()) await each.sends(installedIn({}));
  return people;
}

/** @throws when nobody of that name takes part. */
export function of(people: People, key: PersonKey): Colleague {
  const person = people.get(key);
  if (person === undefined) throw new Error(`${key} does not take part`);
  return person;
}

/** Each sharer lives through one story after the other, with whichever helper; meanwhile processes die or stand still. */
export async function storm(scene: {
  readonly size: {
    readonly stories: number;
    readonly kills: number;
    readonly pauses?: number;
    readonly longest: number;
  };
  readonly mood: Mood;
  readonly bots: Bots;
  readonly people: People;
  readonly dice: Dice;
  /** Null for fair weather. */
  readonly absences: Absences | null;
  readonly died: () => void;
}): Promise<void> {
  const { size, mood, bots, people, dice, absences, died } = scene;
  const begun = Date.now();
  const longest = size.longest * 1000;
  let left = size.stories;
  let alive = true;
  const isLost = (key: PersonKey) => absences?.lost.has(of(people, key).chat) ?? false;
  const goesOn = (key: PersonKey) => left > 0 && Date.now() < begun + longest && !isLost(key);

  const troubles = mood.sharers.flatMap((key) => Array.from({ length: mood.atOnce }, (_, i) => ({ key, i })));
  const lives = troubles.map(async ({ key, i }) => {
    const own = dice.for(`stories ${i} of ${key}`);
    while (goesOn(key)) {
      left -= 1;
      const helper = own.pick(mood.helpers.filter((each) => each !== key));
      const plot = { sessions: mood.sessions, device: mood.laptops === 0 ? 0 : i };
      await playStory(of(people, key), of(people, helper), plot, own);
    }
  });
  const death = (async () => {
    const own = dice.for("death");
    for (let kills = size.kills; kills > 0 && alive; kills--) {
      await wait(own.between(500, longest / (size.kills + 1)));
      if (!alive) return;
      await bots.killOne(own, died);
    }
  })();
  const standstill = (async () => {
    const own = dice.for("standstill");
    for (let pauses = size.pauses ?? 0; pauses > 0 && alive; pauses--) {
      await wait(own.between(500, 5_000));
      if (alive) await bots.pauseOne(own, own.between(SHORTEST_PAUSE, LONGEST_PAUSE));
    }
  })();
  const loss = (async () => {
    while (alive && left > size.stories * (1 - LOST_AFTER) && Date.now() < begun + longest * LOST_AFTER)
      await wait(100);
    if (absences !== null) await absences.loses(of(people, LOST));
  })();
  await Promise.all(lives);
  alive = false;
  await Promise.all([death, standstill, loss]);
}
