import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  asksToView,
  controls,
  FIRST,
  invoke,
  picksUp,
  saidNumber,
  ticketIn,
  views,
} from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

/** Keys that clients add (iOS: inputs of other buttons, `tabContext`), lose or set to null. */
const CHANGES: readonly [what: string, data: object][] = [
  ["the ticket alone", {}],
  [
    "inputs of other buttons",
    { surface: "live:1", version: 1, fixed: "", rating: "", comment: "", helper: "", note: "" },
  ],
  ["null for what it should hold", { version: null, surface: null, ask: null, session: null, phrase: null }],
  ["keys of the client", { version: 6, surface: "live:1", tabContext: "" }],
  ["nonsense for its place", { version: "x", surface: 7 }],
];

describe.each(CHANGES)("a button that takes back, with %s", (_, data) => {
  const sends = (who: "sam" | "hana", verb: string, more: object = {}) =>
    office[who].sends(invoke(verb, { ticket: FIRST, ...data, ...more }));

  test("stops, steps down and pauses", async () => {
    await controls(office);
    await sends("sam", "step-down");
    await sends("sam", "pause-session");
    expect((await ticketIn(office)).session?.pausedBy).not.toBeNull();
    await sends("sam", "stop-session");
    expect((await ticketIn(office)).past.at(-1)?.cause).toBe("ended-by-sharer");
  });

  test("says not now, and ends nothing else", async () => {
    await asksToView(office);
    await sends("sam", "answer-ask", { answer: "refuse" });
    expect((await ticketIn(office)).past.at(-1)?.asks[0]?.answer?.outcome).toBe("refused");
  });

  test("cancels a question, gives the ticket back twice, and withdraws it", async () => {
    await asksToView(office);
    await sends("hana", "cancel-ask");
    expect((await ticketIn(office)).session).toBeNull();
    await sends("hana", "give-back");
    expect((await ticketIn(office)).claim).toBeNull();
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    await sends("sam", "withdraw-ticket");
    expect((await ticketIn(office)).status).toBe("withdrawn");
  });

  test("tells that it ended on one's own side, and resolves", async () => {
    await views(office);
    await sends("sam", "report-transport", { fact: "sharer-says-ended" });
    expect((await ticketIn(office)).session?.transport["sharer-says-ended"]).toBeDefined();
    await sends("hana", "resolve-ticket", { outcome: null, done: null });
    const { status, session } = await ticketIn(office);
    expect([status, session]).toEqual(["resolved", null]);
  });
});

test("a button without its version counts again when the ticket has moved on", async () => {
  await picksUp(office);
  const giveBack = () => office.hana.sends(invoke("give-back", { ticket: FIRST }));
  await giveBack();
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
  await giveBack();
  expect((await ticketIn(office)).claim).toBeNull();
});

test("Allow with a key of iOS counts, and with a key that asks for more it does not", async () => {
  await asksToView(office);
  await office.sam.presses("answer-ask", { phrase: saidNumber(office), tabContext: "" }, { titled: "Allow" });
  expect((await ticketIn(office)).session?.grants).toHaveLength(1);
});

describe("a client that tells no time zone", () => {
  const noZone = { entities: [{ type: "clientInfo", locale: "en-GB", platform: "Mac" }] };
  const asks = async (more: object = {}) => {
    await office.sam.sends({ type: "message", text: "my vpn", ...noZone, ...more });
    const form = /"form":"([^"]+)"/.exec(JSON.stringify(office.sam.messages().at(-1)?.card))?.[1];
    const request = { form, subject: "vpn", device: "none", urgency: "normal", details: "" };
    await office.sam.sends({ ...invoke("send-request", request), ...noZone });
    await office.sam.sends({ type: "message", text: "status", ...noZone });
    return textOf(office.sam.messages().at(-1)?.card ?? null);
  };
  const known = async () => (await office.beckon.store.contact((await ticketIn(office)).sharer.id))?.timeZone;

  test("reads in the configured one, which stands beside each time, and none is stored for them", async () => {
    expect(await asks()).toContain("since 10:30 CET");
    expect(await known()).toBeUndefined();
  });

  test("and whose clock agrees with the configured one reads in it", async () => {
    expect(await asks({ localTimestamp: "2026-11-24T10:30:00.000+01:00" })).toMatch(/since 10:30$/m);
    expect(await known()).toBe("Europe/Berlin");
  });

  test("is believed about its clock", async () => {
    expect(await asks({ localTimestamp: "2026-11-24T15:00:00+05:30" })).toContain("15:00");
    expect(await known()).toBe("+05:30");
  });

  test("or tells Windows' name for it", async () => {
    expect(await asks({ localTimezone: "Pacific Standard Time" })).toContain("01:30");
    expect(await known()).toBe("America/Los_Angeles");
  });
});
