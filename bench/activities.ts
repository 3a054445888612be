import { randomUUID } from "node:crypto";
import { PEOPLE_IDS, type PersonKey, TENANT_ID } from "../playground/company.ts";

export const HELPDESK = "19:helpdesk@thread.tacv2";
export const BOT_ID = "b0000000-0000-4000-8000-000000000001";
const tenant = { tenant: { id: TENANT_ID } };

/** An activity as Teams sends it. */
export const activity = (serviceUrl: string, who: PersonKey, more: object) => ({
  id: randomUUID(),
  channelId: "msteams",
  serviceUrl,
  from: { id: `29:${who}`, aadObjectId: PEOPLE_IDS[who], name: who },
  recipient: { id: `28:${BOT_ID}`, name: "Beckon" },
  conversation: { id: `a:${who}`, conversationType: "personal", tenantId: TENANT_ID },
  channelData: tenant,
  locale: "en-GB",
  entities: [{ type: "clientInfo", locale: "en-GB", timezone: "Europe/Berlin" }],
  ...more,
});

export const typed = (text: string) => ({ type: "message", text, textFormat: "plain" });

export const pressed = (verb: string, data: object) => ({
  type: "invoke",
  name: "adaptiveCard/action",
  replyToId: "1",
  value: { action: { type: "Action.Execute", verb, data }, trigger: "manual" },
});

export const inHelpdesk = {
  conversation: {
    id: `${HELPDESK};messageid=1`,
    conversationType: "channel",
    tenantId: TENANT_ID,
    isGroup: true,
  },
  channelData: { ...tenant, channel: { id: HELPDESK }, team: { id: "19:team" } },
};

export const installedIn = (conversation: object) => ({
  type: "installationUpdate",
  action: "add",
  ...conversation,
});
