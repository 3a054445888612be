import { newestChannelKey } from "../cards/plan.ts";
import type { Absence, RenderContext, SummaryTo } from "../cards/view.ts";
import { authority, isLive, openAsk } from "../domain/ticket/authority.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { type AddressBook, type Contact, type ReaderLocale, readerOf } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import type { DeliveryStore, PostedCard } from "../ports/delivery-store.ts";
import type { Directory } from "../ports/directory.ts";
import type { ThreadMessage, ThreadStore } from "../ports/thread-store.ts";
import { StoreUnavailable } from "../ports/ticket-store.ts";
import type { Transport } from "../ports/transport.ts";
import { faultName, type Log } from "../telemetry/log.ts";
import type { ExpectedWait } from "./expected-wait.ts";
import type { RollCall } from "./roll-call.ts";

export interface ContextDeps {
  readonly addresses: AddressBook;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly summaryTo: SummaryTo;
  readonly summaryFallback: string | null;
  readonly deliveryStore: DeliveryStore;
  readonly threads: Pick<ThreadStore, "thread">;
  readonly opensFiles?: boolean;
  readonly log: Pick<Log, "error">;
  readonly channelReader: ReaderLocale;
  readonly transport: Transport;
  readonly album: Pick<PhotoAlbum, "photoOf">;
  /** From when on a ticket's holder may ask its sharer again; null when they may now. */
  readonly askFrom?: (ticket: Ticket) => Promise<number | null>;
  readonly rollCall?: Pick<RollCall, "called">;
  readonly expectedWait?: Pick<ExpectedWait, "of">;
  /** The helpdesk channel's conversation id. */
  readonly helpdesk: string;
}

/** Of a ticket, as the store has it now. */
interface Known {
  /** Its cards by key. */
  readonly posted: ReadonlyMap<string, PostedCard>;
  readonly contacts: Contacts;
}

/** Of the people of a ticket. */
export type Contacts = ReadonlyMap<PersonId, Contact>;

export const contactsOf = (
  { sharer, helpers }: Ticket,
  { addresses }: Pick<ContextDeps, "addresses">,
): Promise<Contacts> => addresses.contacts([sharer, ...helpers].map(({ id }) => id));

/**
 * Looks up what the cards of a ticket need besides it. Asks the store, never Graph.
 * @param known what the caller has read already.
 */
export async function renderContextOf(
  ticket: Ticket,
  deps: ContextDeps,
  known?: Known,
): Promise<RenderContext> {
  const { clock, policy, summaryTo, summaryFallback, channelReader, transport, album } = deps;
  const [contacts, gaps, isReached, askFrom, thread] = await Promise.all([
    known?.contacts ?? contactsOf(ticket, deps),
    // Only ended sessions have summaries.
    ticket.past.length === 0 ? null : deps.deliveryStore.summaryGaps(ticket.id),
    isInReach(ticket, deps, known?.posted),
    deps.askFrom?.(ticket) ?? null,
    readableThread(ticket, deps),
  ]);
  const at = Math.max(clock.now(), ticket.lastAt);
  const { session } = ticket;
  return {
    at,
    policy,
    summaryTo,
    summaryFallback,
    channelReader,
    isInReach: isReached,
    summaryGap: (number) => gaps?.get(`summary:${number}`) ?? null,
    askFrom,
    opensFiles: deps.opensFiles ?? false,
    photoOf: album.photoOf,
    absenceOf: (person) => absence(contacts.get(person)?.blocked ?? null),
    called: () => deps.rollCall?.called(ticket) ?? [],
    expectedWait: (moment) => deps.expectedWait?.of(moment) ?? null,
    isQuiet: (person) => contacts.get(person)?.isQuiet === true,
    readerOf: (person) => readerOf(contacts.get(person) ?? null, channelReader),
    thread,
    handOff: isLive(session) ? transport.handOff(session, authority(ticket, at).level ?? "view") : null,
  };
}

/** A conversation that was changed in the database is left out: it must not keep the card with Stop from being rendered. */
async function readableThread(
  { id }: Ticket,
  { threads, log }: ContextDeps,
): Promise<readonly ThreadMessage[]> {
  try {
    return await threads.thread(id);
  } catch (fault) {
    if (fault instanceof StoreUnavailable) throw fault;
    log.error("thread.unreadable", { ticket: id, error: faultName(fault) });
    return [];
  }
}

async function isInReach(
  ticket: Ticket,
  { addresses, deliveryStore, helpdesk }: ContextDeps,
  posted?: ReadonlyMap<string, PostedCard>,
): Promise<boolean> {
  if (ticket.status !== "open") return true;
  const key = newestChannelKey(ticket);
  const card = posted?.get(key) ?? (await deliveryStore.posted(ticket.id)).find((each) => each.key === key);
  if (card != null && card.activityId !== null) return true;
  if ((await addresses.channel(helpdesk)) === null) return false;
  return !(await deliveryStore.isWaitingFor(ticket.id, helpdesk));
}

const absence = (blocked: string | null): Absence | null =>
  blocked === null || blocked === "not-installed" ? blocked : "removed";

export interface PhotoAlbum {
  /** The cached photo, or null; makes no request. */
  photoOf(person: PersonId): string | null;
  /** Fetches the photos of who asks a question, and of who wrote, once an hour at most. */
  prepare(ticket: Ticket, thread: readonly ThreadMessage[]): Promise<void>;
}

const FRESH_FOR = 60 * 60_000;
const MOST = 500;

/** A photo makes it harder to pose as a helper. Nothing depends on it, so a photo that cannot be read is left out. */
export function createPhotoAlbum({ photo }: Pick<Directory, "photo">, clock: Clock): PhotoAlbum {
  const album = new Map<PersonId, { readonly picture: string | null; readonly takenAt: number }>();

  function keep(person: PersonId, picture: string | null): void {
    const oldest = album.keys().next();
    if (album.size >= MOST && !oldest.done) album.delete(oldest.value);
    album.set(person, { picture, takenAt: clock.now() });
  }

  return {
    photoOf: (person) => album.get(person)?.picture ?? null,
    async prepare({ session }, thread) {
      const asking = session !== null && openAsk(session) !== null ? [session.helper.id] : [];
      // While somebody can see a screen, no card waits for Graph.
      const writing = isLive(session) ? [] : thread.map(({ by }) => by.id);
      const isStale = (id: PersonId) => clock.now() - (album.get(id)?.takenAt ?? -Infinity) > FRESH_FOR;
      const wanted = [...new Set([...asking, ...writing])].filter(isStale);
      await Promise.all(wanted.map(async (id) => keep(id, await photo(id))));
    },
  };
}
