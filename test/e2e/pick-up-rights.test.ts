import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asksForHelp, FIRST, trailOf } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { choicesOf, textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const pickUp = (who: "hana" | "hugo" | "hedda") =>
  office.person(who).presses("pick-up", {}, { in: HELPDESK });

async function asks(who: "paul" | "nico" | "otto"): Promise<void> {
  const person = office.person(who);
  await person.types("my screen is black");
  const device = choicesOf(person.messages().at(-1)?.card ?? null, "device")[0]?.value;
  await person.presses("send-request", { subject: "black screen", device, urgency: "normal" });
}

describe("a pickup", () => {
  test("by a helper without any Intune role is refused with the reason and who can fix it, and kept", async () => {
    await asksForHelp(office);
    const { text } = await pickUp("hedda");
    expect(text).toMatch(/^You may not help on this device, so the request stays open for a colleague\. /);
    expect(text).toContain("You lack this permission in Intune: Remote Help app – View screen");
    expect(text).toContain("An Intune administrator can do this.");
    expect(await trailOf(office)).toEqual(["TicketOpened", "AttemptRefused"]);
    expect(textOf((await pickUp("hana")).card)).toContain("Picked up by Hana Weber");
  });

  test("outside the helper's scope is refused, inside it a right to view is enough", async () => {
    await asks("nico");
    const { text } = await pickUp("hugo");
    expect(text).toContain(
      "Your Intune roles do not cover this person or device (Remote Help Viewer (Trainees, Sales only, for Sales people and Berlin laptops)).",
    );
    expect(text).toContain("An Intune administrator can do this.");
    await asksForHelp(office);
    expect(textOf((await pickUp("hugo")).card)).toContain("Picked up by Hugo Martin");
  });

  test("works as soon as the role is there, by the same button", async () => {
    await asksForHelp(office);
    await pickUp("hedda");
    const operators = office.graph
      .tenant()
      .groups.find(({ displayName }) => displayName === "Intune help desk operators");
    const hedda = office.graph.tenant().people.find(({ displayName }) => displayName === "Hedda Lang");
    operators?.members.push(hedda?.id ?? "");
    expect(textOf((await pickUp("hedda")).card)).toContain("Picked up by Hedda Lang");
  });

  test("of a ticket without a device needs no right", async () => {
    await asksForHelp(office, { device: "none" });
    expect(textOf((await pickUp("hedda")).card)).toContain("Picked up by Hedda Lang");
  });

  test("asks Graph for the rights in one round trip", async () => {
    await asksForHelp(office);
    const before = office.log.length;
    await pickUp("hana");
    const calls = office.log.slice(before).filter(({ name }) => name === "graph.answered");
    expect(calls.filter(({ call }) => call === "facts")).toHaveLength(1);
  });

  test("goes through while Intune's roles cannot be read, and the desk says that nobody checked", async () => {
    await asksForHelp(office);
    office.graph.faults.set({ deny: ["DeviceManagementRBAC.Read.All"] });
    await pickUp("hana");
    const desk = office.hana.messages().map(({ card }) => textOf(card));
    expect(desk.join("\n")).toContain("Your rights in Intune couldn't be checked just now");
    expect((await office.beckon.store.read(FIRST))?.claim?.unchecked).toBe(true);
  });
});

test("the channel card says where a device sets a limit to any session", async () => {
  await asks("paul");
  expect(textOf(office.channel().at(-1)?.card ?? null)).toContain(
    "View and control; no administrator control on macOS 15.1",
  );
});
