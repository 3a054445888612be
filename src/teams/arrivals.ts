import type { ChatScope } from "../bot/action.ts";
import type { Caller } from "../bot/caller.ts";
import type { CardContent } from "../cards/catalog.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { AddressBook } from "../ports/address-book.ts";
import type { Messenger } from "../ports/messenger.ts";
import type { Log } from "../telemetry/log.ts";
import { type Activity, isBeckon } from "./activity.ts";
import { cardMessage } from "./answer.ts";
import type { TeamsConfig } from "./config.ts";
import { faultFields } from "./fault.ts";
import { seenReader } from "./reader.ts";
import { readPerson, readScope } from "./sender.ts";

const HELLO = "Beckon is here. To ask for help, write to it in a personal chat.";

export interface Arrivals {
  /** Keeps the addresses of whoever is heard from. Never fails: to be reachable later decides nothing now. */
  heardFrom(activity: Activity, person: PersonId, scope: ChatScope): Promise<void>;
  /** Beckon was installed or removed, or people came and went. */
  event(activity: Activity): Promise<void>;
}

export function createArrivals(deps: {
  readonly config: TeamsConfig;
  readonly addresses: AddressBook;
  readonly messenger: Messenger;
  readonly log: Log;
  readonly welcome: (caller: Caller) => CardContent | Promise<CardContent>;
}): Arrivals {
  const { config, addresses, messenger, log, welcome } = deps;

  async function heardFrom(activity: Activity, person: PersonId, scope: ChatScope): Promise<void> {
    try {
      const chat = scope.kind === "personal" && { chat: scope.address };
      await addresses.remember(person, { ...seenReader(activity), ...chat });
      if (scope.kind !== "personal") await addresses.rememberChannel(withoutThread(scope));
    } catch (fault) {
      log.warn("address.not-kept", { person, ...faultFields(fault) });
    }
  }

  async function installed(activity: Activity, scope: ChatScope): Promise<void> {
    if (scope.kind !== "personal") {
      const channels = new Set([withoutThread(scope).conversationId, selectedChannel(activity)]);
      for (const conversationId of channels) {
        if (conversationId) await addresses.rememberChannel({ ...scope.address, conversationId });
      }
      if (activity.action === "add") await messenger.say(scope.address, HELLO);
      return;
    }
    const owner = chatOwner(activity);
    if (owner === null) return;
    await heardFrom(activity, owner.id, scope);
    if (activity.action !== "add") return;
    const reader = { ...config.reader, ...seenReader(activity) };
    await messenger.post(scope.address, cardMessage(await welcome({ ...owner, ...reader })));
  }

  async function removed(activity: Activity, scope: ChatScope): Promise<void> {
    if (scope.kind !== "personal") return addresses.forgetChannel(withoutThread(scope).conversationId);
    const owner = chatOwner(activity);
    if (owner !== null) await addresses.block(owner.id, "removed");
  }

  return {
    heardFrom,
    async event(activity) {
      const scope = readScope(activity, config);
      if ("rejected" in scope) return log.warn("event.rejected", { reason: scope.rejected });
      const deleted =
        activity.channelData?.eventType === "channelDeleted" && activity.channelData.channel?.id;
      if (deleted) await addresses.forgetChannel(deleted);
      else if (comes(activity)) await installed(activity, scope);
      else if (goes(activity)) await removed(activity, scope);
    },
  };
}

const about = (accounts: Activity["membersAdded"], activity: Activity) =>
  (accounts ?? []).some((account) => isBeckon(account, activity));

/** Teams sends both events for one installation; only `installationUpdate` comes again after a removal, so it greets. */
const comes = (activity: Activity) =>
  activity.action === "add" || activity.action === "add-upgrade" || about(activity.membersAdded, activity);

/** `remove-upgrade` is half of an update of the app and no goodbye. */
const goes = (activity: Activity) => activity.action === "remove" || about(activity.membersRemoved, activity);

/** In a personal chat there is one person; an event may name them as the member or as its cause. */
function chatOwner(activity: Activity): { id: PersonId; name: string } | null {
  for (const from of [...(activity.membersAdded ?? []), activity.from]) {
    const person = readPerson({ ...activity, from });
    if (!("rejected" in person)) return person;
  }
  return null;
}

const selectedChannel = ({ channelData }: Activity) => channelData?.settings?.selectedChannel?.id;

const withoutThread = ({ address }: ChatScope) => ({
  ...address,
  conversationId: address.conversationId.replace(/;messageid=.*$/, ""),
});
