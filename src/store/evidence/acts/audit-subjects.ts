import type { LegalHold } from "../../../ports/evidence.ts";

/**
 * What an act brought about that has to be known for as long as there is a store. It stands in the chained body, so that
 * it stays when who and why are let go of, and so that nothing of the kind can happen in silence.
 */
export interface AuditSubject {
  /** Keys that were destroyed: whose, and which. It is why texts of that person, or on that ticket, do not open. */
  readonly destroyed?: readonly DestroyedKey[];
  /** Acts before this moment lost their details, epoch ms. */
  readonly actsBefore?: number;
  readonly held?: Pick<LegalHold, "kind" | "subject">;
  /** The number of the hold that ended. */
  readonly released?: number;
}

/** A person's id, a ticket's or an act's name, and the id of the key that it had. */
export type DestroyedKey = readonly [owner: string, key: string];

/** As SQL patterns: bodies are canonical JSON, in which no text holds such a thing unescaped. */
export const DEED_PATTERNS = {
  destroyed: '%"destroyed":[%',
  held: '%"held":{%',
  released: '%"released":%',
} as const;

/** Nothing for a body that was edited: the chain shows that. */
export function auditSubjectIn(body: string): AuditSubject {
  try {
    const { destroyed, actsBefore, held, released } = JSON.parse(body) as AuditSubject;
    return {
      ...(destroyed === undefined ? {} : { destroyed }),
      ...(actsBefore === undefined ? {} : { actsBefore }),
      ...(held === undefined ? {} : { held }),
      ...(released === undefined ? {} : { released }),
    };
  } catch {
    return {};
  }
}
