import type { Phrase } from "../domain/ticket/events.ts";
import type { Policy } from "../domain/ticket/policy.ts";

const CHOICES = 3;

/** Three different two-digit numbers, one of them the code. `random(n)` gives an unpredictable integer below n. */
export function makePhrase(policy: Policy, random: (below: number) => number): Phrase | null {
  if (!policy.consent.phrase) return null;
  const choices = new Set<string>();
  while (choices.size < CHOICES) choices.add(String(10 + random(90)));
  const sorted = [...choices].sort();
  return { code: sorted[random(CHOICES)] ?? "", choices: sorted };
}
