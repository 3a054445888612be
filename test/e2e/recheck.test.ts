import { describe, expect, test } from "vitest";
import { DEVICE_IDS, GROUP_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import type { EventType } from "../../src/domain/ticket/events.ts";
import { controls, deskText, startTwin, ticketIn, trailOf, views } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const INTERVAL = 2;
const { hana, sam } = PEOPLE_IDS;
const samsCards = (office: Office) =>
  office.sam
    .messages()
    .map(({ card }) => textOf(card))
    .join("\n");
const levels = async (office: Office) =>
  (await ticketIn(office)).session?.grants.map(({ level, over }) => `${level} ${over?.cause ?? "in force"}`);
const count = async (office: Office, type: EventType) =>
  (await trailOf(office)).filter((each) => each === type).length;

/** Graph accepts no token, so every question fails at once without a `Retry-After`. */
const silence = (office: Office) => office.graph.faults.set({ refuseSignIn: true });

describe("within the interval, a live session notices", () => {
  test("that the helper's role for control is gone: view is left, and both are told why", async () => {
    await using office = await openOffice();
    await controls(office);
    office.graph.join(GROUP_IDS.remoteHelpViewers, hana);
    office.graph.leave(GROUP_IDS.helpDeskOperators, hana);
    await office.pass(INTERVAL);
    expect(await levels(office)).toEqual(["view in force", "control eligibility-lost"]);
    expect(deskText(office)).toContain("View only is approved");
    expect(samsCards(office)).toMatch(/Control is over[\s\S]*a condition (for it )?was no longer met/);
    const notice = office.hana.messages().findLast(({ card }) => textOf(card).includes("Control is over"));
    expect(notice?.alert).toBe(true);
    expect(textOf(notice?.card ?? null)).toContain("Take full control");
  });

  test.each<readonly [string, (office: Office) => void, RegExp]>([
    [
      "that the helper has no role any more",
      ({ graph }) => graph.leave(GROUP_IDS.helpDeskOperators, hana),
      /helper/,
    ],
    ["that an assignment was taken away", ({ graph }) => void graph.tenant().assignments.splice(0), /helper/],
    [
      "that the helper's account was disabled",
      ({ graph }) => void graph.editPerson(hana, { accountEnabled: false }),
      /account/,
    ],
    [
      "that the sharer's account was disabled",
      ({ graph }) => void graph.editPerson(sam, { accountEnabled: false }),
      /account/,
    ],
    [
      "that the device is not compliant",
      ({ graph }) => void graph.editDevice(DEVICE_IDS.samLaptop, { complianceState: "noncompliant" }),
      /compliance|rules/i,
    ],
    [
      "that the device was wiped or retired",
      ({ graph }) => graph.removeDevice(DEVICE_IDS.samLaptop),
      /device/,
    ],
  ])("%s: the session ends, and the sharer reads why", async (_, happens, reason) => {
    await using office = await openOffice();
    await controls(office);
    happens(office);
    await office.pass(INTERVAL);
    const { session, past } = await ticketIn(office);
    expect([session, past.at(-1)?.cause]).toEqual([null, "eligibility-lost"]);
    const receipt = office.sam.messages().find(({ card }) => textOf(card).includes("Your session with"));
    expect(textOf(receipt?.card ?? null)).toMatch(/A condition for remote help was no longer met\. .+\./);
    expect(textOf(receipt?.card ?? null)).toMatch(reason);
  });
});

describe("while nothing changes", () => {
  test("checks leave evidence, and no card is touched, so that nobody loses what they type", async () => {
    await using office = await openOffice();
    await views(office);
    const updates = () => office.hana.messages().reduce((sum, each) => sum + each.updates, 0);
    const before = updates();
    await office.pass(10);
    expect(await count(office, "SessionVerified")).toBeGreaterThanOrEqual(5);
    expect(updates()).toBe(before);
  });

  test("two processes check once", async () => {
    await using office = await openOffice();
    await views(office);
    const twin = await startTwin(office);
    try {
      office.jump(INTERVAL * 60_000);
      await Promise.all([office.beckon.delivery.runDue(), twin.delivery.runDue()]);
      expect(await count(office, "SessionVerified")).toBe(1);
    } finally {
      await twin.stop();
    }
  });

  test("a crash in the middle costs nothing: the next process checks", async () => {
    await using office = await openOffice();
    await controls(office);
    office.jump(4 * 60_000);
    await office.restart();
    await office.settle();
    expect(await count(office, "SessionVerified")).toBe(1);
    expect(await levels(office)).toEqual(["view in force", "control in force"]);
  });

  test("a process that comes back too late finds a session that nobody vouches for any more", async () => {
    await using office = await openOffice();
    await controls(office);
    office.jump(13 * 60_000);
    await office.restart();
    await office.settle();
    expect((await ticketIn(office)).past.at(-1)).toMatchObject({ cause: "eligibility-lost", findings: [] });
    expect(samsCards(office)).toContain("it could not be checked whether");
  });
});

describe("while Graph is silent", () => {
  test("nothing is lost at once, and both cards say since when and what comes next", async () => {
    await using office = await openOffice();
    await controls(office);
    silence(office);
    await office.pass(INTERVAL + 1);
    expect(await levels(office)).toEqual(["view in force", "control in force"]);
    const said = /not be checked since 10:3\d.*view only from 10:3\d.*end at 10:4\d/i;
    expect(samsCards(office)).toMatch(said);
    expect(deskText(office)).toMatch(said);
  });

  test("for longer than the grace, view is left; after twice the grace, nothing", async () => {
    await using office = await openOffice();
    await controls(office);
    silence(office);
    await office.pass(INTERVAL + 5);
    expect(await levels(office)).toEqual(["view in force", "control eligibility-lost"]);
    await office.pass(5);
    const { session, past } = await ticketIn(office);
    expect([session, past.at(-1)?.cause]).toEqual([null, "eligibility-lost"]);
    expect(past.at(-1)?.findings.every(({ outcome }) => outcome === "unknown")).toBe(true);
    expect(samsCards(office)).toContain("it could not be checked whether");
  });

  test("for less than the grace, nothing is lost, and the cards say no more about it", async () => {
    await using office = await openOffice();
    await controls(office);
    silence(office);
    await office.pass(INTERVAL + 3);
    office.graph.faults.clear();
    await office.pass(INTERVAL);
    expect(await levels(office)).toEqual(["view in force", "control in force"]);
    expect(deskText(office)).not.toContain("not be checked");
  });

  test("and speaks again, nothing comes back by itself", async () => {
    await using office = await openOffice();
    await controls(office);
    silence(office);
    await office.pass(INTERVAL + 6);
    office.graph.faults.clear();
    await office.pass(INTERVAL);
    expect(await levels(office)).toEqual(["view in force", "control eligibility-lost"]);
    expect(await count(office, "ConsentGiven")).toBe(2);
  });
});
