import type { Database } from "../../database.ts";
import {
  type ChainBreak,
  type ChainHead,
  type ChainRecord,
  findBreak,
  genesis,
  link,
} from "../../trail/chain.ts";
import { detailsOf, storyIn } from "../acts/act-details.ts";
import { actPages, type StoredAct } from "../acts/act-pages.ts";
import { actBody } from "../acts/acts.ts";
import { auditSubjectIn } from "../acts/audit-subjects.ts";
import { headOf } from "../own-chains.ts";

export interface CheckedActs {
  /** The first broken record. */
  readonly broken: ChainBreak | null;
  readonly count: number;
  /** The hashes that were asked for, by number; none for a number that there is not. */
  readonly hashes: ReadonlyMap<number, string>;
}

/** @param wanted numbers whose hashes the anchors name. */
export async function checkActs(database: Database, wanted: ReadonlySet<number>): Promise<CheckedActs> {
  const hashes = new Map<number, string>();
  const blanks = createBlanks();
  let last = { version: 0, hash: genesis("acts") };
  let [count, isWhole, edited, head] = [0, true, null as number | null, null as ChainHead | null];
  // Somebody may read a ticket while this reads: it goes on until it has seen the record that the head names.
  for (let isEnd = false; !isEnd; ) {
    const before = count;
    for await (const page of actPages(database, {}, last.version)) {
      for (const act of page) {
        isWhole &&= follows(act, last);
        last = act;
        if (wanted.has(++count)) hashes.set(count, act.hash);
        edited ??= isEdited(act) ? act.version : null;
        blanks.note(act);
      }
    }
    head = await headOf(database, "acts");
    isEnd = !isWhole || count === before || head === null || head.version <= count;
  }
  isWhole &&= head === null ? count === 0 : head.version === count && head.hash === last.hash;
  edited ??= blanks.unexplained();
  const broken = isWhole ? null : findBreak("acts", await allLinks(database), head);
  return { broken: broken ?? (edited === null ? null : { version: edited, kind: "edited" }), count, hashes };
}

/** Acts without details: only what retention let go of may be one, and retention says up to when it did. */
function createBlanks() {
  let youngest: StoredAct | null = null;
  let before = Number.NEGATIVE_INFINITY;
  return {
    note(act: StoredAct): void {
      if (act.details === null && act.at >= (youngest?.at ?? Number.NEGATIVE_INFINITY)) youngest = act;
      before = Math.max(before, auditSubjectIn(act.body).actsBefore ?? before);
    },
    unexplained: (): number | null => (youngest === null || youngest.at < before ? null : youngest.version),
  };
}

const follows = (act: ChainRecord, last: { readonly version: number; readonly hash: string }): boolean =>
  act.version === last.version + 1 && act.prevHash === last.hash && link(act.prevHash, act.body) === act.hash;

/** What was done to a chain is told by all of it. It is held at once only when something was. */
async function allLinks(database: Database): Promise<ChainRecord[]> {
  const links: ChainRecord[] = [];
  for await (const page of actPages(database)) {
    links.push(...page.map(({ version, body, prevHash, hash }) => ({ version, body, prevHash, hash })));
  }
  return links;
}

/** What stands beside the chained body has to be what it covers. Details that were let go of are null. */
function isEdited({ version, at, details, ticket, body }: StoredAct): boolean {
  if (details === null) return ticket !== null;
  return (
    actBody(version, at, details, auditSubjectIn(body)) !== body || storyIn(detailsOf(details)) !== ticket
  );
}
