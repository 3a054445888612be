import type { ChatScope } from "../bot/action.ts";
import { type PersonId, personId } from "../domain/ticket/ids.ts";
import { type Activity, isBot } from "./activity.ts";
import type { TeamsConfig } from "./config.ts";
import type { Rejected } from "./rejection.ts";
import { servesTeams } from "./service-host.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_NAME = 80;
const BETWEEN_PEOPLE = /@unq\.gbl\.spaces$/i;

const KINDS = new Map<string, ChatScope["kind"]>([
  ["personal", "personal"],
  ["channel", "channel"],
  ["groupChat", "group"],
]);

/** The chat that an activity came from, when Beckon serves it. A channel's id keeps its message part: the thread. */
export function readScope(activity: Activity, config: TeamsConfig): ChatScope | Rejected {
  if (activity.channelId !== "msteams") return { rejected: "not_teams" };
  if (!servesTeams(activity.serviceUrl, config)) return { rejected: "foreign_connector" };
  const { conversation, channelData, serviceUrl } = activity;
  const tenants = [channelData?.tenant?.id, conversation.tenantId].filter((id) => !!id);
  const [tenantId] = tenants;
  if (!tenantId || !tenants.every((id) => config.tenants.includes(id ?? "")))
    return { rejected: "foreign_tenant" };
  const kind = KINDS.get(conversation.conversationType ?? "");
  if (kind === undefined) return { rejected: "unknown_chat" };
  // A chat between two people is "personal" to Teams, and what is written there is read by both.
  if (kind === "personal" && BETWEEN_PEOPLE.test(conversation.id)) {
    return { kind: "group", address: { serviceUrl, conversationId: conversation.id, tenantId } };
  }
  return { kind, address: { serviceUrl, conversationId: conversation.id, tenantId } };
}

/** Who acts, as the connector vouches for it. Only for messages and presses: events name whoever caused them. */
export function readPerson({ from }: Activity): { id: PersonId; name: string } | Rejected {
  if (!from) return { rejected: "no_identity" };
  if (isBot(from)) return { rejected: "bot" };
  if (!from.aadObjectId || !GUID.test(from.aadObjectId)) return { rejected: "no_identity" };
  return {
    id: personId(from.aadObjectId.toLowerCase()),
    name: from.name?.trim().slice(0, MOST_NAME).toWellFormed() ?? "",
  };
}
