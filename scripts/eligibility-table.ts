/**
 * The table of docs/eligibility.md, made from the code that it describes: `node scripts/eligibility-table.ts` writes
 * it into the page, and a test compares the two.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { ENGLISH } from "../src/cards/text/words.ts";
import { CHECKS, type Source } from "../src/domain/eligibility/judge.ts";
import { CHECK_IDS, type CheckId, DEFAULT_ELIGIBILITY_POLICY } from "../src/domain/eligibility/policy.ts";
import type { Permission } from "../src/graph/permissions.ts";

/** What Graph is asked for each source, and under which permission. */
const ASKED_FOR: Readonly<
  Record<Source, { readonly ask: string; readonly permissions: readonly Permission[] }>
> = {
  sharer: { ask: "`/users/{id}`", permissions: ["User.Read.All"] },
  device: {
    ask: "`/deviceManagement/managedDevices/{id}` and its `users`; for the kind of an Android also on beta",
    permissions: ["DeviceManagementManagedDevices.Read.All"],
  },
  helper: { ask: "`/users/{id}`", permissions: ["User.Read.All"] },
  helpdesk: { ask: "`/users/{id}/checkMemberGroups`", permissions: ["GroupMember.Read.All"] },
  roles: {
    ask: "beta `/deviceManagement/roleDefinitions`, `roleAssignments`; `/users/{id}/getMemberGroups`, `transitiveMemberOf/directoryRole`",
    permissions: ["DeviceManagementRBAC.Read.All", "GroupMember.Read.All", "RoleManagement.Read.Directory"],
  },
  scopes: {
    ask: "as `helper-permissions`; `/devices(deviceId='{id}')/transitiveMemberOf/group`; `/groups/{id}` for the names of a scope that does not hold them",
    permissions: ["DeviceManagementRBAC.Read.All", "GroupMember.Read.All", "Device.Read.All"],
  },
  risk: { ask: "`/identityProtection/riskyUsers/{id}`", permissions: ["IdentityRiskyUser.Read.All"] },
  "helper-devices": {
    ask: "`/users/{id}/managedDevices`",
    permissions: ["DeviceManagementManagedDevices.Read.All"],
  },
  tenant: {
    ask: "beta `/deviceManagement/remoteAssistanceSettings`",
    permissions: ["DeviceManagementServiceConfig.Read.All"],
  },
};

export const PAGE = "docs/eligibility.md";

const HEADS = [
  ...["Check", "About", "Condition", "Asked of Graph", "Permission", "Default"],
  ...["What the sharer can do", "What the helper can do", "Who puts it right"],
];

export function eligibilityTable(): string {
  const rows = [HEADS, HEADS.map(() => "---"), ...CHECK_IDS.map(rowOf)];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function rowOf(id: CheckId): string[] {
  const { about, source, owner } = CHECKS[id];
  const { ask, permissions } = ASKED_FOR[source];
  const { say } = ENGLISH;
  return [
    ...[
      `\`${id}\``,
      about,
      say(`finding.${id}.title`),
      ask,
      permissions.map((name) => `\`${name}\``).join(", "),
    ],
    ...[DEFAULT_ELIGIBILITY_POLICY.checks[id], say(`finding.${id}.sharer.remedy`)],
    ...[say(`finding.${id}.helper.remedy`), owner],
  ];
}

/** The page with its first table exchanged; what follows it stays as it is. */
export function withTable(page: string, table: string): string {
  const lines = page.split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const length = lines.slice(first).findIndex((line) => !line.startsWith("|"));
  return [...lines.slice(0, first), table, ...lines.slice(first + length)].join("\n");
}

if (import.meta.main) writeFileSync(PAGE, withTable(readFileSync(PAGE, "utf8"), eligibilityTable()));
