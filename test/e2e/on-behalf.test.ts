import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DEVICE_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import { actsIn } from "../support/acts.ts";
import { asksForHelp, FIRST, has, invoke, saidNumber, ticketIn, trailOf } from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, choicesOf, textOf } from "../support/reading-cards.ts";

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office[Symbol.asyncDispose]());

const newest = (who: Colleague) => who.messages().at(-1)?.card ?? null;
const mention = (key: keyof typeof PEOPLE_IDS, name: string) => ({
  entities: [
    {
      type: "mention",
      mentioned: { id: `29:${key}`, aadObjectId: PEOPLE_IDS[key], name },
      text: `<at>${name}</at>`,
    },
  ],
});
/** What the form holds, as a client sends it. */
const FILLED = {
  subject: "VPN drops",
  device: DEVICE_IDS.samLaptop,
  deviceName: "",
  urgency: "urgent",
  details: "since noon",
};
/** Hana opens a request for Sam, who called. */
async function opensForSam(inputs: object = {}) {
  await office.hana.types("request for Sam Sharma: VPN drops");
  return office.hana.presses("open-for", { ...FILLED, ...inputs });
}
const forged = (who: Colleague, more: object = {}) =>
  who.sends(
    invoke("open-for", {
      form: "0a000000-0000-4000-8000-000000000001",
      person: PEOPLE_IDS.sam,
      subject: "let me in",
      device: "none",
      urgency: "low",
      ...more,
    }),
  );
const openOfSam = () => office.beckon.store.openTicketsOf(PEOPLE_IDS.sam as never);

describe("a helper opens a request for somebody", () => {
  test("by name: the form knows them and their devices, and theirs is the request", async () => {
    await office.hana.types("request for Sam Sharma: VPN drops");
    const form = newest(office.hana);
    expect(textOf(form)).toContain("Sam Sharma\nAccount Executive");
    expect(choicesOf(form, "device").map(({ title }) => title)[0]).toContain("HAL-SALES-014");
    const { card } = await office.hana.presses("open-for", FILLED);
    expect(textOf(card)).toContain("Sam Sharma gets it in their own chat with me, sees that you opened it");
    const ticket = await ticketIn(office);
    expect([ticket.sharer.id, ticket.openedBy.id]).toEqual([PEOPLE_IDS.sam, PEOPLE_IDS.hana]);
    expect([ticket.subject.text, ticket.urgency, ticket.device?.id]).toEqual([
      "VPN drops",
      "urgent",
      DEVICE_IDS.samLaptop,
    ]);
    const theirs = office.sam.messages().at(-1);
    expect(theirs?.alert).toBe(true);
    expect(textOf(theirs?.card ?? null)).toContain("Hana Weber opened this for you at 10:30");
    const inChannel = textOf(office.channel().at(-1)?.card ?? null);
    expect(inChannel).toContain("10:30 by Hana Weber");
    await office.lena.types(`show ${FIRST}`);
    expect(textOf(newest(office.lena))).toContain("Hana Weber asked for help for Sam Sharma");
  });

  test("by a mention, with what was typed behind it", async () => {
    await office.hana.sends({
      type: "message",
      text: "for <at>Sam Sharma</at> printer jams",
      ...mention("sam", "Sam Sharma"),
    });
    expect(textOf(newest(office.hana))).toContain("Sam Sharma");
    expect(JSON.stringify(newest(office.hana))).toContain('"value":"printer jams"');
    await office.hana.presses("open-for", FILLED);
    expect((await ticketIn(office)).sharer.id).toBe(PEOPLE_IDS.sam);
  });

  test("by the button of the greeting and of the queue, among people whose name begins so", async () => {
    await office.hana.types("help");
    await office.hana.presses("request-for");
    await office.hana.types("queue");
    const { card: asked } = await office.hana.presses("request-for");
    expect(textOf(asked)).toContain("Who needs help?");
    const { card: found } = await office.hana.presses("request-for", { name: "s" });
    expect(textOf(found)).toContain("Sam Sharma");
    expect(textOf(found)).toContain("Stan Kowalski");
    const sam = buttonsOf(found).find(({ data }) => data.person === PEOPLE_IDS.sam);
    const { card: form } = await office.hana.sends(invoke("request-for", sam?.data));
    expect(has(form, "open-for")).toBe(true);
    expect(textOf((await office.hana.presses("request-for", { name: "xyz" })).card)).toContain(
      "Nobody has a name",
    );
  });

  test("the answer has Pick up, and consent goes to the person alone", async () => {
    await opensForSam();
    await office.hana.presses("pick-up", {}, { titled: "Pick up" });
    await office.hana.presses("ask-to-view", { reason: "look at the VPN", minutes: "10" });
    expect(has(newest(office.sam), "answer-ask")).toBe(true);
    const yes = {
      ticket: FIRST,
      version: 3,
      surface: "consent:1",
      ask: 1,
      answer: "allow",
      phrase: saidNumber(office),
    };
    for (const other of [office.hana, office.lena, office.hugo]) {
      expect((await other.sends(invoke("answer-ask", yes))).text).toContain("Only Sam Sharma");
    }
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    expect((await trailOf(office)).at(-1)).toBe("ConsentGiven");
  });

  test("twice, also at once and after a restart, is one request", async () => {
    await office.hana.types("request for Sam Sharma: VPN drops");
    const open = buttonsOf(newest(office.hana)).find(({ verb }) => verb === "open-for");
    const press = () =>
      office.hana.sends(
        invoke("open-for", { ...open?.data, subject: "VPN", device: "none", urgency: "low" }),
      );
    await Promise.all([press(), press()]);
    await office.restart();
    await press();
    expect(await openOfSam()).toHaveLength(1);
  });

  test("to a person who has never used Beckon a chat is opened, and it is told there", async () => {
    await office.hana.types("request for Nico Vidal: laptop");
    const before = new Set(office.chats.conversations());
    await office.hana.presses("open-for", { ...FILLED, device: "none" });
    const opened = office.chats.conversations().filter((chat) => !before.has(chat));
    const cards = opened.flatMap((chat) => office.chats.in(chat)).map(({ card }) => textOf(card));
    expect(cards.join()).toContain("Hana Weber opened this for you");
  });
});

describe("who may not", () => {
  test("others are refused before anybody is looked up: the same for people who exist and who do not", async () => {
    for (const who of [office.paul, office.sam, office.mia, office.person("gus"), office.person("dora")]) {
      const there = await forged(who);
      const nobody = await forged(who, { person: "0b000000-0000-4000-8000-00000000ffff" });
      expect(there.text).toMatch(/Only helpers can do this|account|directory/);
      expect(nobody.text).toBe(there.text);
      expect((await who.sends(invoke("request-for", { name: "Sam" }))).text).toBe(there.text);
    }
    expect(await openOfSam()).toEqual([]);
  });

  test("a sentence of theirs that begins alike is a request of their own", async () => {
    await office.sam.types("request for a new laptop");
    expect(has(newest(office.sam), "send-request")).toBe(true);
    await office.hana.types("request for a new laptop");
    expect(has(newest(office.hana), "send-request")).toBe(true);
    await office.hana.types("for some reason outlook is slow");
    expect(has(newest(office.hana), "send-request")).toBe(true);
  });

  test("the caps of the person hold, and say whose they are", async () => {
    for (let i = 0; i < 10; i++) await asksForHelp(office);
    const { text } = await opensForSam();
    expect(text).toContain("Sam Sharma has 10 open requests");
  });

  test("nobody whom the directory does not know", async () => {
    const { text } = await forged(office.hana, { person: "0b000000-0000-4000-8000-00000000ffff" });
    expect(text).toContain("directory");
    expect(office.channel().filter(({ card }) => card !== null)).toEqual([]);
  });
});

describe("in front of a device that nobody uses alone", () => {
  test("it is found by name or serial number, and the person in front of it is asked", async () => {
    for (const deviceName of ["hal-wh-scan-1", "SN-1015"]) {
      await office.hana.types("request for Sam Sharma: scanner");
      await office.hana.presses("open-for", { ...FILLED, deviceName });
    }
    for (const { id } of await openOfSam()) {
      expect((await ticketIn(office, id)).device?.id).toBe(DEVICE_IDS.warehouseScanner);
    }
    expect(await openOfSam()).toHaveLength(2);
  });

  test("where the policy refuses a session, the helper reads why at once, and the ask is refused so", async () => {
    const laptop = office.graph.tenant().devices.find(({ id }) => id === DEVICE_IDS.umaLaptop);
    Object.assign(laptop ?? {}, { userId: "" });
    const { card } = await opensForSam({ deviceName: "HAL-SALES-020" });
    expect(textOf(card)).toContain("A session isn't possible yet.");
    expect(textOf(card)).toMatch(/primary user/i);
    await office.hana.presses("pick-up", {}, { titled: "Pick up" });
    await office.hana.presses("ask-to-view", { reason: "look", minutes: "10" });
    expect((await trailOf(office)).at(-1)).toBe("EligibilityDenied");
    expect((await ticketIn(office)).session).toBeNull();
  });

  test("another person's device is refused, and one that does not exist or has a twin", async () => {
    expect((await opensForSam({ deviceName: "HAL-SALES-020" })).text).toContain("belongs to another person");
    expect((await opensForSam({ deviceName: "O'Neil's \"PC\"" })).text).toContain("Intune has no device");
    const two = office.graph
      .tenant()
      .devices.filter(({ id }) => [DEVICE_IDS.paulMac, DEVICE_IDS.hanaLaptop].includes(id as never));
    for (const device of two) Object.assign(device, { deviceName: "TWIN" });
    expect((await opensForSam({ deviceName: "twin" })).text).toContain("Use the serial number");
    expect((await forged(office.hana, { device: DEVICE_IDS.umaLaptop })).text).toContain("not one of theirs");
    expect(await openOfSam()).toEqual([]);
  });
});

describe("I didn't ask", () => {
  test("withdraws the request, ends what runs, and is reported with who opened it", async () => {
    await opensForSam();
    const { text } = await office.sam.presses("disown-request");
    expect(text).toMatch(/^BK-1001 is withdrawn\. Thank you\. Your report was passed on/);
    expect(await trailOf(office)).toEqual(["TicketOpened", "TicketWithdrawn"]);
    const [entry, ...more] = (await actsIn(office.beckon.store)).filter(
      ({ act }) => act?.what === "incident",
    );
    expect(more).toEqual([]);
    expect(entry?.act?.incident).toMatchObject({
      how: "disowned",
      requests: [{ ticket: FIRST, state: "waiting" }],
    });
    const told = textOf(office.lena.messages().at(-1)?.card ?? null);
    expect(told).toContain("A request that its owner did not ask for");
    expect(told).toContain("“Hana Weber”");
  });

  test("works during a session, twice, from an old card, and while Graph is down", async () => {
    await opensForSam();
    const old = buttonsOf(newest(office.sam)).find(({ verb }) => verb === "disown-request");
    await office.hana.presses("pick-up", {}, { titled: "Pick up" });
    await office.hana.presses("ask-to-view", { reason: "look", minutes: "10" });
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    office.graph.faults.set({ unavailable: true });
    await office.sam.sends(invoke("disown-request", old?.data));
    expect((await ticketIn(office)).status).toBe("withdrawn");
    await office.sam.sends(invoke("disown-request", old?.data));
    expect((await actsIn(office.beckon.store)).filter(({ act }) => act?.what === "incident")).toHaveLength(1);
  });

  test("is not for one's own request, nor for others", async () => {
    await asksForHelp(office);
    const data = { ticket: FIRST, version: 1, surface: "ticket-sharer" };
    await office.sam.sends(invoke("disown-request", data));
    expect((await office.lena.sends(invoke("disown-request", data))).text).toContain("Only Sam Sharma");
    expect((await office.paul.sends(invoke("disown-request", data))).text).toContain(
      "There is no such request",
    );
    expect((await ticketIn(office)).status).toBe("open");
    expect(has(newest(office.sam), "disown-request")).toBe(false);
  });

  test("an ordinary withdrawal stays possible and reports nothing", async () => {
    await opensForSam();
    await office.sam.presses("withdraw-ticket");
    expect((await ticketIn(office)).status).toBe("withdrawn");
    expect((await actsIn(office.beckon.store)).filter(({ act }) => act?.what === "incident")).toEqual([]);
    expect(office.chats.in(HELPDESK).length).toBeGreaterThan(0);
  });
});
