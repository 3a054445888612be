import { describe, expect, test } from "vitest";
import { wordingOf } from "../../src/audit/pack/wordings.ts";
import { addLanguage } from "../../src/cards/text/words.ts";
import { LEVELS } from "../../src/domain/ticket/level.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { sessionCards } from "../support/session-cards.ts";
import { allowed, claimed, escalationAsked, opened, viewAsked } from "../support/tickets.ts";

const live = [opened(), claimed(), viewAsked(), allowed()];
const CARDS = {
  view: sessionCards(3, [opened(), claimed(), viewAsked()]).json("consent:1"),
  control: sessionCards(11, [...live, escalationAsked(10)]).json("escalation:2"),
  elevation: sessionCards(11, [...live, escalationAsked(10, { level: "elevation" })]).json("escalation:2"),
};

describe("the words behind a yes", () => {
  test.each(LEVELS)("are those of the card that asks for %s: a changed card needs a new wording", (level) => {
    const said = wordingOf(defaultPolicy.consent.wording, "en")?.[level] ?? [];
    expect(said.length).toBeGreaterThan(3);
    const card = CARDS[level].replaceAll("**", "");
    for (const line of said) {
      for (const part of line.replace(/\.$/, "").split(/…|: /)) {
        expect([line, part, card.includes(part.trim())]).toEqual([line, part, true]);
      }
    }
  });

  test("of a version stay the same: a changed sentence needs a new version", () => {
    expect(wordingOf("2026-11", "en")).toEqual({
      view: [
        "May … see your screen?",
        "… can: See everything on this screen.",
        "… can't: Use your mouse and keyboard: you are asked again for that.",
        "Open until …. No answer means no. After a yes you can stop at any time: press Stop everything, or type stop.",
      ],
      control: [
        "May … use your mouse and keyboard?",
        "… can: Use your mouse and keyboard while you watch.",
        "Afterwards: Back to view only by itself, or when you press Stop control.",
        "Open until …. No answer means no, and what you approved before goes on. To end everything, type stop.",
      ],
      elevation: [
        "May … work as administrator on your device?",
        "… can: Use mouse and keyboard, and answer administrator prompts.",
        "Afterwards: Back to view only by itself, or when you press Stop control.",
        "Save your work first. If you end Remote Help yourself after administrator work, Windows may sign you out.",
        "Open until …. No answer means no, and what you approved before goes on. To end everything, type stop.",
      ],
    });
  });

  test("of a version stay the same in German", () => {
    expect(wordingOf("2026-11", "de")).toEqual({
      view: [
        "Darf … Ihren Bildschirm sehen?",
        "… kann: Alles auf diesem Bildschirm sehen.",
        "… kann nicht: Ihre Maus und Tastatur benutzen: Dafür werden Sie noch einmal gefragt.",
        "Offen bis …. Keine Antwort heißt Nein. Nach einem Ja können Sie jederzeit stoppen: mit „Alles stoppen“, oder schreiben Sie stopp.",
      ],
      control: [
        "Darf … Ihre Maus und Tastatur benutzen?",
        "… kann: Ihre Maus und Tastatur benutzen, während Sie zusehen.",
        "Danach: Von selbst zurück zu „Nur Ansicht“, oder wenn Sie „Steuerung stoppen“ drücken.",
        "Offen bis …. Keine Antwort heißt Nein, und was Sie vorher zugelassen haben, geht weiter. Um alles zu beenden, schreiben Sie stopp.",
      ],
      elevation: [
        "Darf … auf Ihrem Gerät mit Adminrechten arbeiten?",
        "… kann: Maus und Tastatur benutzen und Administratorabfragen beantworten.",
        "Danach: Von selbst zurück zu „Nur Ansicht“, oder wenn Sie „Steuerung stoppen“ drücken.",
        "Speichern Sie vorher Ihre Arbeit. Wenn Sie die Remotehilfe nach Arbeiten mit Adminrechten selbst beenden, meldet Windows Sie möglicherweise ab.",
        "Offen bis …. Keine Antwort heißt Nein, und was Sie vorher zugelassen haben, geht weiter. Um alles zu beenden, schreiben Sie stopp.",
      ],
    });
  });

  test("are quoted in the language that the consent names", () => {
    addLanguage("xx", { "ask.view": "¿{helper}?" });
    expect(wordingOf("2026-11", "xx")?.view[0]).toBe("¿…?");
  });

  test("are not made up for a wording that Beckon does not have", () => {
    expect(wordingOf("2031-01", "en")).toBeNull();
    expect(wordingOf(defaultPolicy.consent.wording, "tlh")).toBeNull();
  });
});
