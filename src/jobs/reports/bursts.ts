interface Moment {
  readonly at: number;
}

export interface Burst<Fact> {
  readonly subject: string;
  /** Oldest first. */
  readonly facts: readonly Fact[];
}

interface Terms<Fact> {
  readonly subjectOf: (fact: Fact) => string | null;
  readonly within: number;
  readonly isEnough: (facts: readonly Fact[]) => boolean;
  readonly dayOf: (at: number) => string;
}

/**
 * Everybody and everything about whom enough happened within some time: for each subject and day the widest stretch
 * that ends on that day.
 */
export function bursts<Fact extends Moment>(facts: readonly Fact[], terms: Terms<Fact>): Burst<Fact>[] {
  const { subjectOf, within, isEnough, dayOf } = terms;
  const bySubject = Map.groupBy(facts, subjectOf);
  return [...bySubject].flatMap(([subject, own]) => {
    if (subject === null) return [];
    const sorted = own.toSorted((one, other) => one.at - other.at);
    const byDay = new Map<string, Fact[]>();
    let start = 0;
    for (const [end, { at }] of sorted.entries()) {
      while ((sorted[start]?.at ?? at) <= at - within) start += 1;
      const stretch = sorted.slice(start, end + 1);
      const day = dayOf(at);
      if (isEnough(stretch) && stretch.length >= (byDay.get(day)?.length ?? 0)) byDay.set(day, stretch);
    }
    return [...byDay.values()].map((stretch) => ({ subject, facts: stretch }));
  });
}
