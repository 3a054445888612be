import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PEOPLE_IDS, type PersonKey } from "../../playground/company.ts";
import { asksForHelp, invoke, on, picksUp, ticketIn, trailOf } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { choicesOf, textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

async function handsOver(giver: "hana" | "lena", to: PersonKey, more: object = {}) {
  await office.person(giver).presses("choose-helper");
  return await office.person(giver).presses("hand-over", { helper: PEOPLE_IDS[to], note: "", ...more });
}

const holder = async () => (await ticketIn(office)).claim?.helper.name.text;
const deskOf = (who: PersonKey) =>
  office
    .person(who)
    .messages()
    .map(({ card }) => textOf(card))
    .join("\n");

describe("a handover", () => {
  test("to a helper without any Intune role is refused, with what they lack and who can fix it", async () => {
    await picksUp(office);
    const { text } = await handsOver("hana", "hedda");
    expect(text).toMatch(/^Hedda Lang may not help on this device\. Choose another helper; /);
    expect(text).toContain("They lack this permission in Intune: Remote Help app – View screen");
    expect(text).toContain("An Intune administrator can do this.");
    expect(text).not.toMatch(/\bYou lack|\bYour Intune/);
    expect(await holder()).toBe("Hana Weber");
  });

  test("outside the receiver's scope is refused; inside it a right to view is enough", async () => {
    await office.person("nico").types("my screen is black");
    const form = office.person("nico").messages().at(-1)?.card ?? null;
    const device = choicesOf(form, "device")[0]?.value;
    await office.person("nico").presses("send-request", { subject: "black", device, urgency: "normal" });
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    expect((await handsOver("hana", "hugo")).text).toContain("Their Intune roles do not cover this person");
    await handsOver("hana", "lena");
    expect(await holder()).toBe("Lena Novak");
  });

  test("to a helper with the right costs one question to Graph about them", async () => {
    await picksUp(office);
    await office.hana.presses("choose-helper");
    const before = office.log.length;
    await office.hana.presses("hand-over", { helper: PEOPLE_IDS.hugo, note: "" });
    const asked = office.log
      .slice(before)
      .filter(({ name, call }) => name === "graph.answered" && call === "facts");
    expect(asked).toHaveLength(1);
    expect(await holder()).toBe("Hugo Martin");
    expect((await ticketIn(office)).claim).not.toHaveProperty("unchecked");
  });

  test("goes through while Intune's roles cannot be read, and the receiver's desk says that nobody checked", async () => {
    await picksUp(office);
    office.graph.faults.set({ deny: ["DeviceManagementRBAC.Read.All"] });
    await office.restart();
    await handsOver("hana", "hedda");
    expect(await holder()).toBe("Hedda Lang");
    expect((await ticketIn(office)).claim?.unchecked).toBe(true);
  });

  test("of a ticket without a device needs no right", async () => {
    await asksForHelp(office, { device: "none" });
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    await handsOver("hana", "hedda");
    expect(await holder()).toBe("Hedda Lang");
  });
});

describe("a lead", () => {
  test("who insists gives it to somebody without the right; their desk says what they lack", async () => {
    await asksForHelp(office);
    await office.lena.presses("pick-up", {}, { in: HELPDESK });
    const form = await office.lena.presses("choose-helper");
    expect(textOf(form.card)).toContain("Hand over even if they may not help on this device");
    await office.lena.presses("show-card");
    await office.person("hedda").types("status");
    const refused = await handsOver("lena", "hedda", { insists: "false" });
    expect(refused.text).toContain("Hedda Lang may not help on this device");
    await handsOver("lena", "hedda", { insists: "true" });
    expect(await holder()).toBe("Hedda Lang");
    expect(deskOf("hedda")).toContain(
      "A session on this device was not possible for you when you got it: You lack this permission in Intune",
    );
  });

  test("is not who a holder becomes by sending the same data", async () => {
    await picksUp(office);
    const form = await office.hana.presses("choose-helper");
    expect(textOf(form.card)).not.toContain("even if they may not");
    const data = { helper: PEOPLE_IDS.hedda, note: "", insists: "true" };
    const { text } = await office.hana.sends(invoke("hand-over", on("desk", data)));
    expect(text).toContain("Hedda Lang may not help on this device");
    expect(await trailOf(office)).not.toContain("TicketHandedOver");
  });
});
