import type { Database } from "../database.ts";
import { type ChainBreak, findBreak } from "../trail/chain.ts";
import { detailsOf, storyIn } from "./act-details.ts";
import { actPages, type StoredAct } from "./act-pages.ts";
import { actBody } from "./acts.ts";
import { headOf } from "./own-chains.ts";

/** @returns the first broken record and the hashes by number, for the anchors that name one. */
export async function checkActs(
  database: Database,
): Promise<{ broken: ChainBreak | null; hashes: readonly string[] }> {
  const head = await headOf(database, "acts");
  const links: Omit<StoredAct, "details" | "ticket" | "at">[] = [];
  let edited: number | null = null;
  for await (const page of actPages(database)) {
    for (const { version, body, prevHash, hash, ...act } of page) {
      links.push({ version, body, prevHash, hash });
      edited ??= isEdited({ version, body, ...act }) ? version : null;
    }
  }
  const broken =
    findBreak("acts", links, head) ??
    (edited === null ? null : ({ version: edited, kind: "edited" } as const));
  return { broken, hashes: links.map(({ hash }) => hash) };
}

/** What stands beside the chained body has to be what it covers. Details that were let go of are null. */
function isEdited({ version, at, details, ticket, body }: Omit<StoredAct, "prevHash" | "hash">): boolean {
  if (details === null) return ticket !== null;
  return actBody(version, at, details) !== body || storyIn(detailsOf(details)) !== ticket;
}
