import { z } from "zod";
import type { Permission } from "./permissions.ts";

/** The same in every tenant. */
export const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";

const Principal = z.object({ id: z.string() });
const GraphPrincipal = z.object({
  id: z.string(),
  appRoles: z.array(
    z.object({ id: z.string(), value: z.string().nullish(), allowedMemberTypes: z.array(z.string()) }),
  ),
});
const Assignments = z.object({
  value: z.array(z.object({ appRoleId: z.string(), resourceId: z.string() })),
  "@odata.nextLink": z.string().optional(),
});

/** Graph refused, with its status and code. */
export class GrantRefused extends Error {
  override readonly name = "GrantRefused";
  readonly status: number;

  constructor(status: number, what: string) {
    super(`Microsoft Graph answered ${status} when asked to ${what}.`);
    this.status = status;
  }
}

export interface GrantOptions {
  readonly baseUrl: string;
  /** Of somebody who may grant: AppRoleAssignment.ReadWrite.All. */
  readonly token: string;
  /** The app or managed identity, by its client id. */
  readonly appId: string;
  readonly permissions: readonly Permission[];
  readonly signal: AbortSignal;
}

/**
 * Gives app roles of Microsoft Graph to a service principal; those that it has are left alone.
 * Source: learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments
 * @throws {GrantRefused}
 */
export async function grantPermissions(
  { baseUrl, token, appId, permissions, signal }: GrantOptions,
  done: (permission: Permission, outcome: "granted" | "held") => void,
): Promise<void> {
  async function call(what: string, url: string, body?: object): Promise<unknown> {
    const answer = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      redirect: "manual",
      signal,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new GrantRefused(answer.status, what);
    return answer.status === 204 ? null : await answer.json();
  }
  const root = `${baseUrl}/v1.0/servicePrincipals`;
  const at = (id: string) => `${root}(appId='${encodeURIComponent(id)}')`;
  const principal = Principal.parse(await call("find the app", `${at(appId)}?$select=id`));
  const graph = GraphPrincipal.parse(
    await call("list its permissions", `${at(GRAPH_APP_ID)}?$select=id,appRoles`),
  );
  const assignments = `${root}/${principal.id}/appRoleAssignments`;
  const held = new Set<string>();
  for (let page: string | undefined = assignments; page?.startsWith(`${root}/`) === true; ) {
    const { value, "@odata.nextLink": next } = Assignments.parse(await call("list what the app has", page));
    for (const { appRoleId, resourceId } of value) if (resourceId === graph.id) held.add(appRoleId);
    page = next;
  }
  for (const permission of permissions) {
    const role = graph.appRoles.find(
      ({ value, allowedMemberTypes }) => value === permission && allowedMemberTypes.includes("Application"),
    );
    if (role === undefined) throw new GrantRefused(404, `find the permission ${permission}`);
    if (held.has(role.id)) {
      done(permission, "held");
      continue;
    }
    const wanted = { principalId: principal.id, resourceId: graph.id, appRoleId: role.id };
    await call(`grant ${permission}`, assignments, wanted);
    done(permission, "granted");
  }
}
