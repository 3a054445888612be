import { z } from "zod";
import type { HelperRights, Lookup, RightFacts } from "../domain/eligibility/facts.ts";
import { isGuid } from "../domain/ticket/guid.ts";
import type { Clock } from "../ports/clock.ts";
import type { Send } from "./batch.ts";
import { type Kept, keep, type Wait } from "./kept.ts";
import { path, type Question, select } from "./question.ts";
import { read } from "./reading.ts";

/** Ids with commas between, in order. */
type GroupList = string;
/** Names by id; those that could not be had are left out. */
export type GroupNames = Kept<GroupList, ReadonlyMap<string, string>>;

const KEPT_MS = 10 * 60 * 1000;
/** One batch; a reader takes in fewer. */
const MOST = 20;

/** Source: learn.microsoft.com/graph/api/group-get */
const nameOf = (group: string): Question => ({
  url: `${path`/groups/${group}`}?${select("id", "displayName")}`,
  permission: "GroupMember.Read.All",
});
const Named = z.object({ displayName: z.string() }).transform(({ displayName }) => displayName);

export function createGroupNames({ send, clock }: { send: Send; clock: Clock }): GroupNames {
  return keep({
    clock,
    keepMs: KEPT_MS,
    async load(list, wait) {
      const ask = Object.fromEntries(list.split(",").map((id) => [id, nameOf(id)]));
      const replies = await send({ call: "group-names", version: "v1.0", ...wait }, ask);
      const names = new Map<string, string>();
      for (const [id, question] of Object.entries(ask)) {
        const name = read(replies[id] ?? { failed: "unanswered" }, question, Named);
        if ("seen" in name) names.set(id, name.seen);
      }
      return { seen: names };
    },
  });
}

/**
 * Groups by their names, where no assignment covers the person or the device: an administrator has to find the one to
 * mend. One more round trip, and only then. A group that cannot be named keeps its id.
 */
export async function withReachNamed(
  rights: Lookup<HelperRights>,
  groupNames: GroupNames,
  wait: Wait,
): Promise<Lookup<HelperRights>> {
  if ("unknown" in rights || !isShut(rights.seen)) return rights;
  const ids = rights.seen.assignments.flatMap(({ reach = [] }) => reach).filter(isGuid);
  const list = [...new Set(ids)].sort().slice(0, MOST).join(",");
  if (list === "") return rights;
  const answer = await groupNames.of(list, wait);
  const names = "seen" in answer ? answer.seen : new Map<string, string>();
  const named = (one: RightFacts): RightFacts =>
    one.reach === undefined ? one : { ...one, reach: one.reach.map((id) => names.get(id) ?? id) };
  return { seen: { ...rights.seen, assignments: rights.seen.assignments.map(named) } };
}

const isShut = ({ assignments, bypass }: HelperRights): boolean =>
  assignments.every(({ covers }) => "seen" in covers && !covers.seen) &&
  ("unknown" in bypass || bypass.seen.length === 0);
