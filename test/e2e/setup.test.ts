import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TENANT_ID } from "../../playground/company.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const answerTo = (who: "lena" | "hana" | "sam") => {
  const last = office[who].messages().at(-1);
  return last?.card == null ? (last?.text ?? "") : textOf(last.card);
};

test.each(["check setup", "Doctor", "prüfe einrichtung"])(
  "a lead who types %j reads what to put right, and no names",
  async (typed) => {
    await office.lena.types(typed);
    const text = answerTo("lena");
    expect(text).toContain("Is Beckon set up?");
    expect(text).toContain("In order");
    expect(text).toMatch(/Helpers with such a role\n1 of 4 without/);
    expect(text).toMatch(/\d+ checks in order\./);
    expect(text).not.toContain("Hedda");
    expect(text).not.toContain("Permission User.Read.All");
  },
);

test("a permission that was taken away is named with what misses it", async () => {
  office.graph.faults.set({ deny: ["Device.Read.All"] });
  await office.lena.types("check setup");
  expect(answerTo("lena")).toMatch(
    /1 to fix.*Permission Device\.Read\.All\nmissing: scopes made of device groups/s,
  );
});

describe("Beckon is added to a team", () => {
  const add = (who: "lena" | "sam", channel: string) =>
    office[who].sends({
      type: "installationUpdate",
      action: "add",
      conversation: { id: channel, conversationType: "channel", tenantId: TENANT_ID, isGroup: true },
      channelData: { tenant: { id: TENANT_ID }, team: { id: channel }, channel: { id: channel } },
    });
  const GENERAL = "19:another-general@thread.tacv2";
  const said = () => textOf(office.chats.in(GENERAL).at(-1)?.card ?? null);

  test("by a lead: which id to configure, and the findings in their own chat", async () => {
    await add("lena", GENERAL);
    expect(said()).toContain("Beckon is in this team");
    expect(said()).toContain(`set HELPDESK_CHANNEL_ID to ${GENERAL}`);
    expect(said()).toContain("in your own chat");
    expect(answerTo("lena")).toContain("Is Beckon set up?");
    expect(said()).not.toContain("Is Beckon set up?");
  });

  test("by anybody else: who is needed", async () => {
    const before = office.sam.messages().length;
    await add("sam", GENERAL);
    expect(said()).toContain("A lead of the helpdesk can see what is set up");
    expect(office.sam.messages()).toHaveLength(before);
  });
});

test("helpers and everybody else are refused, and a channel is no place for it", async () => {
  for (const who of ["hana", "sam"] as const) {
    await office[who].types("check setup");
    expect(answerTo(who)).toBe("Only helpdesk leads can check the setup. Ask your lead for it.");
  }
});

test("the helpdesk channel and the chats of helpers are looked at in the running store", async () => {
  office.chats.join(HELPDESK, "a1000000-0000-4000-8000-000000000002");
  await office.lena.types("check setup");
  const text = answerTo("lena");
  expect(text).not.toContain("Helpdesk channel");
  expect(text).toMatch(/Helpers with a chat with Beckon\n1 of 4 without/);
});
