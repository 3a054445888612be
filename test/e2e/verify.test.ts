import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PEOPLE_IDS } from "../../playground/company.ts";
import { idempotencyKey } from "../../src/domain/ticket/ids.ts";
import { actsIn } from "../support/acts.ts";
import {
  asksForHelp,
  asksToView,
  controls,
  FIRST,
  has,
  invoke,
  picksUp,
  saidNumber,
  ticketIn,
  trailOf,
  views,
} from "../support/goings-on.ts";
import { type Colleague, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, textOf } from "../support/reading-cards.ts";

const SECURITY = "19:security@thread.tacv2";
const REPORT = { how: "call", asked: "My *sign-in* code\nand the screen", name: "Bob from IT" };

let office: Office;
beforeEach(async () => {
  office = await openOffice({ SECURITY_CHANNEL_ID: SECURITY });
  await addedTo(SECURITY);
});
afterEach(() => office[Symbol.asyncDispose]());

const addedTo = (channel: string) =>
  office.beckon.store.rememberChannel({
    serviceUrl: office.chats.serviceUrl,
    conversationId: channel,
    tenantId: "t",
  });
/** In a session the card with *Stop everything* comes after it. */
const newest = (who: Colleague) =>
  who.messages().findLast(({ card }) => !textOf(card).startsWith("BK-"))?.card ?? null;
const verifies = async (who: Colleague, text = "verify") => {
  await who.types(text);
  return textOf(newest(who));
};
const incidents = async () =>
  (await actsIn(office.beckon.store)).filter(({ act }) => act?.what === "incident");
const told = (channel = SECURITY) => office.chats.in(channel);

describe("who is really helping", () => {
  test("without a request: plainly nobody, what to do, and a report", async () => {
    const said = await verifies(office.sam);
    expect(said).toContain("Nobody from the helpdesk has a request or session with you right now.");
    expect(said).toContain("Share no password, code or number");
    expect(said).toContain("Quick Assist");
    expect(has(newest(office.sam), "report-incident")).toBe(true);
  });

  test("a request that waits is nobody's yet", async () => {
    await asksForHelp(office);
    expect(await verifies(office.sam)).toContain(
      "A request of yours waits for a helper, and nobody has picked it up.",
    );
    expect(buttonsOf(newest(office.sam)).map(({ verb }) => verb)).toEqual(["report-incident"]);
  });

  test("a picked-up request, a question, a session with its end and its reason", async () => {
    await picksUp(office);
    expect(await verifies(office.sam)).toMatch(/Hana Weber\n.*\nHas your request BK-1001 since 10:30/);
    await office.hana.presses("ask-to-view", { reason: "look at the VPN client", minutes: "30" });
    expect(await verifies(office.sam)).toContain("Nothing is shared until you allow it.");
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    const said = await verifies(office.sam);
    expect(said).toContain(
      "In a session with you since 10:30 (BK-1001). Hana may see your screen until 11:00.",
    );
    expect(said).toContain("“look at the VPN client”");
    expect(newest(office.sam)).toMatchObject({ type: "AdaptiveCard" });
    expect(JSON.stringify(newest(office.sam))).toContain('"altText":"Photo of Hana Weber"');
  });

  test("its card can stop the session", async () => {
    await controls(office);
    await verifies(office.sam, "is this really IT?");
    const card = office.sam.messages().findLast((each) => has(each.card, "report-incident"));
    await office.sam.presses("stop-session", {}, card && { on: card });
    expect((await ticketIn(office)).session).toBeNull();
  });

  test("a session that is over by the clock is not shown as one", async () => {
    await views(office);
    office.jump(60 * 60_000);
    expect(await verifies(office.sam)).not.toContain("In a session");
  });

  test("says nothing about anybody else's requests, and works while Graph is down", async () => {
    await views(office);
    for (const who of [office.paul, office.hugo, office.mia]) {
      expect(await verifies(who)).not.toMatch(/Sam|Hana Weber|BK-1001/);
    }
    office.graph.faults.set({ unavailable: true });
    expect(await verifies(office.sam)).toContain("In a session with you");
  });

  test("asked in a channel, it is answered in the person's own chat", async () => {
    await views(office);
    const before = office.channel().length;
    await office.sam.sends({
      type: "message",
      text: "<at>Beckon</at> who is this?",
      entities: [
        {
          type: "mention",
          mentioned: { id: "28:b0000000-0000-4000-8000-000000000001", name: "Beckon" },
          text: "<at>Beckon</at>",
        },
      ],
      conversation: { id: "19:helpdesk@thread.tacv2;messageid=1", conversationType: "channel" },
    });
    expect(office.channel()).toHaveLength(before);
    expect(textOf(newest(office.sam))).toContain("In a session with you");
  });

  test("a sentence about a problem becomes a request, with the offer", async () => {
    await office.sam.types("someone from IT called me yesterday about the printer and it still jams");
    expect(has(newest(office.sam), "send-request")).toBe(true);
    expect(office.sam.messages().map(({ text }) => text)).toContainEqual(
      expect.stringContaining("Type verify, and I tell you who is helping you."),
    );
  });
});

describe("a report", () => {
  test("reaches the security channel at once, with who had what, and the person is told", async () => {
    await views(office);
    await verifies(office.sam);
    const { card } = await office.sam.presses("report-incident", REPORT);
    expect(textOf(card)).toContain("Your report was passed on at 10:30.");
    expect(has(card, "report-incident")).toBe(false);
    expect(has(card, "stop-session")).toBe(true);
    const [alert, ...more] = told();
    expect(more).toEqual([]);
    expect(alert?.alert).toBe(true);
    const said = textOf(alert?.card ?? null);
    expect(said).toContain("Sam Sharma");
    expect(said).toContain("“My sign-in code and the screen”");
    expect(said).toContain("“Bob from IT”");
    expect(said).toMatch(/BK-1001: in a session with Hana Weber since 24 Nov 2026/);
    expect(
      office
        .channel()
        .map(({ card }) => textOf(card))
        .join(),
    ).not.toContain("Bob from IT");
  });

  test("is an entry of the audit log: sealed words, found by request and by person, and the chain verifies", async () => {
    await picksUp(office);
    await verifies(office.sam);
    await office.sam.presses("report-incident", REPORT);
    const { store } = office.beckon;
    const [entry, ...more] = await incidents();
    expect(more).toEqual([]);
    expect(entry?.act).toMatchObject({ who: PEOPLE_IDS.sam, why: "reported in Teams: call" });
    expect(entry?.act?.incident?.asked?.text).toBe(REPORT.asked);
    expect(await actsIn(store, { ticket: FIRST })).toContainEqual(entry);
    const faults: unknown[] = [];
    await store.evidence.verify({}, (fault) => faults.push(fault));
    expect(faults).toEqual([]);
    await store.evidence.erasePerson(entry?.act?.name?.about ?? ("" as never), {
      who: "dpo",
      why: "art. 17",
    });
    const [after] = await incidents();
    expect([after?.act?.incident?.asked?.text, after?.act?.name?.text]).toEqual([null, null]);
  });

  test("pressed or delivered twice counts once, and both are told that it was passed on", async () => {
    await verifies(office.sam);
    const button = buttonsOf(newest(office.sam)).find(({ verb }) => verb === "report-incident");
    const press = () => office.sam.sends(invoke("report-incident", { ...button?.data, ...REPORT }));
    const [one, other] = await Promise.all([press(), press()]);
    const third = await press();
    for (const { card } of [one, other, third]) expect(textOf(card)).toContain("Your report");
    expect(textOf(third.card)).toContain("passed on");
    expect(await incidents()).toHaveLength(1);
    expect(told()).toHaveLength(1);
    expect(textOf(newest(office.lena))).not.toContain("posing");
  });

  test("waits while the channel is away, tells the leads meanwhile, and arrives once after a restart", async () => {
    office.chats.mishap(({ conversation }) => (conversation === SECURITY ? 403 : null));
    await verifies(office.sam);
    const { card } = await office.sam.presses("report-incident", REPORT);
    expect(textOf(card)).toContain("Your report was passed on");
    expect(textOf(newest(office.lena))).toContain("Somebody may be posing as a helper");
    expect(told()).toEqual([]);
    await office.restart();
    office.chats.mishap(null);
    await addedTo(SECURITY);
    const [due] = await office.beckon.store.dueIncidents();
    await office.beckon.incidents.tell(due?.number ?? 0);
    await office.beckon.incidents.tell(due?.number ?? 0);
    expect(told()).toHaveLength(1);
    expect(await office.beckon.store.dueIncidents()).toEqual([]);
    expect(office.lena.messages().filter(({ card }) => textOf(card).includes("posing"))).toHaveLength(1);
  });

  test("that nobody can be told of is recorded, and the person is told so", async () => {
    office.chats.mishap(({ conversation }) => (conversation === office.sam.chat ? null : 503));
    await verifies(office.sam);
    const { card } = await office.sam.presses("report-incident", REPORT);
    expect(textOf(card)).toContain("Your report is recorded. I can't pass it on at this moment");
    expect(await office.beckon.store.dueIncidents()).toHaveLength(1);
  });

  test("goes to the audit channel without a security channel, and to the leads without either", async () => {
    const AUDIT = "19:audit@thread.tacv2";
    await office.restart({ SECURITY_CHANNEL_ID: "", AUDIT_CHANNEL_ID: AUDIT });
    await addedTo(AUDIT);
    await verifies(office.sam);
    await office.sam.presses("report-incident", REPORT);
    expect(told(AUDIT)).toHaveLength(1);
    await office.restart({ AUDIT_CHANNEL_ID: "" });
    await verifies(office.sam);
    await office.sam.presses("report-incident", REPORT);
    expect(textOf(newest(office.lena))).toContain("“Bob from IT”");
    expect(await office.beckon.store.dueIncidents()).toEqual([]);
  });

  test("is limited to ten a day for one person", async () => {
    for (let i = 0; i < 10; i++) {
      await office.beckon.store.recordIncident(idempotencyKey(`report ${i}`), PEOPLE_IDS.sam as never, {
        who: PEOPLE_IDS.sam,
        what: "incident",
        about: `person ${PEOPLE_IDS.sam}`,
        why: "test",
      });
    }
    await verifies(office.sam);
    const { card } = await office.sam.presses("report-incident", REPORT);
    expect(textOf(card)).toContain("You have sent as many reports as I take in a day.");
    await verifies(office.paul);
    expect(textOf((await office.paul.presses("report-incident", REPORT)).card)).toContain("passed on");
  });

  test("takes what clients make of empty inputs", async () => {
    await verifies(office.sam);
    const button = buttonsOf(newest(office.sam)).find(({ verb }) => verb === "report-incident");
    await office.sam.sends(invoke("report-incident", { ...button?.data, how: "", asked: null }));
    expect(textOf(told()[0]?.card ?? null)).toContain("(nothing written)");
  });
});

describe("after a wrong number", () => {
  test.each([
    ["the card of the question", false, "That number didn't match"],
    ["the request's own card", true, "my vpn keeps dropping"],
  ])("%s opens the report", async (_, isRequest, heading) => {
    await asksToView(office);
    const wrong = saidNumber(office) === "11" ? "12" : "11";
    await office.sam.presses("answer-ask", { phrase: wrong }, { titled: "Allow" });
    await office.settle();
    const card = office.sam
      .messages()
      .filter((each) => has(each.card, "verify-helper") === true)
      .find((each) => has(each.card, "withdraw-ticket") === isRequest);
    expect(textOf(card?.card ?? null)).toContain(heading);
    await office.sam.presses("verify-helper", {}, card && { on: card });
    expect(has(newest(office.sam), "report-incident")).toBe(true);
    expect((await trailOf(office)).at(-1)).toBe("SessionEnded");
  });

  test("beside a session that goes on, Stop stays on the card", async () => {
    await views(office);
    await office.hana.presses("request-control", { level: "control", reason: "restart the service" });
    const wrong = saidNumber(office) === "11" ? "12" : "11";
    await office.sam.presses("answer-ask", { phrase: wrong }, { titled: "Allow" });
    await office.settle();
    const card = office.sam.messages().findLast((each) => textOf(each.card).includes("didn't match"));
    expect(buttonsOf(card?.card ?? null).map(({ verb }) => verb)).toEqual(["stop-session", "verify-helper"]);
  });
});
