import type { Permission } from "../../graph/permissions.ts";
import { DEVICE_ROUTES } from "./device-routes.ts";
import { type Faults, forbidden } from "./faults.ts";
import { GROUP_ROUTES } from "./group-routes.ts";
import { PERSON_ROUTES } from "./person-routes.ts";
import { PROTECTION_ROUTES } from "./protection-routes.ts";
import { badRequest, type Json, type Reply } from "./reply.ts";
import { ROLE_ROUTES } from "./role-routes.ts";
import { SUBSCRIPTION_ROUTES } from "./subscription-routes.ts";
import { TEAMS_APP_ROUTES } from "./teams-app-routes.ts";
import type { Tenant } from "./tenant.ts";

/** One question, whether it came alone or inside a batch. */
export interface Call {
  readonly method: string;
  /** `http://127.0.0.1:4010`, for links. */
  readonly root: string;
  readonly version: string;
  /** Below the version, decoded: `/users/…/manager`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json;
  readonly pageSize: number;
  readonly now: number;
}

export interface Route {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: RegExp;
  readonly version?: "beta";
  readonly permission: Permission | ((tenant: Tenant, id: string, call: Call) => Permission);
  answer(tenant: Tenant, id: string, call: Call): Reply | Promise<Reply>;
}

const ROUTES: readonly Route[] = [
  ...[...PERSON_ROUTES, ...GROUP_ROUTES, ...DEVICE_ROUTES],
  ...[...ROLE_ROUTES, ...PROTECTION_ROUTES, ...TEAMS_APP_ROUTES, ...SUBSCRIPTION_ROUTES],
];

export async function answerCall(tenant: Tenant, faults: Faults, call: Call): Promise<Reply> {
  for (const route of ROUTES) {
    const match = route.path.exec(call.path);
    if (match === null || route.method !== call.method) continue;
    if (route.version !== undefined && route.version !== call.version) continue;
    const id = (match[1] ?? "").toLowerCase();
    const needed = route.permission;
    const permission = typeof needed === "function" ? needed(tenant, id, call) : needed;
    if (faults.deny.includes(permission)) return forbidden(permission);
    return await route.answer(tenant, id, call);
  }
  return badRequest(`Resource not found for the segment '${call.path}'.`);
}
