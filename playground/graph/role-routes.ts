import { page } from "./listing.ts";
import type { Route } from "./route.ts";

const permission = "DeviceManagementRBAC.Read.All";

/** Intune's roles in the shapes of live tenants: only the top-level list has members and scope. */
export const ROLE_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/deviceManagement\/roleDefinitions$/,
    permission,
    answer: ({ roles }, _id, call) =>
      page(
        roles.map(({ allowedResourceActions, notAllowedResourceActions = [], ...role }) => ({
          ...role,
          rolePermissions: [{ resourceActions: [{ allowedResourceActions, notAllowedResourceActions }] }],
        })),
        call,
      ),
  },
  {
    method: "GET",
    path: /^\/deviceManagement\/roleDefinitions\/([^/]+)\/roleAssignments$/,
    permission,
    answer: ({ assignments }, id, call) =>
      page(
        assignments
          .filter(({ roleDefinition }) => roleDefinition === id)
          .map(({ id: assignment, displayName }) => ({ id: assignment, displayName, members: [] })),
        call,
      ),
  },
  {
    method: "GET",
    path: /^\/deviceManagement\/roleAssignments$/,
    permission,
    answer: ({ assignments }, _id, call) =>
      page(
        assignments.map(({ roleDefinition: _, scopeType, ...row }) =>
          call.version === "beta" ? { ...row, scopeType, scopeMembers: [] } : row,
        ),
        call,
      ),
  },
];
