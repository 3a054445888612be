import type { Target } from "../cards/slot.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { AddressBook, Contact } from "../ports/address-book.ts";
import type { Directory } from "../ports/directory.ts";
import type { Installer } from "../ports/installer.ts";
import { type Address, MessageFault, type Messenger } from "../ports/messenger.ts";

export interface FindChatDeps {
  readonly addresses: AddressBook;
  /** Contacts that were read just now, of the people of a ticket. */
  readonly contacts?: ReadonlyMap<PersonId, Contact>;
  readonly directory: Directory;
  readonly messenger: Messenger;
  /** Null when Beckon is to be installed by people only. */
  readonly installer: Installer | null;
  readonly tenantId: string;
  /** The helpdesk channel's conversation id. */
  readonly helpdesk: string;
}

export type Chat = {
  readonly person: PersonId | null;
  /** The person or conversation whose return makes waiting tickets due; null when no event tells of it. */
  readonly waitsFor: PersonId | string | null;
} & ({ readonly address: Address } | { readonly unreachable: string });

/** The chat of a target now. A person who never wrote to Beckon is reached by their Entra id when Teams allows it. */
export async function findChat(target: Target, deps: FindChatDeps): Promise<Chat> {
  if (target.kind === "person") return personalChat(target.person, deps);
  if (target.kind === "manager-of") {
    const manager = await deps.directory.managerOf(target.person);
    if (manager === null) return { unreachable: "no-manager", person: null, waitsFor: null };
    return personalChat(manager.id, deps);
  }
  const conversationId = target.kind === "helpdesk" ? deps.helpdesk : target.conversationId;
  const address = await deps.addresses.channel(conversationId);
  const about = { person: null, waitsFor: conversationId };
  return address === null ? { unreachable: "channel-unknown", ...about } : { address, ...about };
}

async function personalChat(person: PersonId, deps: FindChatDeps): Promise<Chat> {
  const { addresses, messenger, tenantId } = deps;
  const known = deps.contacts?.get(person);
  // Without a chat one may have been opened since.
  const contact = known?.chat == null ? await addresses.contact(person) : known;
  // Without a chat there is something to try: an administrator may have installed Beckon for them since.
  const about = { person, waitsFor: person };
  if (contact?.chat != null) {
    const { chat, blocked } = contact;
    return blocked === null ? { address: chat, ...about } : { unreachable: blocked, ...about };
  }
  const serviceUrl = await addresses.anyServiceUrl();
  if (serviceUrl === null) return { unreachable: "no-connector-yet", ...about };
  const open = () => messenger.openPersonalChat({ entraId: person, tenantId }, serviceUrl);
  const address =
    (await open().catch(nullUnlessOther)) ?? (await installedChat(person, serviceUrl, open, deps));
  if (address === null) {
    await addresses.block(person, "not-installed");
    return { unreachable: "not-installed", ...about };
  }
  await addresses.remember(person, { chat: address });
  return { address, ...about };
}

/** The chat with a person for whom Beckon is installed now; null when that was refused. */
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

/** Teams answers in either way when Beckon is not installed for the person. */
function nullUnlessOther(fault: unknown): null {
  if (fault instanceof MessageFault && (fault.kind === "blocked" || fault.kind === "rejected")) return null;
  throw fault;
}
