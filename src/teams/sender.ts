import { z } from "zod";
import type { Caller, ChatScope } from "../bot/action.ts";
import { isGuid } from "../domain/ticket/guid.ts";
import { type PersonId, personId } from "../domain/ticket/ids.ts";
import type { Contact, ReaderLocale } from "../ports/address-book.ts";
import { type Activity, isBot } from "./activity.ts";
import { servesTeams, type TeamsConfig } from "./config.ts";
import type { Rejected } from "./rejection.ts";
import { timeZoneOf, zoneOfTimestamp } from "./time-zone.ts";

const MOST_NAME = 80;
const BETWEEN_PEOPLE = /@unq\.gbl\.spaces$/i;

const KINDS = new Map<string, ChatScope["kind"]>([
  ["personal", "personal"],
  ["channel", "channel"],
  ["groupChat", "group"],
]);

/**
 * The chat that an activity came from, when Beckon serves it. A channel's id keeps its message part: the thread.
 * @param kindUnlessTold a search needs no chat, and some clients do not say what kind of chat it comes from.
 */
export function readScope(
  activity: Activity,
  config: TeamsConfig,
  kindUnlessTold?: ChatScope["kind"],
): ChatScope | Rejected {
  if (activity.channelId !== "msteams") return { rejected: "not_teams" };
  if (!servesTeams(activity.serviceUrl, config)) return { rejected: "foreign_connector" };
  const { conversation, channelData, serviceUrl } = activity;
  const told = [channelData?.tenant?.id, conversation.tenantId].filter((id) => !!id);
  const [tenantId] = told;
  if (!tenantId || !told.every((id) => isOurs(id, config))) return { rejected: "foreign_tenant" };
  const kind = conversation.conversationType ? KINDS.get(conversation.conversationType) : kindUnlessTold;
  if (kind === undefined) return { rejected: "unknown_chat" };
  // A chat between two people is "personal" to Teams, and what is written there is read by both.
  const isShared = kind === "personal" && BETWEEN_PEOPLE.test(conversation.id);
  return {
    kind: isShared ? "group" : kind,
    address: { serviceUrl, conversationId: conversation.id, tenantId },
  };
}

const isOurs = (tenant: string | null | undefined, { tenants }: TeamsConfig) =>
  tenants.some((ours) => ours.toLowerCase() === tenant?.toLowerCase());

/** Who acts, as the connector vouches for it. Only for messages and actions: events name whoever caused them. */
export function readPerson(
  { from }: Pick<Activity, "from">,
  config: TeamsConfig,
): { id: PersonId; name: string } | Rejected {
  if (!from) return { rejected: "no_identity" };
  if (isBot(from)) return { rejected: "bot" };
  if (!from.aadObjectId || !isGuid(from.aadObjectId)) return { rejected: "no_identity" };
  // In a shared channel the conversation's tenant is the host's, and guests of it come from their own.
  if (from.tenantId && !isOurs(from.tenantId, config)) return { rejected: "foreign_tenant" };
  return {
    id: personId(from.aadObjectId.toLowerCase()),
    name: from.name?.trim().slice(0, MOST_NAME).toWellFormed() ?? "",
  };
}

/** The sender with language and time zone: as this client tells, as they were known, or as configured. */
export function callerOf(
  activity: Activity,
  person: { readonly id: PersonId; readonly name: string },
  config: TeamsConfig,
  contact: Contact | null,
): Caller {
  const { locale, timeZone } = { ...config.reader, ...contact, ...seenReader(activity, config) };
  const language = contact?.language;
  return { ...person, locale, timeZone, ...(language !== undefined && { language }) };
}

const ClientInfo = z.object({
  type: z.literal("clientInfo"),
  locale: z.string().optional().catch(undefined),
  timezone: z.string().optional().catch(undefined),
});

/** What this activity tells about how its sender reads; a language or zone that Node cannot use is left out. */
export function seenReader(
  { entities, ...activity }: Activity,
  { reader }: Pick<TeamsConfig, "reader">,
): Partial<ReaderLocale> {
  const client = entities.map((entity) => ClientInfo.safeParse(entity).data).find(Boolean);
  const locale = client?.locale ?? activity.locale;
  const timeZone =
    timeZoneOf(client?.timezone) ??
    timeZoneOf(activity.localTimezone) ??
    zoneOfTimestamp(activity.localTimestamp, reader.timeZone);
  return { ...(isLocale(locale) && { locale }), ...(timeZone !== null && { timeZone }) };
}

/** A client may claim anything; a name that Intl does not know would break every card for its reader. */
function isLocale(name: string | null | undefined): name is string {
  try {
    return !!name && Intl.getCanonicalLocales(name).length > 0;
  } catch {
    return false;
  }
}
