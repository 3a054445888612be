import { createDice, type Dice } from "../chaos/random.ts";
import { attackBodies } from "./bodies.ts";
import { attackDatabase } from "./databases.ts";
import type { Findings } from "./findings.ts";
import { attackByFlood } from "./floods.ts";
import { attackPresses } from "./presses.ts";
import { attackSearches } from "./searches.ts";
import { attackSockets } from "./sockets.ts";
import { startTarget, type Target } from "./target.ts";
import { attackTokens } from "./tokens.ts";

interface Size {
  /** Of the pairs of person and state in which every button is pressed. */
  readonly presses: number;
  /** Of the queries. */
  readonly searches: number;
  readonly bodies: number;
  readonly connections: number;
  readonly floodSeconds: number;
}

export const FULL: Size = { presses: 1, searches: 1, bodies: 10_000, connections: 1_500, floodSeconds: 30 };
export const SHORT: Size = { presses: 0.03, searches: 0.3, bodies: 250, connections: 300, floodSeconds: 3 };

type Suite = (target: Target, dice: Dice, size: Size) => Promise<Findings>;

/** Each on a Beckon of its own, so that none finds what another has left. */
export const SUITES = {
  tokens: attackTokens,
  presses: (target, dice, { presses }) => attackPresses(target, dice, presses),
  bodies: (target, dice, { bodies }) => attackBodies(target, dice, bodies),
  sockets: (target, _, { connections }) => attackSockets(target, connections),
  searches: (target, dice, { searches }) => attackSearches(target, dice, searches),
  databases: attackDatabase,
  floods: (target, dice, { floodSeconds }) => attackByFlood(target, dice, floodSeconds),
} as const satisfies Record<string, Suite>;
export type SuiteName = keyof typeof SUITES;

export async function runSuite(
  name: SuiteName,
  { seed, size, databaseUrl }: { seed: number; size: Size; databaseUrl?: string },
): Promise<Findings> {
  const where = databaseUrl === undefined ? {} : { databaseUrl };
  const target = await startTarget({ ...where, limitsPeople: name === "floods" });
  try {
    const suite: Suite = SUITES[name];
    return await suite(target, createDice(seed).for(name), size);
  } finally {
    await target.close();
  }
}
