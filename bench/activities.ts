import { randomUUID } from "node:crypto";
import { PEOPLE_IDS, type PersonKey, TENANT_ID } from "../playground/company.ts";

export const HELPDESK = "19:helpdesk@thread.tacv2";
export const BOT_ID = "b0000000-0000-4000-8000-000000000001";
const tenant = { tenant: { id: TENANT_ID } };

/** Somebody who is not in the playground's company. */
export interface Somebody {
  readonly key: string;
  readonly id: string;
}

/** An activity as Teams sends it. */
export function activity(serviceUrl: string, who: PersonKey | Somebody, more: object) {
  const { key, id } = typeof who === "string" ? { key: who, id: PEOPLE_IDS[who] } : who;
  return {
    id: randomUUID(),
    channelId: "msteams",
    serviceUrl,
    from: { id: `29:${key}`, aadObjectId: id, name: key },
    recipient: { id: `28:${BOT_ID}`, name: "Beckon" },
    conversation: { id: `a:${key}`, conversationType: "personal", tenantId: TENANT_ID },
    channelData: tenant,
    locale: "en-GB",
    entities: [{ type: "clientInfo", locale: "en-GB", timezone: "Europe/Berlin" }],
    ...more,
  };
}

export const typed = (text: string) => ({ type: "message", text, textFormat: "plain" });

export const pressed = (verb: string, data: object) => ({
  type: "invoke",
  name: "adaptiveCard/action",
  replyToId: "1",
  value: { action: { type: "Action.Execute", verb, data }, trigger: "manual" },
});

export const helpdeskThread = (messageId: string) => ({
  conversation: {
    id: `${HELPDESK};messageid=${messageId}`,
    conversationType: "channel",
    tenantId: TENANT_ID,
    isGroup: true,
  },
  channelData: { ...tenant, channel: { id: HELPDESK }, team: { id: "19:team" } },
});
export const inHelpdesk = helpdeskThread("1");

export const installedIn = (conversation: object) => ({
  type: "installationUpdate",
  action: "add",
  ...conversation,
});
