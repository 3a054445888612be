import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEVICE_IDS, GROUP_IDS, PEOPLE_IDS, TENANT_ID } from "../../playground/company.ts";
import { asksForHelp, FIRST, invoke, on, picksUp, ticketIn } from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const FOREIGN = "7e000000-0000-4000-8000-00000000beef";
const HANA = PEOPLE_IDS.hana;

describe("a sender from outside the tenant", () => {
  let office: Office;
  let before: number;
  beforeAll(async () => {
    office = await openOffice();
    await picksUp(office);
    before = (await ticketIn(office)).version;
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const account = (change: object) => ({ from: { id: "29:hana", aadObjectId: HANA, name: "H", ...change } });
  const chat = (change: object) => ({
    conversation: { id: `a:${HANA}`, conversationType: "personal", tenantId: TENANT_ID, ...change },
  });
  const ORGANISATION =
    /^Beckon helps people of its own organization only\. Please ask the IT team of yours\.$/;
  const PEOPLE_ONLY = /^Beckon talks to people only\.$/;
  const WHO_ARE_YOU = /^Beckon could not tell who you are\. Please sign in to Teams with your work account/;
  const foreign = { channelData: { tenant: { id: FOREIGN } } };

  const senders: readonly [who: string, change: object, answer: RegExp][] = [
    ["another tenant", { ...foreign, ...chat({ tenantId: FOREIGN }) }, ORGANISATION],
    ["another tenant in a chat of ours", foreign, ORGANISATION],
    ["a chat of another tenant", chat({ tenantId: FOREIGN }), ORGANISATION],
    ["a person of another tenant in a shared channel of ours", account({ tenantId: FOREIGN }), ORGANISATION],
    ["a person with a tenant that cannot be read", account({ tenantId: { id: TENANT_ID } }), ORGANISATION],
    ["a list of tenants", account({ tenantId: [TENANT_ID, FOREIGN] }), ORGANISATION],
    ["a chat with a tenant that cannot be read", chat({ tenantId: 7 }), ORGANISATION],
    ["a tenant without an id", { channelData: { tenant: { name: "ours" } } }, ORGANISATION],
    ["no tenant at all", { channelData: {}, ...chat({ tenantId: null }) }, ORGANISATION],
    ["a bot", account({ id: "28:another-bot" }), PEOPLE_ONLY],
    ["a skill", account({ role: "skill" }), PEOPLE_ONLY],
    ["an anonymous meeting user", account({ aadObjectId: null }), WHO_ARE_YOU],
    ["an id that is none", account({ aadObjectId: "../users/hana" }), WHO_ARE_YOU],
    ["nobody", { from: null }, WHO_ARE_YOU],
    ["another channel than Teams", { channelId: "webchat" }, /^Beckon works in Microsoft Teams only\.$/],
    [
      "another connector",
      { serviceUrl: "https://evil.example/" },
      /does not know the service that this came/,
    ],
    ["an unknown kind of chat", chat({ conversationType: "meeting" }), /does not work in this kind of chat/],
  ];

  test.each(senders)("%s presses in vain, and is told why", async (_, change, answer) => {
    const pressed = await office.hana.sends({ ...invoke("give-back", on("desk")), ...change });
    expect(pressed).toMatchObject({ status: 200, card: null, text: expect.stringMatching(answer) });
    expect((await ticketIn(office)).version).toBe(before);
  });

  test.each(senders)("%s types in vain", async (_, change, answer) => {
    const said = office.hana.messages().length;
    await office.hana.sends({ type: "message", text: `stop ${FIRST}`, ...change });
    const answers = office.hana.messages().slice(said);
    for (const { text, card } of answers) {
      expect(card).toBeNull();
      expect(text).toMatch(answer);
    }
    expect((await ticketIn(office)).version).toBe(before);
  });

  test("an answer is never sent to a connector that is not ours", () => {
    expect(office.log.filter(({ name }) => name === "answer.failed")).toEqual([]);
  });

  test.each([
    ["somebody who is no helper", PEOPLE_IDS.paul],
    ["an id that nobody has", "a1000000-0000-4000-8000-00000000dead"],
    ["an account that is disabled", PEOPLE_IDS.dora],
  ])("a ticket is not handed over to %s", async (_, helper) => {
    office.graph.join(GROUP_IDS.helpers, PEOPLE_IDS.dora);
    const answer = await office.hana.sends(invoke("hand-over", on("desk", { helper, note: "" })));
    expect(answer.text).toBe("This person is not in the helpers group. Choose another helper.");
  });

  test("a helper who is no helper any more knows no request that they never held", async () => {
    office.graph.leave(GROUP_IDS.helpers, PEOPLE_IDS.hugo);
    const answer = await office.hugo.sends(invoke("pick-up", on("ticket-channel")));
    expect(answer.text).toMatch(/^There is no such request\./);
    office.graph.reset();
  });
});

describe("the form", () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice();
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const opened = (who: Colleague) => textOf(who.messages().at(-1)?.card ?? null);

  test("without a device names the device, and sends nothing", async () => {
    expect((await asksForHelp(office, { device: "" })).text).toBe("Please check this again: device.");
    expect((await asksForHelp(office, { device: undefined })).text).toBe("Please check this again: device.");
  });

  test.each([
    ["somebody else's", DEVICE_IDS.hugoLaptop],
    ["nobody's", "d1000000-0000-4000-8000-00000000ffff"],
    ["no", "'; drop table tickets; --"],
  ])("with %s device is refused", async (_, device) => {
    const answer = await asksForHelp(office, { device });
    expect(answer.text).toBe("That device is not among yours. Choose another one and send again.");
  });

  test("of one person opens no ticket in the name of another", async () => {
    const form = { form: "0a000000-0000-4000-8000-000000000001", subject: "x", urgency: "low", details: "" };
    const answer = await office.hugo.sends(
      invoke("send-request", { ...form, device: DEVICE_IDS.samLaptop, sharer: PEOPLE_IDS.sam }),
    );
    expect(answer.text).toBe("That device is not among yours. Choose another one and send again.");
    expect(office.channel().every(({ card }) => card === null)).toBe(true);
  });

  test("for help without a session opens a ticket on which nobody can ask to see the screen", async () => {
    await asksForHelp(office, { device: "none" });
    expect(opened(office.sam)).toContain(FIRST);
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    const ask = { reason: "look at it", minutes: "30" };
    const press = (who: Colleague) => who.sends(invoke("ask-to-view", on("desk", ask)));
    expect((await press(office.hana)).text).toBe(
      "This request has no device, so there can be no session. The person who asked can choose one with “Change device”.",
    );
    expect((await press(office.paul)).text).toMatch(/^There is no such request\./);
  });

  test("of a guest becomes a ticket, and the ask says that guests cannot share, and who can change that", async () => {
    const gus = office.person("gus");
    await gus.types("my screen is black");
    const { text } = await gus.presses("send-request", {
      subject: "my screen is black",
      device: DEVICE_IDS.gusLaptop,
      urgency: "normal",
      details: "",
    });
    expect(text).toBeNull();
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    await office.hana.presses("ask-to-view", { reason: "look", minutes: "10" });
    const said = office.hana.messages().map(({ card }) => textOf(card));
    expect(said.some((card) => /guest/i.test(card))).toBe(true);
    expect((await ticketIn(office)).session).toBeNull();
  });
});
