import { randomUUID } from "node:crypto";
import { ResponseType } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import type { Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import { type PersonId, personId } from "../domain/ticket/ids.ts";
import type { GraphConnection } from "./connection.ts";
import { explainFailure } from "./failure.ts";
import {
  ADVANCED,
  guid,
  listOf,
  one,
  optionalText,
  path,
  type Question,
  type Row,
  select,
} from "./question.ts";

/** `accountEnabled` and `userType` come only when asked for, and are null for accounts made before they existed. */
const PERSON = {
  id: guid,
  displayName: optionalText,
  userPrincipalName: z.string(),
  jobTitle: optionalText,
  department: optionalText,
  accountEnabled: z.boolean(),
  userType: z.string(),
  assignedPlans: z.array(z.unknown()),
};
const PERSON_FIELDS = select(...Object.keys(PERSON));
const Plan = z.object({ servicePlanId: z.string(), capabilityStatus: z.string() });

const personFrom = (row: Row<typeof PERSON>): PersonFacts => ({
  id: personId(row.id),
  displayName: row.displayName ?? row.userPrincipalName ?? row.id,
  userPrincipalName: row.userPrincipalName ?? "",
  jobTitle: row.jobTitle ?? null,
  department: row.department ?? null,
  accountEnabled: row.accountEnabled,
  userType: row.userType,
  plans: row.assignedPlans?.flatMap((plan) => Plan.safeParse(plan).data ?? []) ?? null,
});

const aPersonIn = one(PERSON, personFrom);
/** Everybody in the answer who has a name. */
const peopleIn = listOf(PERSON, personFrom);

/** Source: learn.microsoft.com/graph/api/user-get; 404 for a person Graph does not know. */
export const aPerson = (person: PersonId): Question<PersonFacts | null> => ({
  url: `${path`/users/${person}`}?${PERSON_FIELDS}`,
  permission: "User.Read.All",
  absent: null,
  read: aPersonIn,
});

export const known = (answer: Lookup<PersonFacts | null>): Lookup<PersonFacts> =>
  "unknown" in answer || answer.seen !== null
    ? (answer as Lookup<PersonFacts>)
    : { unknown: { why: { fact: "not-in-directory" }, owner: "identity-admin", isAbsent: true } };

/** Source: learn.microsoft.com/graph/api/user-list-manager; 404 when there is none. */
export const theManagerOf = (person: PersonId): Question<PersonFacts | null> => ({
  url: `${path`/users/${person}/manager`}?${PERSON_FIELDS}`,
  permission: "User.Read.All",
  absent: null,
  read: aPersonIn,
});

/**
 * Everybody in a group, directly or nested. Needs User.Read.All besides, for the people's profiles.
 * Source: learn.microsoft.com/graph/api/group-list-transitivemembers
 */
export const membersOf = (groupId: string): Question<readonly PersonFacts[]> => ({
  url: `${path`/groups/${groupId}/transitiveMembers/microsoft.graph.user`}?${PERSON_FIELDS}&$count=true&$top=999`,
  headers: ADVANCED,
  permission: "GroupMember.Read.All",
  profilePermission: "User.Read.All",
  read: peopleIn,
});

/** The first one of the tenant, to see whether anybody is visible. */
export const anyPerson: Question<readonly PersonFacts[]> = {
  url: `/users?${PERSON_FIELDS}&$top=1`,
  permission: "User.Read.All",
  onePage: true,
  read: peopleIn,
};

/** By the name that people sign in with. Source: learn.microsoft.com/graph/api/user-get */
export const personCalled = (userPrincipalName: string): Question<PersonFacts | null> => ({
  url: `${path`/users/${userPrincipalName}`}?${PERSON_FIELDS}`,
  permission: "User.Read.All",
  absent: null,
  read: aPersonIn,
});

/**
 * People whose name begins with these letters, one page of them.
 * Source: learn.microsoft.com/graph/api/user-list, `startsWith` on displayName; a quote inside is doubled.
 */
export function peopleNamed(prefix: string, most: number): Question<readonly PersonFacts[]> {
  const filter = `startswith(displayName,'${prefix.replaceAll("'", "''")}')`;
  return {
    url: `/users?$filter=${encodeURIComponent(filter)}&${PERSON_FIELDS}&$orderby=displayName&$count=true&$top=${most}`,
    headers: ADVANCED,
    permission: "User.Read.All",
    onePage: true,
    read: peopleIn,
  };
}

/** Whether there is a photo; a 404 is a person without one. */
export const photoQuestion = (person: PersonId): Question<boolean> => ({
  url: path`/users/${person}/photos/48x48/$value`,
  permission: "ProfilePhoto.Read.All",
  absent: false,
  read: () => true,
});

/** A 48×48 picture is two kilobytes; what is much larger would not fit on a card. */
const MAX_BYTES = 12_000;

/**
 * The person's photo as a data URI. One plain request, because a batch carries pictures as text of its own kind.
 * Permission: ProfilePhoto.Read.All (application).
 * Source: learn.microsoft.com/graph/api/profilephoto-get
 * @returns null for no photo (404), and for anything else that went wrong: a photo decides nothing.
 */
export async function photoOf(
  { client, log }: GraphConnection,
  person: PersonId,
  signal: AbortSignal,
): Promise<string | null> {
  const request = randomUUID();
  try {
    const response: Response = await client
      .api(path`/users/${person}/photos/48x48/$value`)
      .version("v1.0")
      .header("client-request-id", request)
      .option("signal", signal)
      .responseType(ResponseType.RAW)
      .get();
    log.info("graph.answered", { call: "photo", request, status: response.status });
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    if (response.status !== 200 || !["image/jpeg", "image/png"].includes(type)) {
      await response.body?.cancel();
      return null;
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    return bytes.length > MAX_BYTES ? null : `data:${type};base64,${bytes.toString("base64")}`;
  } catch (error) {
    log.warn("graph.failed", { call: "photo", request, ...explainFailure(error, null).fields });
    return null;
  }
}
