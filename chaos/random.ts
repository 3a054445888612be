/** Choices that a seed repeats: mulberry32, small and good enough to throw dice with. */
export interface Dice {
  /** At least 0 and below 1. */
  next(): number;
  below(limit: number): number;
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  /** @throws when there is nothing to choose from. */
  pick<Item>(items: readonly Item[]): Item;
  /** A generator for each person, so that choices do not depend on timing. */
  for(name: string): Dice;
}

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("there is nothing to choose from");
      return item;
    },
    for: (name) =>
      createDice([...name].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), seed)),
  };
}
