import type { SetupFinding } from "../cards/setup-report.ts";
import type { CheckGroup } from "./check.ts";
import { fleetChecks } from "./fleet-checks.ts";
import { groupChecks } from "./group-checks.ts";
import { machineChecks } from "./machine-checks.ts";
import { permissionChecks } from "./permission-checks.ts";
import { roleChecks } from "./role-checks.ts";
import { signInChecks } from "./sign-in-checks.ts";
import { teamsChecks } from "./teams-checks.ts";
import type { Tools } from "./tools.ts";

/** Every check there is, in the order in which a setup goes on. */
export const GROUPS: readonly CheckGroup[] = [
  signInChecks,
  permissionChecks,
  groupChecks,
  roleChecks,
  fleetChecks,
  teamsChecks,
  machineChecks,
];

/** Looks at everything and changes nothing. Does not throw for what Graph, Teams or the database do. */
export async function examine(tools: Tools): Promise<readonly SetupFinding[]> {
  try {
    const findings = await Promise.all(GROUPS.map((group) => group.examine(tools)));
    return findings.flat();
  } finally {
    await tools.close();
  }
}
