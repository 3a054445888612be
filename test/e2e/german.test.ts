import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { wordingOf } from "../../src/audit/pack/wordings.ts";
import { authority } from "../../src/domain/ticket/authority.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import type { Json } from "../support/chats.ts";
import { asksForHelp, deskText, FIRST, has, saidNumber, ticketIn } from "../support/goings-on.ts";
import { type Colleague, HELPDESK, type Office, openOffice } from "../support/office.ts";
import { textOf } from "../support/reading-cards.ts";

let office: Office;
afterEach(() => office[Symbol.asyncDispose]());

const level = async () => authority(await ticketIn(office), office.now()).level;
const cardWith = (who: Colleague, verb: string): Json | null =>
  who.messages().findLast(({ card }) => has(card, verb))?.card ?? null;
const said = (who: Colleague) => who.messages().findLast(({ text }) => text !== null)?.text ?? "";
const channelText = () => textOf(office.channel().at(-1)?.card ?? null);

describe("a German sharer and an English helper, in an English channel", () => {
  beforeEach(async () => {
    office = await openOffice();
    office.sam.usesTeamsIn("de-DE");
    await asksForHelp(office);
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    await office.hana.presses("ask-to-view", { reason: "look at the VPN client", minutes: "30" });
  });

  test("each read their own language, and the channel its own", () => {
    const question = textOf(cardWith(office.sam, "answer-ask"));
    expect(question).toContain("Darf Hana Weber Ihren Bildschirm sehen?");
    expect(question).toContain("Hana schreibt: „look at the VPN client“");
    expect(question).not.toMatch(/\b(the card|your|until|Answer)\b/);
    expect(deskText(office)).toContain("Waiting for the answer");
    expect(channelText()).toContain("Picked up by Hana Weber");
  });

  test("a typed yes allows nothing, in German words", async () => {
    for (const words of ["Ja", "Ja bitte!", `Zulassen ${saidNumber(office)}`, "einverstanden", "erlaubt"]) {
      await office.sam.types(words);
      expect([words, await level()]).toEqual([words, null]);
    }
    await office.sam.types("Ja");
    expect(said(office.sam)).toContain("Eine geschriebene Antwort lässt nichts zu.");
  });

  test("the consent records the language and the wording that was shown", async () => {
    const shown = textOf(cardWith(office.sam, "answer-ask")).replaceAll("**", "");
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Zulassen" });
    expect(await level()).toBe("view");
    const trail = await office.beckon.store.trail(FIRST);
    const consent = trail.map(({ event }) => event).find(({ type }) => type === "ConsentGiven");
    const { wording } = defaultPolicy.consent;
    expect(consent).toMatchObject({ wording, language: "de" });
    for (const line of wordingOf(wording, "de")?.view ?? ["no wording"]) {
      for (const part of line.replace(/\.$/, "").split(/…|: /)) {
        expect(shown.replaceAll("\n", " ")).toContain(part.trim());
      }
    }
  });

  test("a card that was sent in German records German, though the reader changed the language since", async () => {
    const asked = office.sam.messages().filter(({ card }) => has(card, "answer-ask"));
    const [on] = structuredClone(asked);
    if (on === undefined) throw new Error("Sam was not asked");
    await office.sam.types("sprache englisch");
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { on, titled: "Zulassen" });
    const trail = await office.beckon.store.trail(FIRST);
    expect(trail.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ language: "de", level: "view" }),
    );
  });

  test("words that mean stop end it, and the receipt is German", async () => {
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Zulassen" });
    expect(textOf(cardWith(office.sam, "stop-session"))).toContain("Hana Weber darf Ihren Bildschirm sehen");
    await office.sam.types("Stopp, bitte");
    expect(await level()).toBeNull();
    expect(said(office.sam)).toMatch(/^BK-1001: Der Zugriff wurde um \d\d:\d\d entzogen\./);
    await office.hana.presses("resolve-ticket", { outcome: "fixed", done: "Restarted the client." });
    const receipt = textOf(cardWith(office.sam, "give-feedback"));
    expect(receipt).toContain("Von Ihnen gestoppt.");
    expect(receipt).toMatch(/24\. Nov\. 2026, 10:30 bis 10:30 MEZ/);
    expect(textOf(office.hana.messages().at(-1)?.card ?? null)).not.toContain("Sitzung");
  });
});

test("a German channel reads German, and its English sharer English", async () => {
  office = await openOffice({ LOCALE: "de-DE" });
  await asksForHelp(office);
  expect(channelText()).toContain("Wartet auf Hilfe");
  expect(textOf(cardWith(office.sam, "withdraw-ticket"))).toContain("Waiting for a helper");
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
  expect(channelText()).toContain("Von Hana Weber um 10:30 übernommen.");
});
