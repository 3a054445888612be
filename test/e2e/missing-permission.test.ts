import { expect, test } from "vitest";
import { asksForHelp } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const LACKING = "DeviceManagementManagedDevices.Read.All";

const told = (office: Office) =>
  office.channel().filter(({ card }) => textOf(card).includes(`Beckon lacks a Microsoft Graph permission`));

test("a permission that Beckon lacks is named once to the helpdesk, and never to the person who asks", async () => {
  await using office = await openOffice();
  office.graph.faults.set({ deny: [LACKING] });
  await office.sam.types("my vpn keeps dropping");
  await expect.poll(() => told(office).length).toBe(1);
  await office.sam.types("my vpn keeps dropping");
  office.graph.faults.clear();
  await asksForHelp(office);
  expect(told(office)).toHaveLength(1);
  expect(textOf(told(office)[0]?.card ?? null)).toContain(`${LACKING}`);
  expect(
    office.sam
      .messages()
      .map(({ card }) => textOf(card))
      .join(),
  ).not.toContain(LACKING);
});
