import { DEVICE_ROUTES } from "./device-routes.ts";
import { type Faults, forbidden } from "./faults.ts";
import { GROUP_ROUTES } from "./group-routes.ts";
import { oddly } from "./odd-answers.ts";
import { PERSON_ROUTES } from "./person-routes.ts";
import { PROTECTION_ROUTES } from "./protection-routes.ts";
import { badRequest, type Reply } from "./reply.ts";
import { ROLE_ROUTES } from "./role-routes.ts";
import type { Call, Route } from "./route.ts";
import { SERVICE_PRINCIPAL_ROUTES } from "./service-principal-routes.ts";
import { SUBSCRIPTION_ROUTES } from "./subscription-routes.ts";
import { TEAMS_APP_ROUTES } from "./teams-app-routes.ts";
import type { Tenant } from "./tenant.ts";

const ROUTES: readonly Route[] = [
  ...PERSON_ROUTES,
  ...GROUP_ROUTES,
  ...DEVICE_ROUTES,
  ...ROLE_ROUTES,
  ...PROTECTION_ROUTES,
  ...TEAMS_APP_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...SERVICE_PRINCIPAL_ROUTES,
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
    const here = `${call.root}/${call.version}${call.path}?${call.query}`;
    return oddly(faults.odd, { ...call, here }, await route.answer(tenant, id, call));
  }
  return badRequest(`Resource not found for the segment '${call.path}'.`);
}
