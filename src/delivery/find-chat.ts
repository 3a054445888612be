import type { AddressBook } from "../ports/address-book.ts";
import type { Directory } from "../ports/directory.ts";
import { type Address, MessageFault, type Messenger } from "../ports/messenger.ts";
import type { Place } from "../surfaces/surface.ts";
import type { PersonId } from "../ticket/ids.ts";

export interface FindChatDeps {
  readonly addresses: AddressBook;
  readonly directory: Directory;
  readonly messenger: Messenger;
  readonly tenantId: string;
  /** The helpdesk channel's conversation id. */
  readonly helpdesk: string;
}

export type Chat =
  | { readonly address: Address; readonly person: PersonId | null }
  /** Nobody to write to now; it is tried again later. */
  | { readonly unreachable: string };

/** Which chat a place is today. Somebody who never wrote to Beckon is reached by their Entra id when Teams allows it. */
export async function findChat(place: Place, deps: FindChatDeps): Promise<Chat> {
  switch (place.kind) {
    case "person":
      return personalChat(place.person, deps);
    case "helpdesk":
      return channel(deps.helpdesk, deps.addresses);
    case "channel":
      return channel(place.conversationId, deps.addresses);
    case "manager-of": {
      const manager = await deps.directory.managerOf(place.person);
      return manager === null ? { unreachable: "no-manager" } : personalChat(manager.id, deps);
    }
  }
}

async function channel(conversationId: string, addresses: AddressBook): Promise<Chat> {
  const address = await addresses.channel(conversationId);
  return address === null ? { unreachable: "channel-unknown" } : { address, person: null };
}

async function personalChat(person: PersonId, deps: FindChatDeps): Promise<Chat> {
  const { addresses, messenger, tenantId } = deps;
  const contact = await addresses.contact(person);
  if (contact?.blocked != null) return { unreachable: contact.blocked };
  if (contact?.chat != null) return { address: contact.chat, person };
  const serviceUrl = await addresses.anyServiceUrl();
  if (serviceUrl === null) return { unreachable: "no-connector-yet" };
  try {
    const address = await messenger.openPersonalChat({ entraId: person, tenantId }, serviceUrl);
    await addresses.remember(person, { chat: address });
    return { address, person };
  } catch (fault) {
    if (fault instanceof MessageFault && (fault.kind === "blocked" || fault.kind === "rejected")) {
      return { unreachable: "not-installed" };
    }
    throw fault;
  }
}
