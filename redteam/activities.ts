import { randomUUID } from "node:crypto";
import { BOT_ID, HELPDESK, pressed } from "../bench/activities.ts";
import { TENANT_ID } from "../playground/company.ts";
import { SERVICE_URL } from "./target.ts";

export const chatOf = (person: string) => `a:${person}`;

/** An activity as Teams sends it, from somebody's personal chat. */
export const activityFrom = (person: string, more: object) => ({
  id: randomUUID(),
  channelId: "msteams",
  serviceUrl: SERVICE_URL,
  from: { id: `29:${person}`, aadObjectId: person, name: "Somebody" },
  recipient: { id: `28:${BOT_ID}`, name: "Beckon" },
  conversation: { id: chatOf(person), conversationType: "personal", tenantId: TENANT_ID },
  channelData: { tenant: { id: TENANT_ID } },
  locale: "en-GB",
  entities: [{ type: "clientInfo", locale: "en-GB", timezone: "Europe/Berlin" }],
  ...more,
});

/** A press that claims to come from this message of a chat. */
export const press = (verb: string, data: object, at?: { conversation: string; id: string }) => ({
  ...pressed(verb, data),
  ...(at !== undefined && { replyToId: at.id }),
  ...(at?.conversation === HELPDESK && {
    conversation: {
      id: `${HELPDESK};messageid=${at.id}`,
      conversationType: "channel",
      tenantId: TENANT_ID,
      isGroup: true,
    },
    channelData: { tenant: { id: TENANT_ID }, channel: { id: HELPDESK }, team: { id: "19:team" } },
  }),
});

/** What the presser is told; the card's own text when a card comes back. */
export function saidIn(body: string): { readonly text: string; readonly isCard: boolean } {
  if (!body.startsWith("{")) return { text: body, isCard: false };
  const { type, value } = JSON.parse(body);
  if (type === "application/vnd.microsoft.card.adaptive")
    return { text: JSON.stringify(value), isCard: true };
  return { text: typeof value === "string" ? value : (value?.message ?? body), isCard: false };
}
