import type { BotDeps } from "./bot/action.ts";
import { createReadLog } from "./bot/read-log.ts";
import { createSearchScopes } from "./bot/search-scope.ts";
import { render } from "./cards/catalog.ts";
import { plan } from "./cards/plan.ts";
import type { Target } from "./cards/slot.ts";
import { languageOf } from "./cards/text/languages.ts";
import type { SummaryTo } from "./cards/view.ts";
import { viewOf } from "./cards/view.ts";
import type { EligibilityPolicy } from "./domain/eligibility/policy.ts";
import type { PersonId } from "./domain/ticket/ids.ts";
import type { Policy } from "./domain/ticket/policy.ts";
import { type CheckedDelivery, createCheckedDelivery } from "./jobs/checked-delivery.ts";
import { findChat } from "./jobs/find-chat.ts";
import { summaryOf } from "./jobs/message.ts";
import { createPhotoAlbum } from "./jobs/photo-album.ts";
import { renderContextOf } from "./jobs/render-context.ts";
import type { AddressBook, ReaderLocale } from "./ports/address-book.ts";
import type { Clock } from "./ports/clock.ts";
import type { DeliveryStore } from "./ports/delivery-store.ts";
import type { Directory } from "./ports/directory.ts";
import type { Evidence } from "./ports/evidence.ts";
import type { Installer } from "./ports/installer.ts";
import { type Address, MessageFault, type Messenger } from "./ports/messenger.ts";
import type { ReviewQueries } from "./ports/review-queries.ts";
import type { Roster } from "./ports/roster.ts";
import type { TicketSearch } from "./ports/ticket-search.ts";
import type { TicketQueries, TicketStore } from "./ports/ticket-store.ts";
import type { Transport } from "./ports/transport.ts";
import { atHand } from "./surfaces/at-hand.ts";
import type { Log } from "./telemetry/log.ts";

export interface AppDeps {
  readonly store: TicketStore & TicketQueries & ReviewQueries & TicketSearch;
  /** Where it is recorded who read what. */
  readonly evidence: Pick<Evidence, "record" | "readsOf">;
  readonly deliveryStore: DeliveryStore;
  readonly addresses: AddressBook;
  readonly directory: Directory;
  readonly messenger: Messenger;
  /** The same chats, for what nobody waits for. */
  readonly background: Messenger;
  /** Null when Beckon is to be installed by people only. */
  readonly installer: Installer | null;
  readonly roster: Roster;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
  readonly summaryTo: SummaryTo;
  /** The channel for what a manager cannot be sent; null when it waits. */
  readonly summaryFallback: string | null;
  readonly channelReader: ReaderLocale;
  /** The helpdesk channel's conversation id. */
  readonly helpdesk: string;
  readonly tenantId: string;
  /** Names this process among others on the same store. */
  readonly worker: string;
  readonly random: (below: number) => number;
}

export interface App {
  readonly world: BotDeps;
  readonly delivery: CheckedDelivery;
  /** Where a place can be written to; null when it cannot. */
  readonly reach: (place: Target) => Promise<Address | null>;
}

/** A key comes with a press, and a press can name any card. What hangs in the helpdesk channel is safe for everybody. */
const mayRead = (reader: PersonId, place: Target): boolean =>
  place.kind === "helpdesk" || (place.kind === "person" && place.person === reader);

/** Beckon without sockets and secrets: what conversations may use, and the work in the background. */
export function createApp(deps: AppDeps): App {
  const { addresses, directory, messenger, clock } = deps;
  const album = createPhotoAlbum(directory, clock);
  const scene = { ...deps, album };
  const delivery = createCheckedDelivery(deps.worker, scene);
  const world: BotDeps = {
    ...deps,
    wake: delivery.wake,
    searchScopeOf: createSearchScopes(deps),
    readLog: createReadLog(deps),
    async surface(ticket, key, reader) {
      const all = plan(viewOf(ticket, await renderContextOf(ticket, scene)));
      const slot = all.find((each) => each.key === key && mayRead(reader, each.target));
      return slot === undefined ? null : { ...slot.content(), language: slot.words.language };
    },
    async bring(ticket, person) {
      const keys = atHand(plan(viewOf(ticket, await renderContextOf(ticket, scene))), person).map(
        ({ key }) => key,
      );
      if (keys.length === 0) return false;
      await deps.deliveryStore.requestRepost(ticket.id, keys);
      delivery.wake(ticket.id);
      return true;
    },
    replace(at, messageId, drawing) {
      const card = render(drawing);
      messenger.update(at, messageId, { card, summary: summaryOf(card), alert: false }).then(
        () => deps.log.info("message.replaced", { card: drawing.card }),
        (fault: unknown) =>
          deps.log.warn("message.not-replaced", {
            kind: fault instanceof MessageFault ? fault.kind : "unknown",
          }),
      );
    },
    async send(person, drawing) {
      const contact = await addresses.contact(person);
      if (contact?.chat == null || contact.blocked !== null) return false;
      const card = render(drawing, languageOf(contact));
      await messenger.post(contact.chat, { card, summary: "Beckon", alert: true });
      return true;
    },
  };
  const reach = async (place: Target) => {
    const chat = await findChat(place, scene);
    return "address" in chat ? chat.address : null;
  };
  return { world, delivery, reach };
}
