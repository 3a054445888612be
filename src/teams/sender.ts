import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Caller, ChatScope } from "../bot/action.ts";
import type { Words } from "../cards/text/words.ts";
import { isGuid, type PersonId, personId } from "../domain/ticket/ids.ts";
import { type Contact, type ReaderLocale, readerOf } from "../ports/address-book.ts";
import { type Activity, isBot } from "./activity.ts";
import type { TeamsConfig } from "./config.ts";
import { servesTeams } from "./service-hosts.ts";

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
  const tenantId = tenantIn([channelData?.tenant, conversation.tenantId], config);
  if (tenantId === null) return { rejected: "foreign_tenant" };
  const kind = conversation.conversationType ? KINDS.get(conversation.conversationType) : kindUnlessTold;
  if (kind === undefined) return { rejected: "unknown_chat" };
  // A chat between two people is "personal" to Teams, and what is written there is read by both.
  const isShared = kind === "personal" && BETWEEN_PEOPLE.test(conversation.id);
  return {
    kind: isShared ? "group" : kind,
    address: { serviceUrl, conversationId: conversation.id, tenantId },
  };
}

/** The one tenant that all of these fields name, when it is ours; null for none, for two, and for what cannot be read. */
function tenantIn(fields: readonly unknown[], { tenants }: TeamsConfig): string | null {
  const ids = fields.filter(isTold).map((field) => (typeof field === "string" ? field.toLowerCase() : null));
  const [first] = ids;
  if (first == null || ids.some((id) => id !== first)) return null;
  return tenants.find((ours) => ours.toLowerCase() === first) ?? null;
}

const isTold = (field: unknown): boolean => field !== undefined && field !== null && field !== "";

/** Who acts, as the connector vouches for it. Only for messages and actions: events name the person who caused them. */
export function readPerson(
  { from, conversation, channelData }: Pick<Activity, "from"> & Partial<Activity>,
  config: TeamsConfig,
): { id: PersonId; name: string } | Rejected {
  if (!from) return { rejected: "no_identity" };
  if (isBot(from)) return { rejected: "bot" };
  if (!from.aadObjectId || !isGuid(from.aadObjectId)) return { rejected: "no_identity" };
  // A guest acts as an account of the home tenant; members of a shared channel from another tenant have that tenant's id.
  const fields = [from.tenantId, conversation?.tenantId, channelData?.tenant];
  if (isTold(from.tenantId) && tenantIn(fields, config) === null) return { rejected: "foreign_tenant" };
  return {
    id: personId(from.aadObjectId.toLowerCase()),
    name: from.name?.trim().slice(0, MOST_NAME).toWellFormed() ?? "",
  };
}

/** The sender with language and time zone: from this client, else as known before, else as configured. */
export function callerOf(
  activity: Activity,
  person: { readonly id: PersonId; readonly name: string },
  config: TeamsConfig,
  contact: Contact | null,
): Caller {
  const seen = { ...contact, ...seenReader(activity, config) };
  const { locale, timeZone, assumesZone = false } = readerOf(seen, config.reader);
  const language = contact?.language;
  const hasChat = contact !== null && contact.chat !== null && contact.blocked === null;
  return { ...person, hasChat, locale, timeZone, assumesZone, ...(language !== undefined && { language }) };
}

const ClientInfo = z.object({
  type: z.literal("clientInfo"),
  locale: z.string().optional().catch(undefined),
  timezone: z.string().optional().catch(undefined),
});

/** Language and time zone in this activity; one that Node cannot use is left out. */
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

/** Why an activity is not acted upon. */
export type RejectionCode =
  | "not_teams"
  | "foreign_connector"
  | "foreign_tenant"
  | "unknown_chat"
  | "bot"
  | "no_identity"
  | "unknown_verb"
  | "malformed"
  | "automatic"
  | "too_fast";

export interface Rejected {
  readonly rejected: RejectionCode;
  /** The fields of a form that have to be looked at again. */
  readonly fields?: readonly string[];
  /** They were told a moment ago, and it is logged. */
  readonly isRepeated?: boolean;
}

export const explainRejection = ({ rejected, fields = [] }: Rejected, { say }: Words): string =>
  fields.length === 0
    ? say(`rejected.${rejected}`)
    : say("teams.check-fields", { fields: fields.join(", ") });

/** Windows' names of time zones, as some clients send them, with the IANA name that CLDR gives for each (territory 001). */
const WINDOWS: Readonly<Record<string, string>> = {
  "AUS Eastern Standard Time": "Australia/Sydney",
  "Alaskan Standard Time": "America/Anchorage",
  "Arab Standard Time": "Asia/Riyadh",
  "Arabian Standard Time": "Asia/Dubai",
  "Argentina Standard Time": "America/Buenos_Aires",
  "Atlantic Standard Time": "America/Halifax",
  "Cen. Australia Standard Time": "Australia/Adelaide",
  "Central America Standard Time": "America/Guatemala",
  "Central Asia Standard Time": "Asia/Bishkek",
  "Central Europe Standard Time": "Europe/Budapest",
  "Central European Standard Time": "Europe/Warsaw",
  "Central Standard Time": "America/Chicago",
  "Central Standard Time (Mexico)": "America/Mexico_City",
  "China Standard Time": "Asia/Shanghai",
  "E. Africa Standard Time": "Africa/Nairobi",
  "E. Australia Standard Time": "Australia/Brisbane",
  "E. Europe Standard Time": "Europe/Chisinau",
  "E. South America Standard Time": "America/Sao_Paulo",
  "Eastern Standard Time": "America/New_York",
  "Egypt Standard Time": "Africa/Cairo",
  "FLE Standard Time": "Europe/Kiev",
  "GMT Standard Time": "Europe/London",
  "GTB Standard Time": "Europe/Bucharest",
  "Greenwich Standard Time": "Atlantic/Reykjavik",
  "Hawaiian Standard Time": "Pacific/Honolulu",
  "India Standard Time": "Asia/Calcutta",
  "Iran Standard Time": "Asia/Tehran",
  "Israel Standard Time": "Asia/Jerusalem",
  "Jordan Standard Time": "Asia/Amman",
  "Korea Standard Time": "Asia/Seoul",
  "Middle East Standard Time": "Asia/Beirut",
  "Morocco Standard Time": "Africa/Casablanca",
  "Mountain Standard Time": "America/Denver",
  "Nepal Standard Time": "Asia/Katmandu",
  "New Zealand Standard Time": "Pacific/Auckland",
  "Newfoundland Standard Time": "America/St_Johns",
  "Pacific SA Standard Time": "America/Santiago",
  "Pacific Standard Time": "America/Los_Angeles",
  "Pakistan Standard Time": "Asia/Karachi",
  "Romance Standard Time": "Europe/Paris",
  "Russian Standard Time": "Europe/Moscow",
  "SA Pacific Standard Time": "America/Bogota",
  "SE Asia Standard Time": "Asia/Bangkok",
  "Singapore Standard Time": "Asia/Singapore",
  "South Africa Standard Time": "Africa/Johannesburg",
  "Taipei Standard Time": "Asia/Taipei",
  "Tokyo Standard Time": "Asia/Tokyo",
  "Turkey Standard Time": "Europe/Istanbul",
  "US Mountain Standard Time": "America/Phoenix",
  UTC: "UTC",
  "W. Australia Standard Time": "Australia/Perth",
  "W. Central Africa Standard Time": "Africa/Lagos",
  "W. Europe Standard Time": "Europe/Berlin",
};

const OFFSET = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i;

/** Asking Intl costs about 30 µs and there are few names. */
const cache = new LRUCache<string, string>({ max: 1_000 });

/** The name that Intl knows for what a client calls its zone: an IANA name, a Windows name or an offset; null for none. */
export function timeZoneOf(name: string | null | undefined): string | null {
  const sent = name?.trim().slice(0, 100) ?? "";
  if (sent === "") return null;
  const cached = cache.get(sent);
  if (cached !== undefined) return cached || null;
  const [, sign, hours = "", minutes = "00"] = OFFSET.exec(sent) ?? [];
  const offset = sign === undefined ? null : `${sign}${hours.padStart(2, "0")}:${minutes}`;
  const zone = [WINDOWS[sent], offset, sent].find((each) => each != null && isKnown(each)) ?? null;
  cache.set(sent, zone ?? "");
  return zone;
}

function isKnown(timeZone: string): boolean {
  try {
    Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** The zone that a local timestamp tells, `2026-11-24T10:30:00+01:00`: the configured one when it has this offset then, else the offset. */
export function zoneOfTimestamp(timestamp: string | null | undefined, configured: string): string | null {
  const [, offset] = /T[\d:.]+([+-]\d{2}:\d{2})$/.exec(timestamp ?? "") ?? [];
  const at = Date.parse(timestamp ?? "");
  if (offset === undefined || Number.isNaN(at)) return null;
  const parts = new Intl.DateTimeFormat("en", {
    timeZone: configured,
    timeZoneName: "longOffset",
  }).formatToParts(at);
  const there = parts.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "") || "+00:00";
  return there === offset ? configured : timeZoneOf(offset);
}
