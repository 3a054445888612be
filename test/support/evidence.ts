import type { PersonId, TicketId } from "../../src/domain/ticket/ids.ts";
import type { Erasure, Tampering } from "../../src/ports/evidence.ts";
import type { Store } from "../../src/store/open-store.ts";

type WithEvidence = Pick<Store, "evidence">;

/** The first record at which the hash chain of a ticket is broken; null when it is whole. */
export async function chainBreak(
  { evidence }: WithEvidence,
  ticket: TicketId,
): Promise<{ readonly version: number; readonly kind: Tampering } | null> {
  const breaks: { version: number; kind: Tampering }[] = [];
  await evidence.verify({ ticket, trailOnly: true }, (fault) => {
    if (fault.in === "trail") breaks.push({ version: fault.version, kind: fault.how });
  });
  return breaks[0] ?? null;
}

export const erase = ({ evidence }: WithEvidence, person: PersonId): Promise<Erasure> =>
  evidence.erasePerson(person, { who: "Beckon", why: "not told" });
