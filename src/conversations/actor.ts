import type { Directory } from "../ports/directory.ts";
import { type Actor, person, type Roles } from "../ticket/person.ts";
import type { Ticket } from "../ticket/ticket.ts";
import type { Caller } from "./conversation.ts";

const NO_ROLES: Roles = { helper: false, lead: false };

/**
 * Who acts on a ticket, with the roles that matter there. The sharer and the holder of the claim are known to the
 * ticket itself, so that what is theirs to do (above all: stop) works while Graph is down.
 *
 * @throws {DirectoryUnavailable} for anybody else, when Graph cannot say who they are.
 */
export async function actorOn(ticket: Ticket, caller: Caller, directory: Directory): Promise<Actor> {
  if (caller.id === ticket.sharer.id) return { person: ticket.sharer, roles: NO_ROLES };
  const holder = ticket.claim?.helper;
  if (caller.id === holder?.id) return { person: holder, roles: { helper: true, lead: false } };
  return staffActor(caller, directory);
}

/** @throws {DirectoryUnavailable} */
export async function staffActor(caller: Caller, directory: Directory): Promise<Actor> {
  const { person: facts, roles } = await directory.staff(caller.id);
  return { person: person(caller.id, facts.displayName, facts.jobTitle), roles };
}
