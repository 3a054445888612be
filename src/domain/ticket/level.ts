/** What a helper may do, lowest first. Each level includes those before it. */
export const LEVELS = ["view", "control", "elevation"] as const;
export type Level = (typeof LEVELS)[number];

export const rank = (level: Level): number => LEVELS.indexOf(level);
export const isAbove = (level: Level, other: Level): boolean => rank(level) > rank(other);
