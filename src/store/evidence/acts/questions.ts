import type { PersonId } from "../../../domain/ticket/ids.ts";
import { ticketId } from "../../../domain/ticket/ids.ts";
import type { Database } from "../../database.ts";
import type { Keyring } from "../../keys/person-keys.ts";
import { peopleIn, unseal } from "../../keys/seal.ts";
import { wordsOf } from "../../search/words.ts";
import { type ActDetails, detailsOf } from "./act-details.ts";
import { actPages } from "./act-pages.ts";

/**
 * The keys of all acts in which somebody looked for this person by name: with the key goes the question, and who looked
 * and what they were shown stays. A part of the name is enough, for nobody types more.
 */
export async function keysOfQuestionsNaming(
  database: Database,
  keyring: Keyring,
  person: PersonId,
): Promise<readonly string[]> {
  const row = await database.query((db) =>
    db.selectFrom("people").select("name").where("person", "=", person).executeTakeFirst(),
  );
  const name = new Set(wordsOf(row?.name ?? ""));
  if (name.size === 0) return [];
  const keys: string[] = [];
  for await (const page of actPages(database)) {
    const asked = page.flatMap(({ details }) => questionIn(details));
    const keysFor = await keyring.find(
      peopleIn(asked),
      asked.map(({ key }) => ticketId(key)),
    );
    for (const { key, question } of asked) {
      const { text } = unseal(question, keysFor(ticketId(key))) as { readonly text: string | null };
      if (wordsOf(text ?? "").some((word) => name.has(word))) keys.push(key);
    }
  }
  return keys;
}

type Question = { readonly key: string; readonly question: NonNullable<ActDetails["asked"]> };

function questionIn(details: string | null): Question[] {
  if (details === null) return [];
  const { key, asked } = detailsOf(details);
  return key === undefined || asked === undefined ? [] : [{ key, question: asked }];
}
