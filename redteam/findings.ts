/** What a suite counted, and every kind of attack that got through, with how often and a few examples. */
export interface Findings {
  readonly counts: Readonly<Record<string, number>>;
  readonly through: readonly string[];
}

const MOST_EXAMPLES = 6;

/** Collects while a suite runs. */
export function createFindings() {
  const counts: Record<string, number> = {};
  const through = new Map<string, { times: number; examples: Set<string> }>();
  return {
    count: (what: string, by = 1) => {
      counts[what] = (counts[what] ?? 0) + by;
    },
    most: (what: string, value: number) => {
      counts[what] = Math.max(counts[what] ?? 0, Math.round(value));
    },
    /** @param example the attack; the first ones of each kind are told. */
    wrong: (kind: string, example = "") => {
      const known = through.get(kind) ?? { times: 0, examples: new Set() };
      known.times += 1;
      if (example !== "" && known.examples.size < MOST_EXAMPLES) known.examples.add(example);
      through.set(kind, known);
    },
    done: (): Findings => ({
      counts,
      through: [...through].map(([kind, { times, examples }]) =>
        [`${kind} (${times} times)`, [...examples].join("; ")].filter(Boolean).join(": "),
      ),
    }),
  };
}

export type FindingsSoFar = ReturnType<typeof createFindings>;
