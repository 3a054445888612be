import { groupsOnDuty } from "../domain/ticket/duty.ts";
import { type Person, person as personOf } from "../domain/ticket/person.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { AddressBook } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { Directory } from "../ports/directory.ts";
import type { Roster } from "../ports/messenger.ts";
import { faultName, type Log } from "../telemetry/log.ts";

interface RollCallDeps {
  readonly directory: Pick<Directory, "leads" | "members">;
  readonly addresses: Pick<AddressBook, "channel">;
  readonly roster: Pick<Roster, "has">;
  /** The helpdesk channel's conversation id. */
  readonly helpdesk: string;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
}

/** Who is mentioned in the helpdesk channel because of a request that waits; nobody before its first step. */
export interface RollCall {
  /** As last looked up; makes no request. */
  called(ticket: Ticket): readonly Person[];
  /** Looks them up, every ten minutes at most, so that no action waits for Graph or Teams. */
  prepare(ticket: Ticket): Promise<void>;
}

/** A mention is a line of the card, and Teams alerts everybody who is mentioned. */
const MOST_CALLED = 5;
/** Members who are looked for in the channel; each costs a request to Teams. */
const MOST_LOOKED_FOR = 20;
const FRESH_FOR = 10 * 60_000;
const RETRY_AFTER = 60_000;

/**
 * At the first step those of a group on duty, at the second one the leads. While Graph or Teams gives no answer the last one
 * counts: a card that is compared again says the same.
 */
export function createRollCall(deps: RollCallDeps): RollCall {
  const { directory, addresses, roster, helpdesk, policy, clock, log } = deps;
  const known = new Map<string, { readonly people: readonly Person[]; readonly freshUntil: number }>();

  function sourcesOf({ waiting }: Ticket): readonly string[] {
    const last = waiting?.steps.at(-1);
    if (last === undefined) return [];
    if (last.step === "leads") return [LEADS];
    return groupsOnDuty(last.at, policy.duty).filter((group) => group !== null);
  }

  async function inChannel(source: string): Promise<readonly Person[]> {
    const members = await (source === LEADS ? directory.leads() : directory.members(source));
    const channel = await addresses.channel(helpdesk);
    if (channel === null) return [];
    const found: Person[] = [];
    const candidates = members.slice(0, MOST_LOOKED_FOR);
    // The cards of the request wait for this, so a few are looked for side by side.
    for (let i = 0; i < candidates.length && found.length < MOST_CALLED; i += MOST_CALLED) {
      const some = candidates.slice(i, i + MOST_CALLED);
      const isThere = await Promise.all(some.map(({ id }) => roster.has(channel, id)));
      found.push(
        ...some.filter((_, j) => isThere[j]).map(({ id, displayName }) => personOf(id, displayName)),
      );
    }
    found.splice(MOST_CALLED);
    if (found.length === 0) log.warn("call.nobody", { group: source });
    return found;
  }

  async function lookUp(source: string): Promise<void> {
    const last = known.get(source);
    const now = clock.now();
    if (last !== undefined && now < last.freshUntil) return;
    try {
      known.set(source, { people: await inChannel(source), freshUntil: now + FRESH_FOR });
    } catch (fault) {
      known.set(source, { people: last?.people ?? [], freshUntil: now + RETRY_AFTER });
      log.warn("call.failed", { group: source, error: faultName(fault) });
    }
  }

  return {
    called(ticket) {
      const people = sourcesOf(ticket).flatMap((source) => known.get(source)?.people ?? []);
      const others = people.filter(({ id }) => id !== ticket.sharer.id);
      return [...new Map(others.map((each) => [each.id, each])).values()].slice(0, MOST_CALLED);
    },
    prepare: async (ticket) => void (await Promise.all(sourcesOf(ticket).map(lookUp))),
  };
}

const LEADS = "leads";
