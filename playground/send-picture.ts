import { PEOPLE, PEOPLE_IDS, TENANT_ID } from "./company.ts";
import { personalChatId } from "./mock-file.ts";

/**
 * Sends a picture in a window, as Teams' clients do: the windows have no button for it.
 * @param graph the address of the simulated Graph, which has the picture
 */
export async function sendPicture(
  who: "sam" | "hana",
  window: string,
  graph: string,
  text = "this is what I see",
): Promise<void> {
  const person = PEOPLE.find(({ id }) => id === PEOPLE_IDS[who]);
  if (person === undefined) throw new Error(`${who} is not in the simulated company`);
  const { id, displayName: name, userPrincipalName: upn } = person;
  const activity = {
    type: "message",
    id: `f:${Date.now()}`,
    text,
    channelId: "msteams",
    serviceUrl: `${window}/_connector`,
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
        contentUrl: `${graph}/_console/v3/attachments/screenshot/views/original`,
      },
    ],
  };
  const { ok, status } = await fetch(`${window}/_internal/v1/customActivities`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(activity),
  });
  if (!ok) throw new Error(`the window at ${window} answered ${status}`);
}

/** `node playground/send-picture.ts [sam|hana]`, in the running playground. */
if (import.meta.main) {
  const [who = "sam"] = process.argv.slice(2);
  if (who !== "sam" && who !== "hana") throw new Error("say who sends it: sam or hana");
  await sendPicture(who, `http://localhost:${who === "sam" ? 3981 : 3982}`, "http://localhost:3979");
  console.log(`sent as ${who}`);
}
