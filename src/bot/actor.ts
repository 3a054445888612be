import type { UserCommand } from "../domain/ticket/commands.ts";
import { type Actor, person, type Roles } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { Directory } from "../ports/directory.ts";
import type { Caller } from "./caller.ts";

const NO_ROLES: Roles = { helper: false, lead: false };

/** What only a helper may do, also on a ticket that they hold: who left the helpers' group can only let go. */
const FOR_HELPERS: ReadonlySet<UserCommand["type"]> = new Set(["ClaimTicket", "HandOver", "ResolveTicket"]);

/** Eligibility judges these, with the check `helper-in-group` in the same round trip. */
const JUDGED: ReadonlySet<UserCommand["type"]> = new Set([
  "AskForView",
  "AskForEscalation",
  "AskForExtension",
]);

/**
 * Who acts on a ticket, with the roles that matter for their order. The sharer and the holder of the claim are known
 * to the ticket itself, so that taking access back (above all: stop) works while Graph is down.
 *
 * @throws {DirectoryUnavailable} when roles matter and Graph cannot tell them.
 */
export async function actorOn(
  ticket: Ticket,
  caller: Caller,
  order: UserCommand["type"],
  directory: Directory,
): Promise<Actor> {
  if (caller.id === ticket.sharer.id) return { person: ticket.sharer, roles: NO_ROLES };
  const holder = ticket.claim?.helper;
  if (caller.id === holder?.id && !FOR_HELPERS.has(order)) {
    return { person: holder, roles: { helper: JUDGED.has(order), lead: false } };
  }
  return staffActor(caller, directory);
}

/** @throws {DirectoryUnavailable} */
export async function staffActor(caller: Caller, directory: Directory): Promise<Actor> {
  const { person: facts, roles } = await directory.staff(caller.id);
  return { person: person(caller.id, facts.displayName, facts.jobTitle), roles };
}
