import { explain, titleOf } from "../cards/findings.ts";
import { sayFact } from "../cards/text/facts.ts";
import { ENGLISH } from "../cards/text/words.ts";
import type { Config } from "../config/config.ts";
import type { Facts, PersonFacts } from "../domain/eligibility/facts.ts";
import { judge } from "../domain/eligibility/judge.ts";
import { CHECK_IDS } from "../domain/eligibility/policy.ts";
import type { Finding, Verdict } from "../domain/ticket/finding.ts";
import { type DeviceId, deviceId, isGuid, type PersonId, personId } from "../domain/ticket/ids.ts";
import { LEVELS, type Level } from "../domain/ticket/level.ts";
import type { Round } from "../graph/batch.ts";
import type { GraphConnection } from "../graph/connection.ts";
import { createGraphDirectory } from "../graph/graph-directory.ts";
import { personCalled } from "../graph/people.ts";
import type { Directory } from "../ports/directory.ts";

/** Who or what was meant cannot be told. */
export class NotFound extends Error {
  override readonly name = "NotFound";
}

export interface WhyTools {
  readonly config: Config;
  readonly graph: GraphConnection;
  readonly round: (call: string) => Round;
}

/** What one ask would rest on, judged as Beckon judges it, at every level. */
export interface Why {
  readonly verdicts: Readonly<Record<Level, Verdict["verdict"]>>;
  readonly checks: readonly WhyCheck[];
}

interface WhyCheck {
  readonly check: string;
  readonly title: string;
  /** `off` by the policy; `n/a` where the condition does not apply. */
  readonly outcomes: Readonly<Record<Level, Finding["outcome"] | "off" | "n/a">>;
  readonly seen: string;
  /** What is wrong and what to do, as the helper reads it; "" when nothing is. */
  readonly explained: string;
}

const DEADLINE_MS = 20_000;

/**
 * @param helper @param sharer an object id, a sign-in name or the beginning of a display name
 * @param device an Intune id, a name or serial number; without one the sharer's only device
 * @throws {NotFound} @throws {DirectoryUnavailable}
 */
export async function why(
  { helper, sharer, device }: { helper: string; sharer: string; device: string | undefined },
  tools: WhyTools,
): Promise<Why> {
  const { config, graph } = tools;
  const { eligibility } = config;
  const directory = createGraphDirectory({ ...config.graph, graph, eligibility, deadlineMs: DEADLINE_MS });
  const people = {
    helper: await personMeant(helper, directory, tools),
    sharer: await personMeant(sharer, directory, tools),
  };
  const about = { ...people, device: await deviceMeant(device, people.sharer, directory) };
  return whyOf(await directory.facts(about), config);
}

/** Pure. */
export function whyOf(facts: Facts, { eligibility }: Pick<Config, "eligibility">): Why {
  const verdicts = LEVELS.map((level) => judge(facts, eligibility, level));
  const found = (check: string) =>
    verdicts.map(({ level, findings }) => ({ level, finding: findings.find((one) => one.check === check) }));
  return {
    verdicts: byLevel(verdicts.map(({ level, verdict }) => [level, verdict])),
    checks: CHECK_IDS.map((check) => {
      const findings = found(check);
      const none = eligibility.checks[check] === "off" ? "off" : "n/a";
      const said = findings.flatMap(({ finding }) =>
        finding === undefined ? [] : [sayFact(finding.seen, ENGLISH)],
      );
      const wrong = findings.find(
        ({ finding }) => finding !== undefined && finding.outcome !== "met",
      )?.finding;
      return {
        check,
        title: titleOf({ check }, ENGLISH),
        outcomes: byLevel(findings.map(({ level, finding }) => [level, finding?.outcome ?? none])),
        seen: [...new Set(said)].join(" · "),
        explained: wrong === undefined ? "" : explained(wrong),
      };
    }),
  };
}

function explained(finding: Finding): string {
  const { sentence, remedy, who } = explain(finding, "helper", ENGLISH);
  return [sentence, remedy, who].filter(Boolean).join(" ");
}

const byLevel = <T>(entries: readonly (readonly [Level, T])[]) =>
  Object.fromEntries(entries) as Readonly<Record<Level, T>>;

async function personMeant(
  text: string,
  directory: Directory,
  { graph, round }: WhyTools,
): Promise<PersonId> {
  if (isGuid(text)) return personId(text.toLowerCase());
  const found = text.includes("@") ? await called(text) : await directory.search(text, 2);
  const [person, another] = found;
  if (person === undefined) throw new NotFound(`Nobody in the tenant is called ${text}.`);
  if (another !== undefined) throw new NotFound(`Several people are called ${text}: use a sign-in name.`);
  return person.id;

  async function called(name: string): Promise<readonly PersonFacts[]> {
    const { person } = await graph.ask(round("person"), { person: personCalled(name) });
    if ("unknown" in person)
      throw new NotFound(`Graph does not say who ${name} is: ${sayFact(person.unknown.why, ENGLISH)}.`);
    return person.seen === null ? [] : [person.seen];
  }
}

async function deviceMeant(
  text: string | undefined,
  sharer: PersonId,
  directory: Directory,
): Promise<DeviceId | null> {
  if (text !== undefined && isGuid(text)) return deviceId(text.toLowerCase());
  if (text !== undefined) {
    const [found, another] = await directory.devicesNamed(text);
    if (found === undefined) throw new NotFound(`Intune has no device called ${text}.`);
    if (another !== undefined)
      throw new NotFound(`Several devices are called ${text}: use the id of Intune.`);
    return found.id;
  }
  const { devices } = await directory.sharer(sharer);
  if ("unknown" in devices) return null;
  const own = devices.seen.filter(({ primaryUser }) => primaryUser === sharer);
  if (own.length > 1) {
    const names = own.map(({ name }) => name).join(", ");
    throw new NotFound(`That person has several devices, so name one: ${names}.`);
  }
  return own[0]?.id ?? null;
}

const TITLE = "condition";

export function whyTable({ verdicts, checks }: Why): readonly string[] {
  const width = Math.max(...checks.map(({ title }) => title.length), TITLE.length);
  const columns = LEVELS.map((level) => Math.max(level.length, "warning".length));
  const line = (title: string, cells: readonly string[], seen: string) =>
    [title.padEnd(width), ...cells.map((cell, index) => cell.padEnd(columns[index] ?? 0)), seen]
      .join("  ")
      .trimEnd();
  return [
    line(TITLE, LEVELS, "seen"),
    ...checks.flatMap(({ title, outcomes, seen, explained }) => [
      line(
        title,
        LEVELS.map((level) => outcomes[level]),
        seen,
      ),
      ...(explained === "" ? [] : [`  → ${explained}`]),
    ]),
    "",
    line(
      "together",
      LEVELS.map((level) => verdicts[level]),
      "",
    ),
  ];
}
