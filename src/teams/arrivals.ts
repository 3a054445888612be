import { LRUCache } from "lru-cache";
import type { BotDeps, Caller, ChatScope } from "../bot/action.ts";
import type { Introduction, NewTeam } from "../bot/introduce.ts";
import type { CardContent } from "../cards/catalog.ts";
import { languageOf } from "../cards/text/words.ts";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Contact } from "../ports/address-book.ts";
import { type Messenger, withoutThread } from "../ports/messenger.ts";
import { type Activity, isBeckon } from "./activity.ts";
import type { TeamsConfig } from "./config.ts";
import { faultFields } from "./fault.ts";
import { cardMessage } from "./sdk.ts";
import { callerOf, readPerson, readScope, seenReader } from "./sender.ts";

/** Events after which a channel of the team can be written to, maybe again. */
const CHANNEL_IS_BACK = new Set(["channelCreated", "channelRestored"]);
const TEAM_IS_BACK = new Set(["teamRestored", "teamUnarchived"]);

/** Teams sends both events of one installation within seconds. Milliseconds. */
const ONE_INSTALLATION = 30_000;

export interface Arrivals {
  /** Keeps the addresses of a sender and their chat; null when that failed, for an action does not depend on it. */
  heardFrom(activity: Activity, person: PersonId, scope: ChatScope): Promise<Contact | null>;
  /** Beckon was installed or removed, people came and went, or a channel was deleted or restored. */
  event(activity: Activity): Promise<void>;
}

export function createArrivals(options: {
  readonly config: TeamsConfig;
  readonly deps: BotDeps;
  readonly messenger: Messenger;
  readonly welcome: (caller: Caller) => CardContent | Promise<CardContent>;
  readonly introduce: (team: NewTeam) => Promise<Introduction>;
}): Arrivals {
  const { config, deps, messenger, welcome, introduce } = options;
  const { addresses, log, helpdesk } = deps;
  const arriving = new LRUCache<string, true>({ max: 10_000, ttl: ONE_INSTALLATION });

  /** False for the second event of one installation, which may arrive while the first is still at work. */
  function isFirst(chat: string): boolean {
    const before = arriving.has(chat);
    arriving.set(chat, true);
    return !before;
  }

  async function heardFrom(activity: Activity, person: PersonId, scope: ChatScope): Promise<Contact | null> {
    try {
      const { kind, address } = scope;
      const conversationId = withoutThread(address.conversationId);
      const where = kind === "personal" ? { chat: address } : { channel: { ...address, conversationId } };
      return await addresses.remember(person, { ...seenReader(activity, config), ...where });
    } catch (fault) {
      log.warn("address.not-kept", { person, ...faultFields(fault) });
      return null;
    }
  }

  async function rememberChannels(scope: ChatScope, ids: readonly (string | null | undefined)[]) {
    for (const conversationId of new Set(ids)) {
      if (conversationId) await addresses.rememberChannel({ ...scope.address, conversationId }, true);
    }
  }

  /**
   * Beckon in a team reaches its standard channels, but no event names them: the helpdesk channel is taken to be in
   * this team unless its address is known. A post to it tells whether it is.
   */
  async function rememberTeam(scope: ChatScope, ids: readonly (string | null | undefined)[]) {
    const isHelpdeskUnknown = scope.kind === "channel" && helpdesk && !(await addresses.channel(helpdesk));
    await rememberChannels(scope, isHelpdeskUnknown ? [...ids, helpdesk] : ids);
  }

  async function installed(activity: Activity, scope: ChatScope): Promise<void> {
    if (scope.kind !== "personal") {
      const conversationId = withoutThread(scope.address.conversationId);
      const isNew = isFirst(conversationId) && (await addresses.channel(conversationId)) === null;
      const selected = activity.channelData?.settings?.selectedChannel?.id;
      const knewHelpdesk = (await addresses.channel(helpdesk)) !== null;
      await rememberTeam(scope, [conversationId, selected]);
      if (!isNew || activity.action === "add-upgrade") return;
      const person = readPerson(activity, config);
      const addedBy = "rejected" in person ? null : person.id;
      const team = { addedBy, channel: conversationId, chosen: selected ?? null, knewHelpdesk };
      const said = await introduce(team);
      if ("say" in said) return await messenger.say(scope.address, said.say);
      await messenger.post(scope.address, cardMessage(said.show, languageOf(config.reader)));
      return;
    }
    const owner = chatOwner(activity, config);
    if (owner === null) return;
    const isNew = isFirst(owner.id);
    const known = await addresses.contact(owner.id).catch(() => null);
    const contact = await heardFrom(activity, owner.id, scope);
    const isReached = known?.chat != null && known.blocked === null;
    if (!isNew || isReached || activity.action === "add-upgrade") return;
    const caller = callerOf(activity, owner, config, contact);
    await messenger.post(scope.address, cardMessage(await welcome(caller), languageOf(caller)));
  }

  async function removed(activity: Activity, scope: ChatScope): Promise<void> {
    if (scope.kind !== "personal") {
      const conversationId = withoutThread(scope.address.conversationId);
      arriving.delete(conversationId);
      return addresses.forgetChannel(conversationId);
    }
    const owner = chatOwner(activity, config);
    if (owner === null) return;
    arriving.delete(owner.id);
    await addresses.block(owner.id, "removed");
  }

  return {
    heardFrom,
    async event(activity) {
      const scope = readScope(activity, config);
      if ("rejected" in scope) return log.warn("event.rejected", { reason: scope.rejected });
      const { eventType, channel } = activity.channelData ?? {};
      if (eventType === "channelDeleted") {
        if (channel) await addresses.forgetChannel(channel.id);
      } else if (CHANNEL_IS_BACK.has(eventType ?? "")) await rememberChannels(scope, [channel?.id]);
      else if (TEAM_IS_BACK.has(eventType ?? "")) {
        await rememberTeam(scope, [withoutThread(scope.address.conversationId)]);
      } else if (comes(activity)) await installed(activity, scope);
      else if (goes(activity)) await removed(activity, scope);
    },
  };
}

const about = (accounts: Activity["membersAdded"], activity: Activity) =>
  accounts.some((account) => isBeckon(account, activity));

/** Teams sends both events for one installation; the first of them greets, in a chat that could not be written to before. */
const comes = (activity: Activity) =>
  activity.action === "add" || activity.action === "add-upgrade" || about(activity.membersAdded, activity);

/** `remove-upgrade` is half of an update of the app and no removal. */
const goes = (activity: Activity) => activity.action === "remove" || about(activity.membersRemoved, activity);

/** In a personal chat there is one person; an event may name them as the member or as its cause. */
function chatOwner(activity: Activity, config: TeamsConfig): { id: PersonId; name: string } | null {
  for (const from of [...activity.membersAdded, activity.from]) {
    const person = readPerson({ from }, config);
    if (!("rejected" in person)) return person;
  }
  return null;
}
