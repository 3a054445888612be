import { z } from "zod";
import type { Lookup, PersonFacts } from "../domain/eligibility/facts.ts";
import { type PersonId, personId } from "../domain/ticket/ids.ts";
import { path, type Question, type Reply, select } from "./question.ts";
import { isNotFound, read, unknown } from "./reading.ts";

export const PERSON_FIELDS = select(
  "id",
  "displayName",
  "userPrincipalName",
  "jobTitle",
  "department",
  "accountEnabled",
  "userType",
  "assignedPlans",
);

/** Source: learn.microsoft.com/graph/api/user-get; 404 for a person Graph does not know. */
export const aPerson = (person: PersonId): Question => ({
  url: `${path`/users/${person}`}?${PERSON_FIELDS}`,
  permission: "User.Read.All",
});

/** Source: learn.microsoft.com/graph/api/user-list-manager; 404 when there is none. */
export const theManagerOf = (person: PersonId): Question => ({
  url: `${path`/users/${person}/manager`}?${PERSON_FIELDS}`,
  permission: "User.Read.All",
});

/** `accountEnabled` and `userType` come only when asked for; an answer without them grants nothing. */
export const User: z.ZodType<PersonFacts> = z
  .object({
    id: z.string(),
    displayName: z.string().nullish(),
    userPrincipalName: z.string(),
    jobTitle: z.string().nullish(),
    department: z.string().nullish(),
    accountEnabled: z.boolean(),
    userType: z.string(),
    assignedPlans: z.array(z.object({ servicePlanId: z.string(), capabilityStatus: z.string() })),
  })
  .transform((user) => ({
    id: personId(user.id),
    displayName: user.displayName ?? user.userPrincipalName,
    userPrincipalName: user.userPrincipalName,
    jobTitle: user.jobTitle ?? null,
    department: user.department ?? null,
    accountEnabled: user.accountEnabled,
    userType: user.userType,
    plans: user.assignedPlans,
  }));

export const Users = z.object({ value: z.array(User) }).transform(({ value }) => value);

/** Somebody whom Graph does not know is no answer about anybody. */
export const readPerson = (reply: Reply, question: Question): Lookup<PersonFacts> =>
  isNotFound(reply) ? unknown("Graph knows no such person") : read(reply, question, User);
