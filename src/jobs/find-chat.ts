import type { Target } from "../cards/slot.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { AddressBook } from "../ports/address-book.ts";
import type { Directory } from "../ports/directory.ts";
import type { Installer } from "../ports/installer.ts";
import { type Address, MessageFault, type Messenger } from "../ports/messenger.ts";

export interface FindChatDeps {
  readonly addresses: AddressBook;
  readonly directory: Directory;
  readonly messenger: Messenger;
  /** Null when Beckon is to be installed by people only. */
  readonly installer: Installer | null;
  readonly tenantId: string;
  /** The helpdesk channel's conversation id. */
  readonly helpdesk: string;
}

export type Chat =
  | { readonly address: Address; readonly person: PersonId | null }
  /** Nobody to write to now; it is tried again later, and at once when the person is heard from. */
  | { readonly unreachable: string; readonly person: PersonId | null };

/** Which chat a place is today. Somebody who never wrote to Beckon is reached by their Entra id when Teams allows it. */
export async function findChat(place: Target, deps: FindChatDeps): Promise<Chat> {
  switch (place.kind) {
    case "person":
      return personalChat(place.person, deps);
    case "helpdesk":
      return channel(deps.helpdesk, deps.addresses);
    case "channel":
      return channel(place.conversationId, deps.addresses);
    case "manager-of": {
      const manager = await deps.directory.managerOf(place.person);
      return manager === null ? { unreachable: "no-manager", person: null } : personalChat(manager.id, deps);
    }
  }
}

async function channel(conversationId: string, addresses: AddressBook): Promise<Chat> {
  const address = await addresses.channel(conversationId);
  return address === null ? { unreachable: "channel-unknown", person: null } : { address, person: null };
}

async function personalChat(person: PersonId, deps: FindChatDeps): Promise<Chat> {
  const { addresses, messenger, tenantId } = deps;
  const contact = await addresses.contact(person);
  // Without a chat there is something to try: an administrator may have installed Beckon for them since.
  if (contact?.chat != null)
    return contact.blocked === null
      ? { address: contact.chat, person }
      : { unreachable: contact.blocked, person };
  const serviceUrl = await addresses.anyServiceUrl();
  if (serviceUrl === null) return { unreachable: "no-connector-yet", person };
  const open = () => messenger.openPersonalChat({ entraId: person, tenantId }, serviceUrl);
  const address =
    (await open().catch(nullUnlessOther)) ?? (await installedChat(person, serviceUrl, open, deps));
  if (address === null) {
    await addresses.block(person, "not-installed");
    return { unreachable: "not-installed", person };
  }
  await addresses.remember(person, { chat: address });
  return { address, person };
}

/** The chat with somebody for whom Beckon was installed just now; null when that could not be. */
async function installedChat(
  person: PersonId,
  serviceUrl: string,
  open: () => Promise<Address>,
  { installer, tenantId }: FindChatDeps,
): Promise<Address | null> {
  if (installer === null) return null;
  const installation = await installer.install(person);
  if (installation.kind === "refused") return null;
  if (installation.kind === "busy") {
    const { retryAfter } = installation;
    throw new MessageFault("throttled", "Graph is too busy to install Beckon for somebody", { retryAfter });
  }
  const { chat } = installation;
  return chat === null ? open().catch(nullUnlessOther) : { serviceUrl, conversationId: chat, tenantId };
}

/** Teams says in either way that Beckon is not installed for somebody. */
function nullUnlessOther(fault: unknown): null {
  if (fault instanceof MessageFault && (fault.kind === "blocked" || fault.kind === "rejected")) return null;
  throw fault;
}
