import { z } from "zod";
import type { SimulatedPerson } from "../company.ts";
import { page, selected } from "./listing.ts";
import { photoFor } from "./photo.ts";
import { badRequest, error, notFound, ok, picture, type Reply } from "./reply.ts";
import type { Call, Route } from "./route.ts";
import { groupsHolding, type Tenant } from "./tenant.ts";

/** Graph's default fields of a person, without `$select`: neither the account's state nor its licences. */
export const BY_DEFAULT = ["id", "displayName", "jobTitle", "mail", "userPrincipalName"];

/** By object id or by the name that people sign in with. */
const find = ({ people }: Tenant, id: string) =>
  people.find((person) => person.id === id || person.userPrincipalName.toLowerCase() === id);

const ofPerson =
  (answer: (person: SimulatedPerson, tenant: Tenant, call: Call) => Reply): Route["answer"] =>
  (tenant, id, call) => {
    const person = find(tenant, id);
    return person === undefined ? notFound(id) : answer(person, tenant, call);
  };

const ROLE_NAMES: Readonly<Record<string, string>> = {
  "3a2c62db-5318-420d-8d74-23affee5d9d5": "Intune Administrator",
  "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
};

const GroupQuestion = z.object({ groupIds: z.array(z.string()).max(20) });

const NAME_FILTER = /^startswith\(displayName,'(?<prefix>(?:[^']|'')*)'\)$/;

export const PERSON_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: /^\/users$/,
    permission: "User.Read.All",
    answer: (tenant, _id, call) => {
      const wanted = call.query.get("$filter");
      const prefix = NAME_FILTER.exec(wanted ?? "")?.groups?.prefix;
      if (wanted !== null && prefix === undefined) return badRequest("Unsupported filter clause.");
      const letters = (prefix ?? "").replaceAll("''", "'").toLowerCase();
      const found = tenant.people.filter(({ displayName }) => displayName.toLowerCase().startsWith(letters));
      return page(found.map(visible), call, BY_DEFAULT);
    },
  },
  {
    method: "GET",
    path: /^\/users\/([^/]+)$/,
    permission: "User.Read.All",
    answer: ofPerson((person, _tenant, call) => ok(selected(visible(person), call, BY_DEFAULT))),
  },
  {
    method: "GET",
    path: /^\/users\/([^/]+)\/manager$/,
    permission: "User.Read.All",
    answer: ofPerson((person, tenant, call) => {
      const manager = person.manager === null ? undefined : find(tenant, person.manager);
      return manager === undefined
        ? notFound("manager")
        : ok({
            "@odata.type": "#microsoft.graph.user",
            ...selected(visible(manager), call, BY_DEFAULT),
          });
    }),
  },
  {
    method: "GET",
    path: /^\/users\/([^/]+)\/photos\/48x48\/\$value$/,
    permission: "ProfilePhoto.Read.All",
    answer: ofPerson((person) =>
      person.photo ? picture(photoFor(person.id)) : error(404, "ImageNotFound", "The photo wasn't found."),
    ),
  },
  {
    method: "POST",
    path: /^\/users\/([^/]+)\/checkMemberGroups$/,
    permission: "GroupMember.Read.All",
    answer: ofPerson((person, tenant, { body }) => {
      const question = GroupQuestion.safeParse(body);
      if (!question.success) return badRequest("groupIds: at most 20 ids.");
      const groups = groupsHolding(tenant, person.id);
      return ok({ value: question.data.groupIds.filter((id) => groups.includes(id)) });
    }),
  },
  {
    method: "POST",
    path: /^\/users\/([^/]+)\/getMemberGroups$/,
    permission: "GroupMember.Read.All",
    answer: ofPerson((person, tenant) => ok({ value: groupsHolding(tenant, person.id) })),
  },
  {
    method: "GET",
    path: /^\/users\/([^/]+)\/transitiveMemberOf\/microsoft\.graph\.directoryRole$/,
    permission: "RoleManagement.Read.Directory",
    answer: ofPerson((person, _tenant, call) =>
      page(
        person.directoryRoles.map((roleTemplateId) => ({
          id: roleTemplateId,
          roleTemplateId,
          displayName: ROLE_NAMES[roleTemplateId] ?? "Another role",
        })),
        call,
      ),
    ),
  },
  {
    method: "GET",
    path: /^\/directoryRoles$/,
    permission: "RoleManagement.Read.Directory",
    answer: (_tenant, _id, call) =>
      page(
        Object.entries(ROLE_NAMES).map(([id, displayName]) => ({ id, roleTemplateId: id, displayName })),
        call,
      ),
  },
  {
    method: "GET",
    path: /^\/groups\/([^/]+)\/transitiveMembers\/microsoft\.graph\.user$/,
    permission: "GroupMember.Read.All",
    answer: (tenant, id, call) => {
      if (!tenant.groups.some((group) => group.id === id)) return notFound(id);
      const members = tenant.people.filter((person) => groupsHolding(tenant, person.id).includes(id));
      return page(members.map(visible), call, BY_DEFAULT);
    },
  },
];

/** What belongs to the person itself; the rest has addresses of its own. */
export const visible = ({
  manager: _,
  photo: __,
  directoryRoles: ___,
  risk: ____,
  ...person
}: SimulatedPerson) => person;
