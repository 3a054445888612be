import type { Target } from "../../cards/slot.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Directory } from "../../ports/directory.ts";
import type { DigestPolicy, DigestTo, NamedRecipient } from "../../ports/report-policy.ts";
import type { Log } from "../../telemetry/log.ts";

export interface Recipient {
  /** Identifies the recipient in the record of sent reports. */
  readonly name: string;
  readonly place: Target;
  /** Whose week; null for the whole helpdesk. */
  readonly of: ReadonlySet<PersonId> | null;
}

export interface RecipientsDeps {
  readonly directory: Pick<Directory, "managerOf">;
  readonly digestTo: DigestTo;
  readonly policy: Pick<DigestPolicy, "recipients">;
  readonly log: Log;
}

/** Levels of managers that are followed; also ends a circle of people who manage one another. */
const MOST_LEVELS = 5;

/**
 * Who gets a digest about these helpers: those whom DIGEST_TO means, and those whom the policy names; each once for one
 * group. @throws {DirectoryUnavailable}
 */
export async function recipientsFor(
  helpers: readonly PersonId[],
  { directory, digestTo, policy, log }: RecipientsDeps,
): Promise<Recipient[]> {
  const asksManagers = digestTo === "managers" || policy.recipients.some(({ about }) => about === "reports");
  const chains = asksManagers ? await chainsOf(helpers, directory) : new Map<PersonId, PersonId[]>();
  const found = [
    ...(digestTo === "managers" ? directManagers(chains, log) : []),
    ...(typeof digestTo === "object" ? [toChannel(digestTo.channel)] : []),
    ...policy.recipients.flatMap((named) => toNamed(named, chains, log)),
  ];
  return [...new Map(found.map((each) => [each.name, each])).values()];
}

const toChannel = (channel: string): Recipient => ({
  name: channel,
  place: { kind: "channel", conversationId: channel },
  of: null,
});

const toManager = (person: PersonId, of: ReadonlySet<PersonId>): Recipient => ({
  name: person,
  place: { kind: "person", person },
  of,
});

type Chains = ReadonlyMap<PersonId, readonly PersonId[]>;

function directManagers(chains: Chains, log: Log): Recipient[] {
  const teams = new Map<PersonId, Set<PersonId>>();
  for (const [helper, [manager]] of chains) {
    if (manager === undefined) log.info("digest.no-manager", { helper });
    else teams.set(manager, (teams.get(manager) ?? new Set()).add(helper));
  }
  return [...teams].map(([manager, of]) => toManager(manager, of));
}

function toNamed({ person, about }: NamedRecipient, chains: Chains, log: Log): Recipient[] {
  if (about === "helpdesk") {
    return [{ name: `${person}:helpdesk`, place: { kind: "person", person }, of: null }];
  }
  const below = [...chains].filter(([, managers]) => managers.includes(person)).map(([helper]) => helper);
  if (below.length > 0) return [toManager(person, new Set(below))];
  log.info("digest.nobody-reports", { to: person });
  return [];
}

/** For each helper those above them, the nearest first; everybody's manager is asked for once. */
async function chainsOf(
  helpers: readonly PersonId[],
  directory: RecipientsDeps["directory"],
): Promise<Map<PersonId, PersonId[]>> {
  const known = new Map<PersonId, PersonId | null>();
  const managerOf = async (person: PersonId) => {
    const before = known.get(person);
    if (before !== undefined) return before;
    const manager = (await directory.managerOf(person))?.id ?? null;
    known.set(person, manager);
    return manager;
  };
  const chains = new Map<PersonId, PersonId[]>();
  for (const helper of helpers) {
    const chain: PersonId[] = [];
    let next = await managerOf(helper);
    while (next !== null && chain.length < MOST_LEVELS && !chain.includes(next)) {
      chain.push(next);
      next = await managerOf(next);
    }
    chains.set(helper, chain);
  }
  return chains;
}
