import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  accountOf,
  activityFrom,
  BECKON,
  channelThread,
  chatOf,
  clientInfo,
  HELPDESK,
  press,
  TENANT,
  typed,
} from "../support/activities.ts";
import { hana, sam } from "../support/people.ts";
import { startTeamsBot, type TeamsBot } from "../support/teams-bot.ts";

let bot: TeamsBot;
beforeEach(async () => {
  bot = await startTeamsBot();
});
afterEach(() => bot.close());

const installation = (action: string) => ({ type: "installationUpdate", action });
const members = (key: "membersAdded" | "membersRemoved", ...accounts: object[]) => ({
  type: "conversationUpdate",
  [key]: accounts,
});
const inTeam = {
  ...channelThread,
  conversation: { ...channelThread.conversation, id: "19:general@thread.tacv2" },
  channelData: { ...channelThread.channelData, settings: { selectedChannel: { id: HELPDESK } } },
};
const contactOfSam = () => bot.addresses.people.get(sam.id);
const address = (conversationId: string) => ({
  conversationId,
  tenantId: TENANT,
  serviceUrl: bot.connector.serviceUrl,
});

describe("Beckon is installed for a person", () => {
  test("they can be written to, and are greeted once for both events of one installation", async () => {
    await bot.post(activityFrom(sam, members("membersAdded", BECKON)));
    await bot.post(activityFrom(sam, installation("add")));
    expect(contactOfSam()).toMatchObject({
      chat: address(chatOf(sam)),
      timeZone: "Europe/Berlin",
      locale: "en-IE",
      blocked: null,
    });
    expect(bot.connector.received).toHaveLength(1);
    expect(JSON.stringify(bot.connector.received[0]?.body.attachments)).toContain("Welcome Sam Sharma");
  });

  test("a chat that Beckon knows is not greeted again, such as when a window is opened again", async () => {
    await bot.post(activityFrom(sam, typed("help")));
    const before = bot.connector.received.length;
    await bot.post(activityFrom(sam, installation("add")));
    expect(bot.connector.received).toHaveLength(before);
  });

  test("the member who joined the chat is its owner, not the one who added them", async () => {
    const byHana = { ...activityFrom(hana, members("membersAdded", accountOf(sam), BECKON)) };
    await bot.post({ ...byHana, conversation: { ...byHana.conversation, id: chatOf(sam) } });
    expect([...bot.addresses.people.keys()]).toEqual([sam.id]);
  });

  test("an update of the app neither greets nor removes an address", async () => {
    await bot.post(activityFrom(sam, installation("add-upgrade")));
    await bot.post(activityFrom(sam, installation("remove-upgrade")));
    expect(contactOfSam()).toMatchObject({ chat: address(chatOf(sam)), blocked: null });
    expect(bot.connector.received).toHaveLength(0);
  });

  test("a greeting that Teams refuses does not fail the installation", async () => {
    bot.connector.next({ status: 403, code: "ForbiddenOperationException" });
    expect(await bot.post(activityFrom(sam, installation("add")))).toMatchObject({ status: 200 });
    expect(contactOfSam()?.chat).not.toBeNull();
  });

  test("removed, they are not written to until they write again", async () => {
    await bot.post(activityFrom(sam, installation("add")));
    await bot.post(activityFrom(sam, installation("remove")));
    expect(contactOfSam()).toMatchObject({ blocked: "removed" });
    await bot.post(activityFrom(sam, typed("hello")));
    expect(contactOfSam()).toMatchObject({ blocked: null });
  });
});

describe("Beckon is installed in a team", () => {
  test("its channels are known and hear one line", async () => {
    await bot.post(activityFrom(hana, { ...installation("add"), ...inTeam }));
    expect([...bot.addresses.channels.values()]).toEqual([
      address("19:general@thread.tacv2"),
      address(HELPDESK),
    ]);
    expect(bot.connector.received).toHaveLength(1);
    expect(bot.connector.received[0]?.body.text).toContain("Beckon is here");
  });

  test("the person who installed it there gets no personal chat by that", async () => {
    await bot.post(activityFrom(hana, { ...installation("add"), ...inTeam }));
    expect(bot.addresses.people.size).toBe(0);
  });

  test("new members of the team are left in peace", async () => {
    await bot.post(activityFrom(hana, { ...members("membersAdded", accountOf(sam)), ...inTeam }));
    expect(bot.connector.received).toHaveLength(0);
    expect(bot.addresses.people.size).toBe(0);
  });

  test.each([
    ["the app", installation("remove")],
    ["the bot", members("membersRemoved", BECKON)],
  ])("removed (%s), the channel is forgotten", async (_, removal) => {
    await bot.post(activityFrom(hana, { ...installation("add"), ...inTeam }));
    await bot.post(activityFrom(hana, { ...removal, ...inTeam }));
    expect([...bot.addresses.channels.keys()]).toEqual([HELPDESK]);
  });

  test("a deleted channel is forgotten", async () => {
    await bot.post(activityFrom(hana, { ...installation("add"), ...inTeam }));
    const channelData = { ...inTeam.channelData, eventType: "channelDeleted", channel: { id: HELPDESK } };
    await bot.post(activityFrom(hana, { type: "conversationUpdate", ...inTeam, channelData }));
    expect([...bot.addresses.channels.keys()]).toEqual(["19:general@thread.tacv2"]);
  });
});

describe("whatever arrives keeps addresses fresh", () => {
  const data = { ticket: "BK-1", version: 1 };

  test("a press in a channel: the channel without its thread, and how its presser reads", async () => {
    await bot.post(activityFrom(sam, { ...press("pick-up", data), ...channelThread }));
    expect(bot.addresses.channels.get(HELPDESK)).toEqual(address(HELPDESK));
    expect(contactOfSam()).toMatchObject({ timeZone: "Europe/Berlin", chat: null });
  });

  test("a zone or language that Node does not know is not kept", async () => {
    const nonsense = { ...clientInfo, timezone: "Mars/Olympus", locale: "!!" };
    await bot.post(activityFrom(sam, { ...typed("hello"), entities: [nonsense] }));
    expect(contactOfSam()).not.toHaveProperty("timeZone");
    expect(contactOfSam()).not.toHaveProperty("locale");
  });

  test("a failing address book does not keep people from stopping", async () => {
    bot.addresses.breakDown(new Error("disk full"));
    await bot.post(activityFrom(sam, { ...typed("stop"), entities: [] }));
    expect(bot.connector.received[0]?.body.text).toBe("Stopped.");
    expect(bot.logged[0]).toMatchObject({ name: "address.not-kept", person: sam.id });
  });
});

test("an event of another tenant changes nothing", async () => {
  const foreign = "f0000000-0000-4000-8000-000000000009";
  const conversation = { id: chatOf(sam), conversationType: "personal", tenantId: foreign };
  await bot.post(
    activityFrom(sam, { ...installation("add"), conversation, channelData: { tenant: { id: foreign } } }),
  );
  expect(bot.addresses.people.size).toBe(0);
  expect(bot.connector.received).toHaveLength(0);
});
