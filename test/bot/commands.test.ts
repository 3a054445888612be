import { describe, expect, test } from "vitest";
import { commandOf } from "../support/command-of.ts";

/** Understood from everybody, whatever language Beckon writes to them in. */
const GERMAN: Readonly<Record<string, readonly string[]>> = {
  help: ["hilfe", "Hilfe!", "hallo", "Guten Tag", "Moin", "neue Anfrage"],
  status: ["status", "mein Status", "Stand", "Gibt es etwas Neues?", "ist da jemand?"],
  queue: ["warteschlange", "die Warteschlange", "wer wartet?"],
  history: ["verlauf", "Verlauf BK-1042", "verlauf von Sam Sharma"],
  find: ["suche", "suche vpn helfer:hana", "suche nach vpn", "Suche Drucker"],
  show: ["zeige", "zeige BK-1042", "zeig 1042"],
  devices: ["geräte", "meine Geräte", "geraete", "meine Daten"],
  check: ["prüfen", "prüfe Sam Sharma", "pruefen", "Kann ich Hilfe bekommen?"],
  language: ["sprache", "sprache deutsch", "Sprache en", "sprache auto"],
  setup: ["prüfe die Einrichtung", "Einrichtung prüfen", "pruefen einrichtung"],
  licences: ["lizenzen", "Lizenzbericht"],
  verify: [
    "verifizieren",
    "Ist das echt?",
    "wer hilft mir?",
    "wer ist das",
    "Wer hat mich kontaktiert?",
    "jemand will mein Passwort",
  ],
  request: [
    "anfrage",
    "Anfrage für Sam Sharma: Drucker",
    "neue Anfrage für Nico Vidal",
    "Anfrage fuer Sam Sharma",
  ],
  quiet: ["ruhe", "Ruhe an", "ruhe aus!"],
  stop: ["stopp", "Stopp!", "bitte aufhören"],
};

describe.each(Object.entries(GERMAN))("the command %s in German", (command, texts) => {
  test.each(texts)("%j", (text) => {
    expect(commandOf(text)).toBe(command);
  });
});

test.each([
  "Suche Hilfe beim Drucker",
  "suche jemanden für Outlook",
  "Hilfe beim Drucker",
  "Verlauf im Browser löschen",
  "Der Status der Ampel ist rot",
  "Statusanzeige fehlt",
  "Sprachen in Word fehlen",
  "Geräte werden nicht erkannt",
  "zeige mir, wie das geht",
  "Lizenzen für Visio fehlen",
])("%j is no command: it says what is wrong", (text) => {
  expect(commandOf(text)).toBeUndefined();
});
