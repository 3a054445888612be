import type { Clock } from "../ports/clock.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { openAsk } from "./ticket/authority.ts";
import { passTime } from "./ticket/deadlines.ts";
import { evolve } from "./ticket/evolve.ts";
import type { PersonId } from "./ticket/ids.ts";
import type { Policy } from "./ticket/policy.ts";
import { lookBack, mayAskFrom, type Pressure, pressureOn } from "./ticket/pressure.ts";
import type { Ticket } from "./ticket/ticket.ts";

interface PressureDeps {
  readonly store: Pick<TicketStore, "ticketsAskedOn">;
  readonly policy: Policy;
  readonly clock: Clock;
}

/** What this helper's questions to the ticket's person came to lately, over all tickets of the two. */
export async function pressureOf(
  ticket: Ticket,
  helper: PersonId,
  { store, policy, clock }: PressureDeps,
): Promise<Pressure> {
  const at = clock.now();
  const asked = await store.ticketsAskedOn(helper, ticket.sharer.id, at - lookBack(policy));
  const others = asked.filter(({ id }) => id !== ticket.id);
  // A question that nobody answered counts from its end on, also before that is recorded.
  const all = [ticket, ...others].map((each) =>
    passTime(each, policy, at).reduce((state, event) => evolve(state, state.id, event), each),
  );
  return pressureOn(all, { ticket, helper }, policy, at);
}

/** From when on the holder may ask again; null when nothing holds them back, or a question of theirs waits. */
export async function askFromOf(ticket: Ticket, deps: PressureDeps): Promise<number | null> {
  if (ticket.claim === null || ticket.device === null || openAsk(ticket.session) !== null) return null;
  const pressure = await pressureOf(ticket, ticket.claim.helper.id, deps);
  return mayAskFrom(pressure, deps.policy, deps.clock.now());
}
