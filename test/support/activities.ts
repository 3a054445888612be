import type { Person } from "../../src/domain/ticket/person.ts";

export const TENANT = "a0000000-0000-4000-8000-000000000001";
export const BECKON = { id: "28:b0000000-0000-4000-8000-000000000001", name: "Beckon" };
export const HELPDESK = "19:helpdesk@thread.tacv2";
export const THREAD = `${HELPDESK};messageid=1700000000000`;
export const MENTION = { type: "mention", mentioned: BECKON, text: "<at>Beckon</at>" };

export const chatOf = ({ id }: Person) => `a:${id}`;

export const accountOf = ({ id, name }: Person) => ({ id: `29:${id}`, aadObjectId: id, name: name.text });

const tenant = { tenant: { id: TENANT } };

export const personalChat = (person: Person) => ({
  conversation: { id: chatOf(person), conversationType: "personal", tenantId: TENANT },
  channelData: tenant,
});

export const channelThread = {
  conversation: { id: THREAD, conversationType: "channel", tenantId: TENANT, isGroup: true },
  channelData: { ...tenant, channel: { id: HELPDESK }, team: { id: "19:team@thread.tacv2" } },
};

export const groupChat = {
  conversation: { id: "19:group@thread.v2", conversationType: "groupChat", tenantId: TENANT, isGroup: true },
  channelData: tenant,
};

export const clientInfo = { type: "clientInfo", locale: "en-IE", country: "DE", timezone: "Europe/Berlin" };

let lastId = 0;

/** An activity as Teams sends it, from a personal chat unless `more` says otherwise. */
export function activityFrom(person: Person, more: object) {
  lastId += 1;
  return {
    id: `f:${lastId}`,
    timestamp: "2026-11-22T12:00:00.000Z",
    channelId: "msteams",
    from: accountOf(person),
    recipient: BECKON,
    entities: [clientInfo],
    locale: "en-IE",
    ...personalChat(person),
    ...more,
  };
}

/** `Action.Execute`; `trigger` distinguishes a press from a refresh. */
export const press = (verb: string, data: unknown, trigger?: string) => ({
  type: "invoke",
  name: "adaptiveCard/action",
  replyToId: "1700000000001",
  value: { action: { type: "Action.Execute", verb, data }, ...(trigger !== undefined && { trigger }) },
});

/** The fallback of a client that does not know `Action.Execute`. */
export const submit = (verb: string, data: object) => ({
  type: "message",
  replyToId: "1700000000001",
  value: { verb, ...data },
});

export const typed = (text: string) => ({ type: "message", text, textFormat: "plain" });
