import { DatabaseSync } from "node:sqlite";
import { describe, expect, test, vi } from "vitest";
import { PEOPLE_IDS, TENANT_ID } from "../../playground/company.ts";
import { personId } from "../../src/domain/ticket/ids.ts";
import { startChats } from "../support/chats.ts";
import { asksForHelp, asksToView, deskText, FIRST, has, picksUp, saidNumber } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

const channelIs = (office: Office, eventType: string) =>
  office.lena.sends({
    type: "conversationUpdate",
    conversation: {
      id: "19:team@thread.tacv2",
      conversationType: "channel",
      tenantId: TENANT_ID,
      isGroup: true,
    },
    channelData: {
      tenant: { id: TENANT_ID },
      eventType,
      channel: { id: HELPDESK },
      team: { id: "19:team@thread.tacv2" },
    },
  });
const inChannel = (office: Office) => office.channel().filter(({ card }) => textOf(card).includes(FIRST));
const sharersCard = (office: Office) =>
  textOf(office.sam.messages().find(({ card }) => has(card, "withdraw-ticket"))?.card ?? null);
const logged = (office: Office, name: string) => office.log.filter((line) => line.name === name);
const CANNOT = "the helpdesk channel can't be reached";

describe.each([
  ["is unknown", (office: Office) => channelIs(office, "channelDeleted")],
  ["answers 403", (office: Office) => refusing(office, 403)],
  ["answers 404", (office: Office) => refusing(office, 404)],
  ["answers 401", (office: Office) => refusing(office, 401)],
] as const)("a helpdesk channel that %s", (_, breaks) => {
  test("is told to who asked, to the leads and in the log, and the request is there at once when it is back", async () => {
    await using office = await openOffice();
    await breaks(office);
    await asksForHelp(office);
    await office.settle();
    expect(inChannel(office)).toHaveLength(0);
    expect(sharersCard(office)).toContain(CANNOT);
    expect(logged(office, "helpdesk.unreachable")).toHaveLength(1);
    const told = () => office.lena.messages().map(({ card }) => textOf(card));
    await vi.waitFor(() => expect(told().join()).toContain("cannot write to the helpdesk channel"));
    office.chats.mishap(null);
    await channelIs(office, "channelRestored");
    await office.settle();
    expect(inChannel(office)).toHaveLength(1);
    expect(sharersCard(office)).not.toContain(CANNOT);
    expect(sharersCard(office)).toContain("as soon as somebody picks it up");
    expect(logged(office, "helpdesk.reachable")).toHaveLength(1);
  });
});

/** As if they had never written to Beckon. */
async function forget(office: Office, person: string): Promise<void> {
  const file = new DatabaseSync(office.databaseFile);
  file.prepare("delete from contacts where person = ?").run(person);
  file.close();
}

async function refusing(office: Office, status: number): Promise<void> {
  office.chats.mishap(({ conversation }) => (conversation === HELPDESK ? status : null));
}

describe("a helper whom no desk can reach", () => {
  test("is told at the press, and so is who asked; the desk comes as soon as they write", async () => {
    await using office = await openOffice();
    await asksForHelp(office);
    const hugo = office.person("hugo");
    await forget(office, PEOPLE_IDS.hugo);
    office.chats.mishap(({ conversation }) => (conversation === "" ? 403 : null));
    const answer = await hugo.presses("pick-up", {}, { in: HELPDESK });
    expect(textOf(answer.card)).toContain("Beckon can't write to you: open Beckon in a personal chat");
    expect(textOf(inChannel(office)[0]?.card ?? null)).toContain("Beckon can't write to you");
    expect(sharersCard(office)).toContain("Beckon has no chat with them");
    await hugo.types("status");
    await office.settle();
    expect(hugo.messages().some(({ card }) => has(card, "give-back"))).toBe(true);
    expect(sharersCard(office)).not.toContain("Beckon has no chat with them");
    expect(textOf(inChannel(office)[0]?.card ?? null)).not.toContain("Beckon can't write to you");
  });
});

describe.each([
  [403, "ServiceError"],
  [400, "BadArgument"],
] as const)("an update that Teams refuses with %d %s", (answer, code) => {
  test("is the fault of its message and not of its chat: the card is posted again", async () => {
    await using office = await openOffice();
    await asksToView(office);
    office.chats.mishap(({ method }) => (method === "PUT" ? { accepted: false, answer, code } : null));
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    await office.settle();
    office.chats.mishap(null);
    const contact = await office.beckon.store.contact(personId(PEOPLE_IDS.sam));
    expect(contact?.blocked).toBeNull();
    expect(deskText(office)).not.toContain("has removed Beckon");
    expect(office.sam.messages().some(({ card }) => has(card, "stop-session"))).toBe(true);
  });
});

describe("a connector that moves", () => {
  test("gets the updates of cards that were posted over the old one", async () => {
    await using office = await openOffice();
    await picksUp(office);
    const moved = await startChats();
    try {
      const before = office.sam.messages().length;
      await office.sam.sends({
        type: "message",
        text: "status",
        textFormat: "plain",
        serviceUrl: moved.serviceUrl,
      });
      office.chats.mishap(({ conversation }) => (conversation === office.sam.chat ? 403 : null));
      const updates: string[] = [];
      moved.mishap(({ method, conversation }) => {
        updates.push(`${method} ${conversation}`);
        return null;
      });
      await office.hana.presses("give-back");
      await office.settle();
      expect(updates).toContain(`PUT ${office.sam.chat}`);
      expect(office.sam.messages()).toHaveLength(before);
      const contact = await office.beckon.store.contact(personId(PEOPLE_IDS.sam));
      expect(contact?.blocked).toBeNull();
    } finally {
      await moved.close();
    }
  });
});
