import { randomUUID } from "node:crypto";
import type { CardContent } from "../../cards/catalog.ts";
import { wordsFor } from "../../cards/text/words.ts";
import { verifyData } from "../../cards/verify.ts";
import { asOf } from "../../cards/view.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Ticket } from "../../domain/ticket/ticket.ts";
import type { BotDeps, Caller, Command } from "../action.ts";
import { readsAsVerify } from "../reads-as-verify.ts";

/** `verify`, "who is this", "somebody from IT called me": who has a request or session with the person now. */
export const verify: Command = {
  name: "verify",
  pattern: /^.*$/s,
  handle: async ({ caller, text, mentioned }, _match, deps) =>
    readsAsVerify(text, mentioned.length > 0) === "verify" ? { show: await verifyCard(caller, deps) } : null,
};

/** One page shows no more; who has more open requests is sent to the list. */
const MOST_READ = 20;
/** A card has room for so many photos. */
const MOST_PHOTOS = 2;

/** @param said what became of a report; absent before it */
export async function verifyCard(caller: Caller, deps: BotDeps, said?: string): Promise<CardContent> {
  const open = await openRequestsOf(caller.id, deps);
  const helpers = [...new Set(open.flatMap(({ claim }) => claim?.helper.id ?? []))].slice(0, MOST_PHOTOS);
  const photos = new Map(
    await Promise.all(helpers.map(async (id) => [id, await deps.directory.photo(id)] as const)),
  );
  const photoOf = ({ claim }: Ticket) => (claim === null ? null : (photos.get(claim.helper.id) ?? null));
  const report = { form: randomUUID(), reported: said === undefined ? null : { said } };
  const data = verifyData(open, photoOf, report, deps.clock.now(), wordsFor(caller));
  return { card: "verify", data };
}

/** As the clock has made them by now: a question or a session that is over is not shown as open. */
export async function openRequestsOf(
  person: PersonId,
  { store, policy, clock }: Pick<BotDeps, "store" | "policy" | "clock">,
): Promise<readonly Ticket[]> {
  const open = (await store.openTicketsOf(person)).slice(0, MOST_READ);
  const read = await Promise.all(open.map(({ id }) => store.read(id)));
  const now = clock.now();
  return read.flatMap((ticket) =>
    ticket === null ? [] : asOf(ticket, policy, Math.max(now, ticket.lastAt)),
  );
}
