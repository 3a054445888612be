import { page, selected } from "./listing.ts";
import { BY_DEFAULT, visible } from "./person-routes.ts";
import { badRequest, notFound, ok } from "./reply.ts";
import type { Route } from "./route.ts";
import { groupsHolding } from "./tenant.ts";

export const GROUP_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/groups\/([^/]+)$/,
    permission: "GroupMember.Read.All",
    answer: ({ groups }, id, call) => {
      const group = groups.find((one) => one.id === id);
      if (group === undefined) return notFound(id);
      return ok(selected({ id: group.id, displayName: group.displayName, visibility: null }, call));
    },
  },
  {
    method: "GET",
    path: /^\/groups\/([^/]+)\/transitiveMembers\/microsoft\.graph\.user$/,
    permission: "GroupMember.Read.All",
    answer: (tenant, id, call) => {
      if (tenant.groups.every((group) => group.id !== id)) return notFound(id);
      if (call.query.get("$count") !== "true") return badRequest("A cast needs $count=true.");
      const members = tenant.people.filter((person) => groupsHolding(tenant, person.id).includes(id));
      return page(members.map(visible), call, BY_DEFAULT);
    },
  },
];
