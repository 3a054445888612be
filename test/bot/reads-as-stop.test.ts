import { describe, expect, test } from "vitest";
import { readsAsStop } from "../../src/bot/reads-as-stop.ts";

const NAMES = ["Hana Weber", "Sam Sharma"];

const STOPS: Readonly<Record<string, readonly string[]>> = {
  en: [
    "stop",
    "STOP",
    "Stop!",
    "stop it",
    "stop now",
    "stop everything",
    "enough",
    "halt",
    "abort",
    "end session",
    "hands off",
    "sotp",
    "please stop",
    "can you stop this",
    "please stop now!!",
    "no, stop",
    "stop, I must open mail",
    "stop. I need to open my mail",
    "I want to stop",
    "can you stop",
    "I withdraw",
    "i want you to stop",
    "stop sharing",
    "stop sharing my screen",
    "please end the session",
    "stooop",
    "STOPPPP",
    "stop stop stop",
    "s t o p",
    "ｓｔｏｐ",
    "‏stop",
    "🛑",
    "🛑🛑",
    "stop 🙏",
    "I'd like to stop now please",
    "could you please stop watching me",
    "turn it off",
    "disconnect now",
    "cancel the session",
    "close the connection",
    "stop Hana",
    "Hana, please stop",
    "ok stop",
    "okay stop now",
    "stop!!",
    "Stop the session",
    "stop controlling my screen",
    "get off my screen",
    "leave me alone",
    "stop please",
    "stop right now",
    "hey, stop",
    "I have to open something private, stop",
    "terminate the session",
    "revoke access",
    "let's stop",
    "let's just stop",
    "stop remote help",
    "end remote help",
    "stop control",
    "i changed my mind",
  ],
  de: [
    "Stopp",
    "stopp",
    "STOPP!",
    "hör auf",
    "aufhören",
    "halt",
    "Schluss",
    "es reicht",
    "beenden",
    "abbrechen",
    "Finger weg",
    "bitte aufhören",
    "ich möchte aufhören",
    "ich möchte das beenden",
    "kannst du bitte aufhören",
    "können Sie das beenden",
    "Sitzung beenden",
    "bitte die Sitzung beenden",
    "Stopp bitte",
    "stop bitte",
    "hoer auf",
    "Bitte sofort stoppen",
    "Freigabe beenden",
    "Schluss jetzt",
    "Stopp, ich muss an meine Mails",
    "Hören Sie auf",
    "nicht mehr zuschauen",
  ],
  fr: [
    "arrête",
    "arrêtez",
    "ça suffit",
    "assez",
    "arrête ça",
    "arrêtez s'il vous plaît",
    "arrêtez tout",
    "arretez svp",
    "je veux arrêter",
    "pouvez-vous arrêter",
    "coupez le partage",
    "stop svp",
    "fin",
    "arrêtez de regarder mon écran",
    "terminez la session",
    "je retire mon accord",
    "arrêtez le partage d'écran",
  ],
  es: [
    "para",
    "pare",
    "basta",
    "alto",
    "detener",
    "para por favor",
    "quiero parar",
    "puedes parar",
    "detén la sesión",
    "basta ya",
    "para ya",
    "detente",
    "terminar la sesión",
    "basta de compartir la pantalla",
    "pare por favor",
  ],
  pt: [
    "pare",
    "para",
    "chega",
    "parar",
    "pare por favor",
    "quero parar",
    "pode parar",
    "encerrar a sessão",
    "chega agora",
  ],
  it: [
    "basta",
    "ferma",
    "fermati",
    "smetti",
    "smettila",
    "fine",
    "fermati per favore",
    "voglio smettere",
    "puoi smettere",
    "chiudi la sessione",
    "basta così",
  ],
  nl: [
    "stop",
    "stoppen",
    "hou op",
    "genoeg",
    "stop alsjeblieft",
    "ik wil stoppen",
    "kun je stoppen",
    "sessie beëindigen",
    "hou op met kijken",
    "stop nu",
  ],
  ja: [
    "止めて",
    "やめて",
    "ストップ",
    "停止",
    "見ないで",
    "止めてください",
    "やめてください",
    "今すぐ止めて",
    "画面共有を止めて",
    "停止してください",
    "もうやめて",
    "ストップ！",
    "画面を見ないでください",
  ],
  pl: [
    "przestań",
    "stój",
    "dość",
    "koniec",
    "zakończ",
    "proszę przestać",
    "chcę zakończyć",
    "zakończ sesję",
    "przestań proszę",
    "dość tego",
  ],
  tr: [
    "dur",
    "durdur",
    "yeter",
    "bitir",
    "lütfen dur",
    "durdur lütfen",
    "hemen durdur",
    "oturumu kapat",
    "durdurmak istiyorum",
    "yeter artık",
  ],
  ar: [
    "توقف",
    "قف",
    "كفى",
    "أوقف",
    "خلاص",
    "توقف من فضلك",
    "أوقف المشاركة",
    "أريد إيقاف الجلسة",
    "توقف الآن",
  ],
};

const FRIENDS: Readonly<Record<string, readonly string[]>> = {
  en: [
    "stop the printer",
    "it stops",
    "no problem",
    "cancel my meeting",
    "fine",
    "nonstop",
    "don't stop",
    "please do not stop",
    "never stop",
    "not enough memory",
    "the video won't stop",
    "Outlook stops responding",
    "how do I stop the updates",
    "stop the updates please",
    "the bus stop",
    "my pc shuts down",
    "cancel",
    "close the window",
    "I cannot open my mail",
    "it stopped",
    "enough disk space?",
    "end of the week",
    "ok",
    "thanks",
    "yes",
    "no",
    "can you restart it",
    "the service is stopped",
    "sure, go on",
    "para",
    "dur",
    "halting problem in excel",
    "abort dialog appears",
    "please don't stop now",
  ],
  de: [
    "ist halt so",
    "Ende der Woche",
    "Abo beenden",
    "bricht ab",
    "das ist halt so",
    "Drucker stoppen",
    "nicht stoppen",
    "bitte nicht aufhören",
    "Excel beenden",
    "genug Speicher",
  ],
  fr: [
    "il s’arrête",
    "pas de problème",
    "fin de mois",
    "n'arrêtez pas",
    "ne vous arrêtez pas",
    "assez lent",
    "arrêtez l'imprimante",
  ],
  es: ["para mi ordenador", "se para", "alto consumo", "no pares", "no pare", "para imprimir", "sin parar"],
  pt: ["para a impressora", "parou", "fim de semana", "não pare", "não para"],
  it: ["fine settimana", "si ferma", "basta un clic", "non fermarti", "non basta"],
  nl: ["stopcontact", "abonnement stoppen", "niet stoppen"],
  ja: ["止まった", "停止しています", "大丈夫です", "止めないで", "アプリが停止しました"],
  pl: ["koniec miesiąca", "zatrzymuje się", "nie przestawaj", "nie zatrzymuj"],
  tr: ["durum", "durdu", "durma", "durum nedir"],
  ar: ["بس", "توقفت", "لا مشكلة", "لا تتوقف"],
};

/** Further ones, in what clients and thumbs do to words. */
const IN_DISGUISE = [
  "\u200fstop",
  "s\u00adtop",
  "Ｓｔｏｐ！",
  "s.t.o.p.",
  "STOOOOP",
  "stop\ufe0f",
  "🛑 now",
  "✋🏽",
  "stop\n\nstop\nSTOP",
  "...stop...",
  "¡Para! stop",
  "Hana stop",
  "Weber, stop please",
  "@Hana Weber stop",
  "i have to open my bank account. stop please",
  "Stop - I need to take a call",
  "No! Stop!",
  "ok thanks, please stop now",
  "стоп",
];

describe("words that mean stop", () => {
  const all = Object.entries(STOPS).flatMap(([locale, list]) => list.map((text) => [locale, text] as const));

  test.each(all)("%s: %j stops", (locale, text) => {
    expect(readsAsStop(text, { locale, names: NAMES })).toBe("stop");
  });

  test.each(IN_DISGUISE)("%j stops", (text) => {
    expect(readsAsStop(text, { locale: "en-GB", names: NAMES })).toBe("stop");
  });

  test.each(["halt", "stopp", "arrêtez", "basta", "durdur", "توقف", "止めて"])(
    "%j stops for a reader of another language",
    (text) => {
      expect(readsAsStop(text, { locale: "en-US" })).toBe("stop");
    },
  );

  test.each(["fine", "para", "dur", "fin", "alto", "koniec", "cancel", "stop the printer", "don't stop"])(
    "%j in English only shows the Stop button",
    (text) => {
      expect(readsAsStop(text, { locale: "en-US" })).toBe("show-stop");
    },
  );

  test.each(["para qué", "para mí", "dur bakalım", "fine settimana"])(
    "a short common word does not stop beside another: %j",
    (text) => {
      for (const locale of ["es", "tr", "it", "pt"]) expect(readsAsStop(text, { locale })).not.toBe("stop");
    },
  );
});

describe("words that sound like stop", () => {
  const all = Object.entries(FRIENDS).flatMap(([locale, list]) =>
    list.map((text) => [locale, text] as const),
  );

  test.each(all)("%s: %j does not stop", (locale, text) => {
    expect(readsAsStop(text, { locale, names: NAMES })).not.toBe("stop");
  });

  test.each(["my vpn keeps dropping", "thanks a lot", "can you restart it", "ok", "…", "", " ", "👍", "12"])(
    "%j has nothing of it",
    (text) => {
      expect(readsAsStop(text, { locale: "en" })).toBe("neither");
    },
  );

  test("a long message is read quickly, and its last sentence counts", () => {
    const long = "my printer shows a strange picture and I pressed everything ".repeat(400);
    const from = performance.now();
    expect(readsAsStop(long, { locale: "en" })).toBe("neither");
    expect(readsAsStop(`${long}. Please stop.`, { locale: "en" })).toBe("stop");
    expect(performance.now() - from).toBeLessThan(2_000);
  });
});
