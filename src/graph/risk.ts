import { z } from "zod";
import type { RiskFacts } from "../domain/eligibility/facts.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Send } from "./batch.ts";
import { type Kept, keep } from "./kept.ts";
import type { Pause } from "./pause.ts";
import { path, type Question, select } from "./question.ts";
import { readOrNull, unknown } from "./reading.ts";

/** Source: learn.microsoft.com/graph/api/riskyuser-get; 404 for somebody who was never at risk. */
const riskOf = (person: PersonId): Question => ({
  url: `${path`/identityProtection/riskyUsers/${person}`}?${select("id", "riskLevel", "riskState")}`,
  permission: "IdentityRiskyUser.Read.All",
});

const RiskyUser = z
  .object({ riskLevel: z.string(), riskState: z.string() })
  .transform(({ riskLevel, riskState }): RiskFacts => ({ level: riskLevel, state: riskState }));

const KEPT_MS = 10 * 60 * 1000;
/** One question a second and tenant, all apps together. Source: learn.microsoft.com/graph/throttling-limits */
const APART_MS = 1000;

/** Asked one after another, a second apart; whoever cannot wait for their turn goes on without an answer. */
export function createRisk(deps: {
  send: Send;
  clock: Clock;
  pause: Pause;
}): Kept<PersonId, RiskFacts | null> {
  const { send, clock, pause } = deps;
  let free = 0;

  async function myTurn(signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const at = Math.max(now, free);
    free = at + APART_MS;
    if (at > now) await pause(at - now, signal);
  }

  return keep({
    clock,
    keepMs: KEPT_MS,
    async load(person, wait) {
      try {
        await myTurn(wait.signal);
      } catch {
        return unknown("no answer in time");
      }
      const question = riskOf(person);
      const { risk } = await send({ call: "risk", version: "v1.0", ...wait }, { risk: question });
      return readOrNull(risk, question, RiskyUser);
    },
  });
}
