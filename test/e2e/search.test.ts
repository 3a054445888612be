import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { GROUP_IDS, TENANT_ID } from "../../playground/company.ts";
import { searches } from "../support/compose-box.ts";
import { asksForHelp, FIRST, picksUp, views } from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const groupChat = {
  conversation: { id: "19:abc@thread.v2", conversationType: "groupChat", tenantId: TENANT_ID },
};
const betweenPeople = {
  conversation: { id: "19:a_b@unq.gbl.spaces", conversationType: "personal", tenantId: TENANT_ID },
};
const helpdesk = {
  conversation: { id: HELPDESK, conversationType: "channel", tenantId: TENANT_ID },
};
const otherChannel = {
  conversation: { id: "19:sales@thread.tacv2", conversationType: "channel", tenantId: TENANT_ID },
};
const titles = async (who: Colleague, text: string, more: object = {}) =>
  (await searches(who, text, more)).hits.map(({ title }) => title);

describe("a search in the compose box", () => {
  test("finds for a helper what is open, by words, number, person and state", async () => {
    await asksForHelp(office);
    for (const text of ["vpn", "since the upd", "1001", "BK-1001", "person:sharma", "state:open", ""]) {
      expect(await titles(office.hana, text)).toEqual([`${FIRST} · my vpn keeps dropping`]);
    }
    expect(await searches(office.hana, "printer")).toMatchObject({
      hits: [],
      say: "No matches. Try a number, a name, a device or a word.",
    });
  });

  test.each([
    ["a group chat", groupChat],
    ["a chat between two people", betweenPeople],
    ["a channel", otherChannel],
    ["the helpdesk channel", helpdesk],
  ])("works in %s with the rights of who searches", async (_, where) => {
    await picksUp(office);
    expect(await titles(office.hana, "vpn", where)).toHaveLength(1);
    expect(await titles(office.hugo, "vpn", where)).toEqual([]);
    expect(await titles(office.lena, "vpn", where)).toHaveLength(1);
    expect(await titles(office.mia, "vpn", where)).toEqual([]);
  });

  test("hands out a card that is safe for every chat: which request, how it stands, and no more", async () => {
    await picksUp(office);
    for (const where of [{}, groupChat, betweenPeople, otherChannel]) {
      const { hits } = await searches(office.hana, "vpn", where);
      const text = textOf(hits[0]?.card ?? null);
      expect(text).toContain(`${FIRST}\n● \nIn progress`);
      expect(text).toContain("Open in Beckon");
      expect(JSON.stringify(hits[0]?.card)).not.toMatch(/vpn|Sam|Hana|HAL-/i);
    }
  });

  test("says in the helpdesk channel what the request is about, as its own card does there", async () => {
    await picksUp(office);
    const { hits } = await searches(office.hana, "vpn", helpdesk);
    expect(textOf(hits[0]?.card ?? null)).toContain("my vpn keeps dropping");
    const sales = await searches(office.hana, "vpn", otherChannel);
    expect(textOf(sales.hits[0]?.card ?? null)).not.toContain("vpn");
  });

  test("counts on from where the client is", async () => {
    for (let i = 0; i < 3; i++) await asksForHelp(office);
    const page = (skip: number, count: number) => ({ queryOptions: { skip, count } });
    expect(await searches(office.lena, "vpn", {}, page(0, 2))).toMatchObject({ hits: [{}, {}] });
    expect((await searches(office.lena, "vpn", {}, page(2, 2))).hits).toHaveLength(1);
    expect(await searches(office.lena, "vpn", {}, page(25, 25))).toMatchObject({ hits: [], say: null });
    expect((await searches(office.lena, "vpn", {}, page(-1, 10_000))).hits).toHaveLength(3);
  });

  test("shows an auditor everything and nothing that was written", async () => {
    await using audited = await openOffice({ AUDITORS_GROUP_ID: GROUP_IDS.salesPeople });
    await picksUp(audited);
    expect(await titles(audited.paul, "vpn")).toEqual([]);
    expect(await titles(audited.paul, "hana")).toEqual([`${FIRST} · (not for auditors)`]);
  });

  test("shows an auditor their own request as it is", async () => {
    await using audited = await openOffice({ AUDITORS_GROUP_ID: GROUP_IDS.salesPeople });
    await picksUp(audited);
    expect(await titles(audited.sam, "since the update")).toEqual([`${FIRST} · my vpn keeps dropping`]);
    await audited.sam.types(`show ${FIRST}`);
    expect(textOf(audited.sam.messages().at(-1)?.card ?? null)).toContain("since the update");
  });

  test("finds one's own while Graph is down, and says why no more", async () => {
    await asksForHelp(office);
    // The greeting asked for Hana's roles, which are kept for a minute.
    office.jump(61_000);
    office.graph.faults.set({ unavailable: true });
    expect(await titles(office.sam, "vpn")).toHaveLength(1);
    expect((await searches(office.hana, "vpn")).say).toContain("roles could not be checked");
  });

  test("tells strangers that they are, and shows nothing", async () => {
    await asksForHelp(office);
    const foreign = { channelData: { tenant: { id: "0" } } };
    expect(await searches(office.hana, "vpn", foreign)).toMatchObject({
      hits: [],
      say: expect.stringContaining("own organization only"),
    });
    const nobody = { from: { id: "29:guest" } };
    expect(await searches(office.hana, "vpn", nobody)).toMatchObject({
      hits: [],
      say: expect.stringContaining("could not tell who you are"),
    });
  });

  test.each(["'; drop table tickets; --", `"*" NEAR(`, "🔥", "x".repeat(20_000), "state: since:99"])(
    "answers hostile words: %j",
    async (text) => {
      await asksForHelp(office);
      const found = await searches(office.lena, text);
      expect(found.status).toBe(200);
      expect(await titles(office.lena, "vpn")).toHaveLength(1);
    },
  );

  test("of another kind than ours is answered with a line", async () => {
    const found = await searches(office.lena, "vpn", {}, { commandId: "other" });
    expect(found).toMatchObject({ status: 200, hits: [], say: expect.stringContaining("does not know") });
  });

  test("teaches Beckon no address: a chat between people is never taken for the searcher's own", async () => {
    await searches(office.hana, "vpn", betweenPeople);
    await picksUp(office);
    expect(office.chats.in(betweenPeople.conversation.id)).toEqual([]);
    expect(office.hana.messages().length).toBeGreaterThan(0);
  });
});

describe("the button on a card that was sent", () => {
  const open = async (who: Colleague, where: object) => {
    const { hits } = await searches(office.hana, "vpn", where);
    const [button] = buttonsOf(hits[0]?.card ?? null);
    return who.sends({
      ...where,
      type: "invoke",
      name: "adaptiveCard/action",
      replyToId: "1",
      value: {
        action: { type: "Action.Execute", verb: button?.verb, data: button?.data },
        trigger: "manual",
      },
    });
  };

  test("shows the story to those who may see it, in their own chat", async () => {
    await views(office);
    expect((await open(office.hana, groupChat)).text).toBe(`${FIRST} is in your own chat with me.`);
    expect(textOf(office.hana.messages().at(-1)?.card ?? null)).toContain("Hana Weber picked it up");
    expect((await open(office.hana, betweenPeople)).card).toBeNull();
  });

  test("tells everybody else that there is no such ticket", async () => {
    await views(office);
    for (const who of [office.hugo, office.mia]) {
      expect(await open(who, groupChat)).toMatchObject({
        card: null,
        text: expect.stringContaining("There is no such request"),
      });
    }
  });
});
