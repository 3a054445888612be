import { afterEach, beforeEach, expect, test } from "vitest";
import { asksForHelp, FIRST, ticketIn, trailOf } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { buttonsOf, choicesOf, textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

type Who = "uma" | "nico" | "otto" | "nadia";
async function formOf(who: Who) {
  const person = office.person(who);
  await person.types("something is wrong");
  return person.messages().at(-1)?.card ?? null;
}

test("a person without an eligible device is told so before a ticket is opened, and may still open one", async () => {
  const text = textOf(await formOf("nico"));
  expect(text).toContain("Screen sharing isn't available yet.");
  expect(text).toMatch(/HAL-FIN-007.*✕ No session.*security rules.*Check status\./s);
  expect(await trailOf(office)).toEqual([]);
  const inputs = { subject: "something is wrong", device: "none", urgency: "normal" };
  expect(textOf((await office.person("nico").presses("send-request", inputs)).card)).toContain("BK-1001");
});

test("what was put right shows on the next form, without a restart", async () => {
  await formOf("nico");
  const laptop = office.graph.tenant().devices.find(({ deviceName }) => deviceName === "HAL-FIN-007");
  Object.assign(laptop ?? {}, { complianceState: "compliant" });
  expect(textOf(await formOf("nico"))).toContain(
    "✓ View, control and administrator control, through the Remote Help app",
  );
});

test("the device that most is possible on comes first, with the way a session goes there", async () => {
  const form = await formOf("otto");
  expect(choicesOf(form, "device").map(({ title }) => title)).toEqual([
    expect.stringMatching(/^HAL-MAC-004 .* macOS 12\.7\.6 · compliant$/),
    expect.stringMatching(/^HAL-MAC-001 .* macOS 10\.15\.7 · compliant · no session now$/),
    "No device: help without a session",
  ]);
  expect(textOf(form)).toContain("✓ View only, through Remote Help in the browser");
});

test("what stands in the way on every device is said once", async () => {
  const text = textOf(await formOf("uma"));
  expect(text.match(/no license for Remote Help/g)).toHaveLength(1);
  expect(text).toContain("✕ No session at the moment, see above");
});

test("a person without any device gets a form too", async () => {
  const form = await formOf("nadia");
  expect(textOf(form)).toContain("Intune knows no device of yours");
  expect(choicesOf(form, "device")).toHaveLength(1);
});

test("the form costs one round trip to Graph, and another one while the primary users are not known", async () => {
  const callsFor = async () => {
    const before = office.log.length;
    await formOf("otto");
    const calls = office.log.slice(before).filter(({ name }) => name === "graph.answered");
    return calls.map(({ call }) => call);
  };
  expect(await callsFor()).toEqual(["sharer", "primary-users"]);
  expect(await callsFor()).toEqual(["sharer"]);
});

test("a closed request can be asked again: a new form with its subject and device, and a request of its own", async () => {
  await asksForHelp(office, { subject: "my vpn is slow" });
  const before = await ticketIn(office);
  const verbs = () => buttonsOf(office.sam.messages().at(-1)?.card ?? null).map(({ verb }) => verb);
  expect(verbs()).not.toContain("ask-again");
  await office.sam.presses("withdraw-ticket");
  const [card] = office.sam.messages().slice(-1);
  expect(verbs()).toContain("ask-again");
  await office.sam.presses("ask-again");
  const form = office.sam.messages().at(-1);
  expect(form).not.toBe(card);
  expect(JSON.stringify(form?.card)).toContain("my vpn is slow");
  expect(JSON.stringify(form?.card)).toContain(`"value":"${before.device?.id}"`);
  const inputs = { subject: "my vpn is slow", device: before.device?.id, urgency: "normal" };
  expect(textOf((await office.sam.presses("send-request", inputs)).card)).toContain("BK-1002");
  expect((await ticketIn(office)).status).toBe("withdrawn");
  expect(textOf(card?.card ?? null)).toContain(FIRST);
});
