import type { Absence, RenderContext, SummaryTo } from "../cards/view.ts";
import { authority, isLive } from "../domain/ticket/authority.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { AddressBook, ReaderLocale } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryStore } from "../ports/delivery-store.ts";
import type { Transport } from "../ports/transport.ts";
import type { PhotoAlbum } from "./photo-album.ts";

export interface SceneDeps {
  readonly addresses: AddressBook;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly summaryTo: SummaryTo;
  readonly summaryFallback: string | null;
  readonly deliveryStore: DeliveryStore;
  readonly channelReader: ReaderLocale;
  readonly transport: Transport;
  readonly album: Pick<PhotoAlbum, "photoOf">;
}

/** Looks up what drawing a ticket's cards needs, so that the drawing itself stays pure. Asks the store, never Graph. */
export async function renderContextOf(ticket: Ticket, deps: SceneDeps): Promise<RenderContext> {
  const { addresses, clock, policy, summaryTo, summaryFallback, channelReader, transport, album } = deps;
  const people = [...new Set([ticket.sharer.id, ...ticket.helpers.map(({ id }) => id)])];
  const contacts = await Promise.all(people.map((person) => addresses.contact(person)));
  const readers = new Map(people.map((person, i) => [person, contacts[i] ?? channelReader]));
  const blocked = new Map(people.map((person, i) => [person, contacts[i]?.blocked ?? null]));
  // Only ended sessions have summaries.
  const gaps = ticket.past.length === 0 ? null : await deps.deliveryStore.summaryGaps(ticket.id);
  const at = Math.max(clock.now(), ticket.lastAt);
  const { session } = ticket;
  const level = authority(ticket, at).level ?? "view";
  return {
    at,
    policy,
    summaryTo,
    summaryFallback,
    channelReader,
    summaryGap: (number) => gaps?.get(`summary:${number}`) ?? null,
    photoOf: album.photoOf,
    absenceOf: (person) => absence(blocked.get(person) ?? null),
    readerOf: (person) => readers.get(person) ?? channelReader,
    handOff: isLive(session) ? transport.handOff(session, level) : null,
  };
}

const absence = (blocked: string | null): Absence | null =>
  blocked === null || blocked === "not-installed" ? blocked : "removed";
