import type { PersonId } from "../domain/ticket/ids.ts";
import { aPerson, PERSON_FIELDS } from "./people.ts";
import type { Question } from "./question.ts";

const ADVANCED = { ConsistencyLevel: "eventual" };

/**
 * People whose name begins with these letters, one page of them: whoever needs more types more of the name.
 * Source: learn.microsoft.com/graph/api/user-list, `startsWith` on displayName; a quote inside is doubled.
 */
export function peopleNamed(prefix: string, most: number): Question {
  const filter = `startswith(displayName,'${prefix.replaceAll("'", "''")}')`;
  return {
    url: `/users?$filter=${encodeURIComponent(filter)}&${PERSON_FIELDS}&$orderby=displayName&$count=true&$top=${most}`,
    headers: ADVANCED,
    permission: "User.Read.All",
  };
}

/** One question for each, by id. */
export const eachOf = (people: readonly PersonId[]): Record<PersonId, Question> =>
  Object.fromEntries(people.map((person) => [person, aPerson(person)]));
