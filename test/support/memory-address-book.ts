import type { PersonId } from "../../src/domain/ticket/ids.ts";
import type { AddressBook, Contact } from "../../src/ports/address-book.ts";
import type { Address } from "../../src/ports/messenger.ts";

/** An address book that can be looked into, and that can be out of order. */
export interface MemoryAddressBook extends AddressBook {
  readonly people: ReadonlyMap<PersonId, Contact>;
  readonly channels: ReadonlyMap<string, Address>;
  /** From now on every question and every note fails. */
  breakDown(fault: Error): void;
}

export function createMemoryAddressBook(): MemoryAddressBook {
  const people = new Map<PersonId, Contact>();
  const channels = new Map<string, Address>();
  let broken: Error | null = null;
  let newest: string | null = null;

  const working = <Answer>(work: () => Answer): Promise<Answer> =>
    broken === null ? Promise.resolve(work()) : Promise.reject(broken);

  return {
    people,
    channels,
    breakDown(fault) {
      broken = fault;
    },
    contact: (person) => working(() => people.get(person) ?? null),
    contacts: (those) => working(() => new Map([...people].filter(([person]) => those.includes(person)))),
    remember: (person, { language, channel, ...seen }) =>
      working(() => {
        if (channel !== undefined) channels.set(channel.conversationId, channel);
        const nobody = { person, chat: null };
        const { language: chosen = null, ...known } = { ...nobody, ...people.get(person), ...seen };
        const now = language === undefined ? chosen : language;
        const contact = { ...known, blocked: null, ...(now !== null && { language: now }) };
        people.set(person, contact);
        newest = seen.chat?.serviceUrl ?? channel?.serviceUrl ?? newest;
        return contact;
      }),
    block: (person, why) =>
      working(() => {
        const known = people.get(person);
        if (known !== undefined) people.set(person, { ...known, blocked: why });
      }),
    channel: (conversationId) => working(() => channels.get(conversationId) ?? null),
    rememberChannel: (address) =>
      working(() => {
        channels.set(address.conversationId, address);
        newest = address.serviceUrl;
      }),
    suspectChannel: () => working(() => {}),
    forgetChannel: (conversationId) => working(() => void channels.delete(conversationId)),
    anyServiceUrl: () => working(() => newest),
  };
}
