import { describe, expect, test } from "vitest";
import type { Faults } from "../../playground/graph/faults.ts";
import {
  asksForHelp,
  asksToView,
  controls,
  FIRST,
  has,
  invoke,
  on,
  picksUp,
  REFERENCE,
  saidNumber,
  ticketIn,
  trailOf,
  views,
} from "../support/goings-on.ts";
import { type Answered, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { choicesOf, textOf } from "../support/reading-cards.ts";

const NOT_GRANTED = ["User.Read.All", "DeviceManagementManagedDevices.Read.All", "GroupMember.Read.All"];
const FAULTS: readonly [what: string, fault: Partial<Faults>][] = [
  ["unavailable", { unavailable: true }],
  ["throttled", { throttle: true }],
  ["throttled in part", { throttleItems: "/" }],
  ["refusing the sign-in", { refuseSignIn: true }],
  ["refusing a permission", { deny: NOT_GRANTED }],
  ["talking nonsense", { malformed: true }],
];
/** Costs the deadline each time, so it has one story of its own. */
const SLOW: Partial<Faults> = { slowMs: 60_000 };

const newest = (office: Office, who: "sam" | "hana" | "mia") => office[who].messages().at(-1)?.card ?? null;
const TRY_AGAIN =
  /^Microsoft Graph could not be asked, so this was not decided\. Please try again in a minute\./;
const GRANT =
  /^Beckon may not ask Microsoft Graph for this, so it was not decided\. An Entra administrator has to grant it \S+\.All\./;

function expectToBeToldWhatToDo({ status, text, card }: Answered): void {
  expect({ status, card }).toEqual({ status: 200, card: null });
  expect(text).toMatch(REFERENCE);
  expect(TRY_AGAIN.test(text ?? "") || GRANT.test(text ?? "")).toBe(true);
}

describe.each(FAULTS)("while Graph is %s", (_, fault) => {
  test("help can be asked for without a device; the form says why there is none and keeps what was written", async () => {
    await using office = await openOffice();
    office.graph.faults.set(fault);
    await office.sam.types("my vpn keeps dropping");
    expect(textOf(newest(office, "sam"))).toMatch(
      /couldn't read your devices just now.*try again in a minute/,
    );
    expect(choicesOf(newest(office, "sam"), "device").map(({ value }) => value)).toEqual(["none"]);
    office.graph.faults.clear();
    await office.sam.types("my vpn keeps dropping");
    office.graph.faults.set(fault);
    const device = choicesOf(newest(office, "sam"), "device")[0]?.value;
    const inputs = { subject: "vpn", device, urgency: "normal", details: "" };
    const answer = await office.sam.presses("send-request", inputs);
    expect(answer.text).toMatch(/^Your devices could not be checked \(.+\)\. Nothing is lost: send again/);
    const sent = await office.sam.presses("send-request", { ...inputs, device: "none" });
    expect(textOf(sent.card)).toContain(FIRST);
    const posted = office.channel().map(({ card }) => textOf(card));
    expect(posted.filter((text) => text.includes("vpn"))).toHaveLength(1);
  });

  test("nobody picks up, hands over or takes over unchecked; all is as before, and works afterwards", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    office.graph.faults.set(fault);
    expectToBeToldWhatToDo(await office.hana.presses("pick-up", {}, { in: HELPDESK }));
    expect(await trailOf(office)).toEqual(["TicketOpened"]);
    office.graph.faults.clear();
    const { card } = await office.hana.presses("pick-up", {}, { in: HELPDESK });
    expect(textOf(card)).toContain("Picked up by Hana Weber");
    office.graph.faults.set(fault);
    expectToBeToldWhatToDo(await office.hana.presses("choose-helper"));
    const { version } = await ticketIn(office);
    const stop = invoke("stop-session", on("ticket-channel"));
    expectToBeToldWhatToDo(await office.lena.sends(stop));
    expect((await ticketIn(office)).version).toBe(version);
  });

  test("nobody is asked to share; both are told what could not be checked, and it works afterwards", async () => {
    await using office = await openOffice();
    await picksUp(office);
    office.graph.faults.set(fault);
    const ask = { reason: "look", minutes: "30" };
    await office.hana.presses("ask-to-view", ask);
    expect((await ticketIn(office)).session).toBeNull();
    expect((await trailOf(office)).at(-1)).toBe("EligibilityDenied");
    for (const who of ["sam", "hana"] as const) {
      expect(textOf(newest(office, who))).toMatch(/couldn.t (tell|read)|try again|grant/i);
    }
    office.graph.faults.clear();
    await office.hana.presses("ask-to-view", ask);
    expect(has(newest(office, "sam"), "answer-ask")).toBe(true);
  });

  test("a yes counts, no higher level is asked for, and stop works", async () => {
    await using office = await openOffice();
    await asksToView(office);
    office.graph.faults.set(fault);
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    expect((await ticketIn(office)).session?.grants).toHaveLength(1);
    await office.hana.presses("request-control", { level: "control", reason: "restart it" });
    expect((await trailOf(office)).at(-1)).toBe("EligibilityDenied");
    await office.hana.presses("ask-for-time", { reason: "not done" });
    expect((await ticketIn(office)).session?.extensions).toBe(0);
    const { text } = await office.sam.presses("stop-session");
    expect(text).toBeNull();
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("ended-by-sharer");
  });

  test("the manager's summary waits, and arrives when Graph answers", async () => {
    await using office = await openOffice();
    await views(office);
    office.graph.faults.set(fault);
    const before = office.mia.messages().length;
    await office.hana.presses("stop-session");
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("ended-by-helper");
    expect(office.mia.messages()).toHaveLength(before);
    office.graph.faults.clear();
    await office.pass(1);
    expect(textOf(newest(office, "mia"))).toContain(FIRST);
  });

  test("no photo is no obstacle, and of Graph's own words nothing is said and its code alone is logged", async () => {
    await using office = await openOffice();
    await controls(office);
    office.graph.faults.set(fault);
    await office.hana.presses("ask-for-time", { reason: "not done" });
    const said = JSON.stringify([...office.sam.messages(), ...office.hana.messages(), office.log]);
    const logged = /\\?"code\\?":\\?"(InvalidAuthenticationToken|TooManyRequests)\\?"/g;
    expect(said.replaceAll(logged, "")).not.toMatch(
      /InvalidAuthenticationToken|Insufficient privileges|TooManyRequests|Too many requests|wrong issuer|SyntaxError:| {4}at /,
    );
  });
});

test("a slow Graph is given up on in time for the answer, and stop does not wait for it", async () => {
  await using office = await openOffice();
  await views(office);
  office.graph.faults.set(SLOW);
  const began = performance.now();
  expectToBeToldWhatToDo(await office.hugo.sends(invoke("give-back", on("desk"))));
  expect(performance.now() - began).toBeLessThan(5_000);
  office.graph.forgetRequests();
  await office.sam.sends(invoke("stop-session", on("live:1", { version: 4 })));
  expect((await ticketIn(office)).past.at(-1)?.cause).toBe("ended-by-sharer");
  const asked = office.graph.requests().flatMap(({ items }) => items);
  expect(asked.filter((each) => !each.includes("/manager"))).toEqual([]);
});
