import { randomUUID } from "node:crypto";
import { z } from "zod";
import { badRequest, error, notFound, ok, type Reply } from "./reply.ts";
import type { Call, Route } from "./route.ts";
import type { Installation, Tenant } from "./tenant.ts";

const SELF = "TeamsAppInstallation.ReadWriteSelfForUser.All";
const EXTERNAL_ID = /^externalId eq '(?<id>[^']+)'$/;
const OWN_ID = /^appId eq '(?<id>[^']+)'$/;
const APP_ID = /^teamsApp\/id eq '(?<id>[^']+)'$/;
const Binding = z.object({ "teamsApp@odata.bind": z.string() });

const list = (value: readonly object[]): Reply => ok({ value: structuredClone(value) as [] });

const filterOf = ({ query }: Call, form: RegExp): string | undefined =>
  form.exec(query.get("$filter") ?? "")?.groups?.id;

function install(tenant: Tenant, person: string, { body }: Call): Reply {
  if (tenant.people.every(({ id }) => id !== person)) return notFound(person);
  const bound = Binding.safeParse(body).data?.["teamsApp@odata.bind"].split("/").at(-1);
  const app = tenant.catalogue.find(({ id }) => id === bound);
  if (app === undefined) return notFound("teamsApp");
  if (tenant.installations.some((each) => each.person === person && each.app === app.id)) {
    return error(409, "Conflict", "The app is installed already.");
  }
  tenant.installations.push({ id: randomUUID(), person, app: app.id });
  return { status: 201, headers: {}, body: null };
}

const chatOf = ({ person, app }: Installation) => ({
  id: `19:${person}_${app}@unq.gbl.spaces`,
  chatType: "oneOnOne",
});

/** Which people have Beckon. Source: learn.microsoft.com/graph/api/resources/userscopeteamsappinstallation */
export const TEAMS_APP_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/appCatalogs\/teamsApps$/,
    permission: "AppCatalog.Read.All",
    answer: ({ catalogue }, _id, call) => {
      const wanted = filterOf(call, EXTERNAL_ID);
      if (wanted === undefined) return badRequest("Unsupported filter clause.");
      return list(catalogue.filter(({ externalId }) => externalId === wanted));
    },
  },
  {
    method: "GET",
    path: /^\/applications$/,
    permission: "Application.Read.All",
    answer: ({ applications }, _id, call) => {
      const wanted = filterOf(call, OWN_ID);
      if (wanted === undefined) return badRequest("Unsupported filter clause.");
      return list(applications.filter(({ appId }) => appId === wanted));
    },
  },
  {
    method: "POST",
    path: /^\/users\/([^/]+)\/teamwork\/installedApps$/,
    permission: SELF,
    answer: install,
  },
  {
    method: "GET",
    path: /^\/users\/([^/]+)\/teamwork\/installedApps$/,
    permission: SELF,
    answer: ({ installations, catalogue }, person, call) => {
      const wanted = filterOf(call, APP_ID);
      if (wanted === undefined) return badRequest("Unsupported filter clause.");
      const found = installations.filter((each) => each.person === person && each.app === wanted);
      return list(
        found.map(({ id, app }) => ({ id, teamsApp: catalogue.find((each) => each.id === app) ?? null })),
      );
    },
  },
  {
    method: "GET",
    path: /^\/users\/([^/]+)\/teamwork\/installedApps\/[^/]+\/chat$/,
    permission: SELF,
    answer: ({ installations }, person, { path }) => {
      const found = installations.find((each) => each.person === person && path.includes(`/${each.id}/`));
      return found === undefined ? notFound("installation") : ok(chatOf(found));
    },
  },
];
