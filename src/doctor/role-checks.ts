import type { Say } from "../cards/setup-report.ts";
import { sayFact } from "../cards/text/facts.ts";
import type { Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import { adminRolesOf, groupsOf } from "../graph/groups.ts";
import {
  createRoles,
  DEFINITIONS,
  type RoleAssignment,
  reachOf,
  rightsOf,
  type TenantRoles,
} from "../graph/roles.ts";
import { answered, type Check, checkGroup, type Judged, ok, unanswered } from "./check.ts";
import type { Tools } from "./tools.ts";

interface Facts {
  readonly roles: Lookup<TenantRoles>;
  /** Every role with an action of Remote Help, assigned or not. */
  readonly defined: Lookup<readonly string[]>;
  /** Helpers, and those among them with neither such a role nor an administrator's. */
  readonly bare: Lookup<{ readonly count: number; readonly bare: readonly PersonFacts[] }>;
}

async function probe(tools: Tools): Promise<Facts | null> {
  const { graph } = tools;
  if (!tools.features.has("roles")) return null;
  const signIn = await tools.signIn("graph");
  if (signIn.kind === "refused" || signIn.kind === "no-token") return null;
  const { signal } = tools;
  const [roles, answers, helpers] = await Promise.all([
    createRoles(graph).of("tenant", { signal, retryPolicy: "background" }),
    graph.ask(tools.round("roles", "beta"), { defined: DEFINITIONS }),
    tools.helpers(),
  ]);
  const { defined } = answers;
  return {
    roles,
    defined:
      "unknown" in defined
        ? defined
        : { seen: defined.seen.filter(({ actions }) => actions?.length !== 0).map(({ name }) => name) },
    bare: await withoutRole(helpers, roles, tools),
  };
}

/** By the same rule that judges a session: two questions for each helper, twenty in one request. */
async function withoutRole(
  helpers: Lookup<readonly PersonFacts[]>,
  roles: Lookup<TenantRoles>,
  tools: Tools,
): Promise<Facts["bare"]> {
  if ("unknown" in helpers) return helpers;
  if ("unknown" in roles) return roles;
  const people = helpers.seen;
  const [groups, admins] = await Promise.all([
    tools.graph.ask(tools.round("helpers"), Object.fromEntries(people.map(({ id }) => [id, groupsOf(id)]))),
    tools.graph.ask(
      tools.round("helpers"),
      Object.fromEntries(people.map(({ id }) => [id, adminRolesOf(id)])),
    ),
  ]);
  const bare: PersonFacts[] = [];
  for (const person of people) {
    const helperGroups = groups[person.id] ?? { seen: [] };
    const bypass = admins[person.id] ?? { seen: [] };
    const rights = rightsOf({ roles, helperGroups, sharerGroups: { seen: [] }, deviceGroups: null, bypass });
    if ("unknown" in rights) return rights;
    const isAdmin = "seen" in rights.seen.bypass && rights.seen.bypass.seen.length > 0;
    if (rights.seen.assignments.length === 0 && !isAdmin) bare.push(person);
  }
  return { seen: { count: people.length, bare } };
}

function judgeRoles({ assignments, unread }: TenantRoles): readonly Judged[] {
  const doubts = unread.map((each, index) =>
    Object.assign(unanswered(each), { about: `unread-${index + 1}` }),
  );
  if (assignments.length === 0) {
    const none: Judged = {
      outcome: "problem",
      seen: ({ say }) => say("setup.roles-none"),
      fix: ({ say }) => say("setup.roles.fix"),
    };
    return [none, ...doubts];
  }
  const roles = new Set(assignments.map(({ role }) => role)).size;
  return [ok(({ say }) => say("setup.roles-found", { roles, assignments: assignments.length })), ...doubts];
}

function judgeAssignment(each: RoleAssignment): Judged {
  const { role, assignment, scopes, scopeType } = each;
  const about = assignment;
  const what: Say = ({ say }) => say("setup.assignment", { assignment, role });
  if (scopeType === "resourceScope" && scopes.length === 0) {
    return {
      about,
      what,
      outcome: "note",
      seen: ({ say }) => say("setup.covers-nobody"),
      fix: ({ say }) => say("setup.covers-nobody.fix"),
    };
  }
  const seen: Say = (words) =>
    scopeType === "resourceScope"
      ? words.say("setup.covers-groups", { count: scopes.length })
      : words.say("setup.covers", { reach: sayFact(reachOf(each), words) });
  return { about, what, outcome: "ok", seen };
}

const CHECKS: readonly Check<Facts>[] = [
  {
    id: "help-roles",
    what: ({ say }) => say("setup.roles"),
    how: "reads Intune's roles and their assignments",
    feature: "the checks `helper-permissions` and `helper-scope`",
    judge: ({ roles }) => answered(roles, judgeRoles),
  },
  {
    id: "unassigned-roles",
    what: ({ say }) => say("setup.unassigned"),
    how: "reads Intune's roles and their assignments",
    feature: "the checks `helper-permissions` and `helper-scope`",
    judge({ defined, roles }) {
      if ("unknown" in defined || "unknown" in roles) return [];
      const assigned = new Set(roles.seen.assignments.map(({ role }) => role));
      const left = defined.seen.filter((name) => !assigned.has(name));
      if (left.length === 0) return [ok(({ say }) => say("setup.none"))];
      const seen: Say = ({ list }) => list(left);
      return [{ outcome: "note", seen, fix: ({ say }) => say("setup.unassigned.fix") }];
    },
  },
  {
    id: "role-assignment",
    what: ({ say }) => say("setup.roles"),
    how: "reads the scope of each assignment with an action of Remote Help",
    feature: "the check `helper-scope`",
    judge: ({ roles }) => ("seen" in roles ? roles.seen.assignments.map(judgeAssignment) : []),
  },
  {
    id: "helper-roles",
    what: ({ say }) => say("setup.helper-roles"),
    how: "compares the groups and administrator roles of each helper with the assignments",
    feature: "the check `helper-permissions`",
    judge: ({ bare: answer }) =>
      answered(answer, ({ count, bare }) => {
        if (bare.length === 0) return ok(({ say }) => say("setup.all-of", { count }));
        return {
          outcome: bare.length === count ? "problem" : "note",
          seen: ({ say }) => say("setup.lack-of", { lack: bare.length, count }),
          fix: ({ say }) => say("setup.helper-roles.fix"),
          names: bare.map(({ displayName }) => displayName),
        };
      }),
  },
];

export const roleChecks = checkGroup("roles", probe, CHECKS);
