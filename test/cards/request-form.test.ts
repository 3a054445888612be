import { describe, expect, test } from "vitest";
import { render } from "../../src/cards/catalog.ts";
import { NO_DEVICE, requestFormContent } from "../../src/cards/request-form.ts";
import { ENGLISH } from "../../src/cards/text/words.ts";
import type { DeviceFacts, PersonFacts } from "../../src/domain/eligibility/facts.ts";
import { BEFORE_A_HELPER } from "../../src/domain/eligibility/judge.ts";
import { DEFAULT_ELIGIBILITY_POLICY as policy } from "../../src/domain/eligibility/policy.ts";
import { bestFirst, prospectsOf } from "../../src/domain/eligibility/prospects.ts";
import { deviceId } from "../../src/domain/ticket/ids.ts";
import { DAY_MS, goodFacts, laptopFacts, NOW, samFacts, withDevice } from "../support/facts.ts";
import { readCard } from "../support/read-card.ts";

const FORM = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const device = (name: string, change: Partial<DeviceFacts> = {}): DeviceFacts => ({
  ...laptopFacts,
  ...change,
  id: deviceId(name),
  name: change.name ?? name,
});
const mac = (osVersion: string) =>
  device("mac", { platform: "macos", manufacturer: "Apple", model: "MacBook Pro", osVersion });

function formFor(devices: readonly DeviceFacts[] | null, sharer: Partial<PersonFacts> = {}) {
  const of = (change: Partial<DeviceFacts> | null) => ({
    ...(change === null ? { ...goodFacts, device: { seen: null } } : withDevice(change)),
    sharer: { seen: { ...samFacts, ...sharer } },
  });
  const candidates = devices?.map((one) => ({
    device: one,
    prospects: prospectsOf(of(one), policy, BEFORE_A_HELPER),
  }));
  return requestFormContent(
    { form: FORM, subject: "VPN", details: "" },
    {
      devices: candidates === undefined ? null : bestFirst(candidates),
      general: prospectsOf(of(null), policy, ["sharer"]).general,
      policy,
      at: NOW,
    },
    ENGLISH,
  );
}

describe("the devices on the form", () => {
  test("come with those first that a session is possible on, compliant and lately seen", () => {
    const form = formFor([
      device("phone", { platform: "ios", osVersion: "18.1" }),
      device("old", { lastSyncAt: NOW - 5 * DAY_MS }),
      device("grace", { complianceState: "inGracePeriod" }),
      device("new", { lastSyncAt: NOW - DAY_MS / 12 }),
    ]);
    expect(form.devices.map(({ value }) => value)).toEqual(["new", "old", "grace", "phone", NO_DEVICE]);
    expect(form.device).toBe("new");
  });

  test("say model, system and compliance where they are chosen", () => {
    expect(formFor([device("HAL-014")]).devices[0]?.title).toBe(
      "HAL-014 · LENOVO ThinkPad T14 · Windows 11 · compliant",
    );
  });

  test("that Intune lists twice are told apart by their last check-in, the stale one last", () => {
    const twin = device("stale", { name: "HAL-014", lastSyncAt: NOW - 4 * DAY_MS });
    const titles = formFor([twin, device("HAL-014", { lastSyncAt: NOW })]).devices.map(({ title }) => title);
    expect(titles.slice(0, 2)).toEqual([
      "HAL-014 · LENOVO ThinkPad T14 · Windows 11 · compliant · checked in within the last hour",
      "HAL-014 · LENOVO ThinkPad T14 · Windows 11 · compliant · checked in 4 days ago",
    ]);
  });

  test.each([
    [device("pc"), "✓ View, control and administrator control, through the Remote Help app"],
    [mac("14.6.1"), "✓ View and control, through the Remote Help app"],
    [mac("12.7.6"), "✓ View only, through Remote Help in the browser"],
    [mac("11.7"), "✓ View only, through Remote Help in the browser"],
    [mac("10.15.7"), "✕ No session at the moment"],
    [device("phone", { platform: "ios", osVersion: "18.1" }), "✕ No session at the moment"],
  ])("say what a session can be there: %#", (one, words) => {
    expect(formFor([one]).described[0]?.session).toBe(words);
  });

  test("say when they checked in and whose they are", () => {
    const about = (change: Partial<DeviceFacts>) => formFor([device("d", change)]).described[0]?.about;
    expect(about({ lastSyncAt: NOW - 3 * 3_600_000 })).toBe(
      "checked in 3 hours ago · your organization's device",
    );
    expect(about({ lastSyncAt: NOW - DAY_MS, ownerType: "personal" })).toBe(
      "checked in 1 day ago · personal device",
    );
    expect(about({ lastSyncAt: null, ownerType: "somethingNew" })).toBe("never checked in");
  });
});

describe("somebody without an eligible device", () => {
  test("is told before there is a ticket what stands against each, what to do and who can", () => {
    const form = formFor([
      device("HAL-007", { complianceState: "noncompliant" }),
      device("HAL-008", { managementState: "discovered", registrationState: "notRegistered" }),
    ]);
    expect(form.device).toBe(NO_DEVICE);
    expect(readCard(render({ card: "request-form", data: form }, "en"))).toMatchInlineSnapshot(`
      "Ask for help
      Tell us what's wrong. A helper will reply here. Your screen stays private until you agree.
      Screen sharing isn't available yet. Here's how to fix it. You can still ask for help without it.
      {What is wrong?: VPN}
      {Which device?: HAL-008 · LENOVO ThinkPad T14 · Windows 11 · compliant · no session now, HAL-007 · LENOVO ThinkPad T14 · Windows 11 · not compliant · no session now, (No device: help without a session)}
      HAL-008 · checked in 1 day ago · your organization's device
      ✕ No session at the moment
      Your organization doesn't manage this device at the moment. Choose another device, or enrol this one through the Company Portal app. 
      HAL-007 · checked in 1 day ago · your organization's device
      ✕ No session at the moment
      This device does not meet your organization's security rules at the moment. Open the Company Portal app, look at what it asks for, and choose Check status. 
      {How urgent is it?: Low: when there is time, (Normal: it slows me down), Urgent: I cannot work}
      {What else should the helper know? (optional): }
      [Send request]"
    `);
  });

  test("is told once what stands in the way on every device", () => {
    const form = formFor([device("a"), device("b")], { plans: [] });
    expect(form.reasons.map(({ sentence }) => sentence)).toEqual([
      "Your account has no license for Remote Help yet.",
    ]);
    expect(form.described.map(({ session, reasons }) => [session, reasons])).toEqual([
      ["✕ No session at the moment, see above", []],
      ["✕ No session at the moment, see above", []],
    ]);
  });

  test("can still ask for help, with a device or without", () => {
    const form = formFor([device("a", { complianceState: "noncompliant" })]);
    expect(form.devices.map(({ value }) => value)).toEqual(["a", NO_DEVICE]);
    expect(formFor([]).devices.map(({ value }) => value)).toEqual([NO_DEVICE]);
  });
});

test("devices that could not be read stand in nobody's way", () => {
  const form = formFor(null);
  expect(form.devices.map(({ value }) => value)).toEqual([NO_DEVICE]);
  expect(form.remark).toMatch(/couldn't read/);
  expect(form.reasons).toEqual([]);
});

test("a dozen devices with long names fit into a card of Teams", () => {
  const many = Array.from({ length: 12 }, (_, i) =>
    device(`device ${i}`, {
      name: "very long name ".repeat(20),
      model: "very long model ".repeat(20),
      complianceState: "noncompliant",
      lastSyncAt: null,
      jailBroken: "True",
    }),
  );
  expect(() => render({ card: "request-form", data: formFor(many, { plans: [] }) }, "en")).not.toThrow();
});
