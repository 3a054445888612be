import { PEOPLE, PEOPLE_IDS, TENANT_ID } from "./company.ts";
import { personalChatId } from "./mock-file.ts";

/**
 * Sends a picture as Sam or Hana in the running playground, as Teams' clients do: the windows have no button for it.
 *
 *     node playground/send-picture.ts [sam|hana]
 */
const [who = "sam"] = process.argv.slice(2);
const PORTS: Readonly<Record<string, number>> = { sam: 3981, hana: 3982 };
const port = PORTS[who];
const person = PEOPLE.find(({ id }) => id === Object.entries(PEOPLE_IDS).find(([key]) => key === who)?.[1]);
if (port === undefined || person === undefined) throw new Error("say who sends it: sam or hana");

const { id, displayName: name, userPrincipalName: upn } = person;
const url = `http://localhost:${port}`;
const activity = {
  type: "message",
  id: `f:${Date.now()}`,
  text: "this is what I see",
  channelId: "msteams",
  serviceUrl: `${url}/_connector`,
  from: { id: `29:${id}`, aadObjectId: id, name },
  recipient: { id: "28:beckon", name: "Beckon" },
  conversation: {
    id: personalChatId({ id, name, upn }),
    conversationType: "personal",
    tenantId: TENANT_ID,
  },
  channelData: { tenant: { id: TENANT_ID } },
  attachments: [
    {
      contentType: "image/*",
      contentUrl: "http://localhost:3979/_console/v3/attachments/screenshot/views/original",
    },
  ],
};
const { status } = await fetch(`${url}/_internal/v1/customActivities`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(activity),
});
console.log(status === 200 ? `sent as ${name}` : `the window at ${url} answered ${status}`);
