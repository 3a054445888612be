import { describe, expect, test } from "vitest";
import { TENANT_ID } from "../../playground/company.ts";
import { asksForHelp, asksToView, FIRST, has, saidNumber, ticketIn, views } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const contactOf = async (office: Office) => office.beckon.store.contact((await ticketIn(office)).sharer.id);
const inChannel = (office: Office) => office.channel().filter(({ card }) => textOf(card).includes(FIRST));

/** Deleted by its reader: Teams refuses to update it, in one of three ways, and takes new messages. */
describe.each([
  ["403 ServiceError", { accepted: false, answer: 403, code: "ServiceError" }],
  ["400 BadArgument", { accepted: false, answer: 400, code: "BadArgument" }],
  ["404 ActivityNotFoundInConversation", { accepted: false, answer: 404 }],
] as const)("a deleted card whose update is answered with %s (F07)", (_, answer) => {
  test("is posted again in a personal chat, and the person is not blocked", async () => {
    await using office = await openOffice();
    await asksToView(office);
    const { chat } = office.sam;
    office.chats.mishap(({ conversation, method }) =>
      conversation === chat && method === "PUT" ? answer : null,
    );
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    await office.pass(1);
    expect(await contactOf(office)).toMatchObject({ blocked: null });
    expect(office.sam.messages().some(({ card }) => has(card, "stop-session"))).toBe(true);
    for (const { card } of office.hana.messages()) expect(textOf(card)).not.toContain("removed Beckon");
  });

  test("is posted again in the helpdesk channel", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    const before = inChannel(office).length;
    office.chats.mishap(({ conversation, method }) =>
      conversation === HELPDESK && method === "PUT" ? answer : null,
    );
    await office.sam.presses("withdraw-ticket");
    await office.pass(1);
    expect(inChannel(office)).toHaveLength(before + 1);
    expect(textOf(inChannel(office).at(-1)?.card ?? null)).toMatch(/withdrawn/i);
  });
});

test("only a post that is refused tells that a person is gone (F07)", async () => {
  await using office = await openOffice();
  await asksToView(office);
  const { chat } = office.sam;
  office.chats.mishap(({ conversation }) =>
    conversation === chat ? { accepted: false, answer: 403, code: "ConversationBlockedByUser" } : null,
  );
  await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
  await office.pass(1);
  expect((await contactOf(office))?.blocked).not.toBeNull();
});

describe.each([400, 403, 404])("the connector moves, and the old address answers %i (F09)", (status) => {
  /** The old connector refuses everything from now on; activities come over the new one. */
  function moves(office: Office): object {
    office.chats.mishap(({ region }) => (region === "new" ? null : status));
    return { serviceUrl: `${office.chats.serviceUrl}/new` };
  }

  test("cards that hang in a chat are updated over the one that was heard from last", async () => {
    await using office = await openOffice();
    await views(office);
    const moved = moves(office);
    await office.sam.sends({ type: "message", text: "status", ...moved });
    await office.hana.sends({ type: "message", text: "status", ...moved });
    const [sams, hanas] = [office.sam.messages().length, office.hana.messages().length];
    await office.sam.sends({ type: "message", text: "stop", ...moved });
    await office.pass(1);
    expect((await ticketIn(office)).session).toBeNull();
    expect(await contactOf(office)).toMatchObject({ blocked: null });
    expect(office.sam.messages().some(({ card }) => has(card, "stop-session"))).toBe(false);
    expect(office.sam.messages().length).toBeGreaterThan(sams);
    // Her desk was updated in place.
    expect(office.hana.messages().filter(({ card }) => has(card, "ask-to-view"))).toHaveLength(1);
    expect(office.hana.messages().length).toBeGreaterThanOrEqual(hanas);
  });

  test("a new request reaches the channel over it, though the channel was not heard from since", async () => {
    await using office = await openOffice();
    office.chats.mishap(({ region, conversation }) =>
      conversation === HELPDESK && region !== "new" ? status : null,
    );
    await asksForHelp(office);
    expect(inChannel(office)).toHaveLength(0);
    await office.pass(1);
    const serviceUrl = `${office.chats.serviceUrl}/new`;
    await office.hana.sends({ type: "message", text: "status", serviceUrl });
    await office.pass(20);
    expect(inChannel(office)).toHaveLength(1);
    expect((await office.beckon.store.channel(HELPDESK))?.serviceUrl).toBe(serviceUrl);
  });
});

describe("the helpdesk channel can be reached again (F02)", () => {
  const team = "19:general@thread.tacv2";
  const inTeam = (more: object) => ({
    conversation: { id: team, conversationType: "channel", tenantId: TENANT_ID, isGroup: true },
    ...more,
  });

  test("when it is restored after it was deleted: what waited is posted at once", async () => {
    await using office = await openOffice();
    const event = (eventType: string) =>
      office.lena.sends(
        inTeam({
          type: "conversationUpdate",
          channelData: {
            tenant: { id: TENANT_ID },
            eventType,
            channel: { id: HELPDESK },
            team: { id: team },
          },
        }),
      );
    await event("channelDeleted");
    await asksForHelp(office);
    expect(inChannel(office)).toHaveLength(0);
    await event("channelRestored");
    expect(inChannel(office)).toHaveLength(1);
  });

  test("when Beckon is added to its team, which may name another channel", async () => {
    await using office = await openOffice();
    await office.beckon.store.forgetChannel(HELPDESK);
    await asksForHelp(office);
    expect(inChannel(office)).toHaveLength(0);
    await office.lena.sends(
      inTeam({
        type: "installationUpdate",
        action: "add",
        channelData: { tenant: { id: TENANT_ID }, team: { id: team }, channel: { id: team } },
      }),
    );
    expect(inChannel(office)).toHaveLength(1);
  });

  test("when Beckon was removed from its team and comes back", async () => {
    await using office = await openOffice();
    office.chats.mishap(({ conversation }) => (conversation === HELPDESK ? 403 : null));
    await asksForHelp(office);
    office.chats.mishap(null);
    await office.lena.sends(
      inTeam({
        type: "installationUpdate",
        action: "add",
        channelData: {
          tenant: { id: TENANT_ID },
          team: { id: team },
          channel: { id: team },
          settings: { selectedChannel: { id: HELPDESK } },
        },
      }),
    );
    expect(inChannel(office)).toHaveLength(1);
  });
});
