import { z } from "zod";
import { GRAPH_APP_ID } from "../../src/graph/grant.ts";
import { PERMISSIONS } from "../../src/graph/permissions.ts";
import { badRequest, error, ok } from "./reply.ts";
import type { Route } from "./route.ts";

const GRAPH_ID = "a9000000-0000-4000-8000-000000000001";
const idOf = (number: number) => `ab000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** One app role for each permission that Beckon knows. */
const APP_ROLES = Object.keys(PERMISSIONS).map((value, index) => ({
  id: idOf(index + 1),
  value,
  allowedMemberTypes: ["Application"],
}));

const Wanted = z.object({ principalId: z.string(), resourceId: z.string(), appRoleId: z.string() });

/** Enterprise applications: an app's own has the id of its app. Source: learn.microsoft.com/graph/api/serviceprincipal-post-approleassignments */
export const SERVICE_PRINCIPAL_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/servicePrincipals\(appId='([^']+)'\)$/,
    permission: "Application.Read.All",
    answer: (_tenant, id) => ok(id === GRAPH_APP_ID ? { id: GRAPH_ID, appRoles: APP_ROLES } : { id }),
  },
  {
    method: "GET",
    path: /^\/servicePrincipals\/([^/]+)\/appRoleAssignments$/,
    permission: "Application.Read.All",
    answer: ({ roleAssignments }, id) =>
      ok({ value: roleAssignments.filter(({ principalId }) => principalId === id) }),
  },
  {
    method: "POST",
    path: /^\/servicePrincipals\/([^/]+)\/appRoleAssignments$/,
    permission: "AppRoleAssignment.ReadWrite.All",
    answer({ roleAssignments }, _id, { body }) {
      const wanted = Wanted.safeParse(body);
      if (!wanted.success || APP_ROLES.every(({ id }) => id !== wanted.data.appRoleId)) {
        return badRequest("Not a role of Microsoft Graph.");
      }
      const isHeld = roleAssignments.some(
        ({ principalId, appRoleId }) =>
          principalId === wanted.data.principalId && appRoleId === wanted.data.appRoleId,
      );
      if (isHeld)
        return error(400, "Request_BadRequest", "Permission being assigned already exists on the object");
      roleAssignments.push(wanted.data);
      return { status: 201, headers: { "content-type": "application/json" }, body: wanted.data };
    },
  },
];
