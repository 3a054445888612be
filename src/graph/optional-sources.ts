import { z } from "zod";
import type { Source } from "../domain/eligibility/checks.ts";
import type { Facts, RiskFacts } from "../domain/eligibility/facts.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import { type Cached, cached, type Wait } from "./cached.ts";
import { type GraphConnection, unknown } from "./connection.ts";
import { path, type Question, select } from "./question.ts";

type Optional = Pick<Facts, "risk" | "remoteHelp">;

/** What is asked beside the batch and only while a check wants it; kept for ten minutes. */
export type OptionalSources = (
  sharer: PersonId,
  wanted: ReadonlySet<Source>,
  wait: Wait,
) => Promise<Optional>;

const KEPT_MS = 10 * 60 * 1000;

export function createOptionalSources(graph: GraphConnection): OptionalSources {
  const risk = createRisk(graph);
  const tenantSwitch = createTenantSwitch(graph);
  return async (sharer, wanted, wait) => {
    const [seenRisk, remoteHelp] = await Promise.all([
      wanted.has("risk") ? risk.of(sharer, wait) : null,
      wanted.has("tenant") ? tenantSwitch.of("tenant", wait) : null,
    ]);
    return {
      ...(seenRisk === null ? {} : { risk: seenRisk }),
      ...(remoteHelp === null ? {} : { remoteHelp }),
    };
  };
}

const RiskyUser = z.object({ riskLevel: z.string(), riskState: z.string() });

/** Source: learn.microsoft.com/graph/api/riskyuser-get; 404 for somebody who was never at risk. */
const riskOf = (person: PersonId): Question<RiskFacts | null> => ({
  url: `${path`/identityProtection/riskyUsers/${person}`}?${select("id", "riskLevel", "riskState")}`,
  permission: "IdentityRiskyUser.Read.All",
  absent: null,
  read(body) {
    const { riskLevel: level, riskState: state } = RiskyUser.parse(body);
    return { level, state };
  },
});

/** One question a second and tenant, all apps together. Source: learn.microsoft.com/graph/throttling-limits */
const APART_MS = 1000;

/** Asked one after another, a second apart; a caller whose time is over goes on without an answer. */
function createRisk({ ask, clock, pause }: GraphConnection): Cached<PersonId, RiskFacts | null> {
  let free = 0;

  async function myTurn(signal: AbortSignal): Promise<void> {
    const now = clock.now();
    const at = Math.max(now, free);
    free = at + APART_MS;
    if (at > now) await pause(at - now, signal);
  }

  return cached({
    clock,
    keepMs: KEPT_MS,
    async load(person, wait) {
      try {
        await myTurn(wait.signal);
      } catch {
        return unknown("no answer in time");
      }
      return (await ask({ call: "risk", version: "v1.0", ...wait }, { risk: riskOf(person) })).risk;
    },
  });
}

const Bare = z.object({ remoteAssistanceState: z.string() });
/** The page shows the answer inside `value`, and its type says that it is bare: both are taken. */
const Settings = z.union([Bare, z.object({ value: Bare }).transform(({ value }) => value)]);

/** Beta only. Source: learn.microsoft.com/graph/api/resources/intune-remoteassistance-remoteassistancesettings */
const SETTINGS: Question<string> = {
  url: `/deviceManagement/remoteAssistanceSettings?${select("id", "remoteAssistanceState")}`,
  permission: "DeviceManagementServiceConfig.Read.All",
  read: (body) => Settings.parse(body).remoteAssistanceState,
};

/** `enabled` or `disabled`, for the whole tenant. */
function createTenantSwitch({ ask, clock }: GraphConnection): Cached<"tenant", string> {
  return cached({
    clock,
    keepMs: KEPT_MS,
    async load(_tenant, wait) {
      return (await ask({ call: "settings", version: "beta", ...wait }, { settings: SETTINGS })).settings;
    },
  });
}
