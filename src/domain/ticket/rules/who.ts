import type { Actor, Roles } from "../person.ts";
import { type Refusal, refuse } from "../refusal.ts";
import type { Session, Ticket } from "../ticket.ts";

/** Who may do what on a ticket. Cards only reflect these rules; every command is decided by them. */
export const isSharer = ({ person }: Actor, ticket: Ticket): boolean => person.id === ticket.sharer.id;

export const holdsClaim = ({ person }: Actor, ticket: Ticket): boolean =>
  ticket.claim?.helper.id === person.id;

/** Leads are helpers with more rights. */
export const mayHelp = ({ helper, lead }: Roles): boolean => helper || lead;

/** Taking access back needs the claim only; working on the ticket needs the helper role too. */
export const isClaimingHelper = (actor: Actor, ticket: Ticket): boolean =>
  holdsClaim(actor, ticket) && mayHelp(actor.roles);

export const isSessionHelper = ({ person }: Actor, session: Session): boolean =>
  session.helper.id === person.id;

export const isOver = ({ status }: Ticket): boolean => status === "resolved" || status === "withdrawn";

export const notTheSharer = (ticket: Ticket): Refusal =>
  refuse("not_the_sharer", { who: ticket.sharer.name.text });

/** The refusal for an actor who does not hold the claim. */
export function notTheHolder(actor: Actor, ticket: Ticket): Refusal {
  if (!mayHelp(actor.roles)) return refuse("not_a_helper");
  if (ticket.claim === null) return refuse("not_claimed");
  return refuse("not_the_claiming_helper", {
    who: ticket.claim.helper.name.text,
    when: ticket.claim.since,
  });
}

/** On behalf of the sharer: the sharer, any helper, any lead. */
export const mayChangeRequest = (actor: Actor, ticket: Ticket): boolean =>
  isSharer(actor, ticket) || holdsClaim(actor, ticket) || mayHelp(actor.roles);
