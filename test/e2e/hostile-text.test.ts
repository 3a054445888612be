import { describe, expect, test } from "vitest";
import { DEVICE_IDS, PEOPLE_IDS } from "../../playground/company.ts";
import type { Json } from "../support/chats.ts";
import { chainBreak } from "../support/evidence.ts";
import { FIRST, saidNumber } from "../support/goings-on.ts";
import { HELPDESK, type Office, openOffice } from "../support/office.ts";
import { buttonsOf, choicesOf } from "../support/reading-cards.ts";

/** In every text of this test, so that no place where one turns up is missed. */
const MARK = "Zq7";
/** Where Teams takes a text as it is: no Markdown, no mention, no template. */
const LITERAL = [
  "TextRun.text",
  "Input.Text.value",
  "Input.Text.placeholder",
  "Image.altText",
  "AdaptiveCard.fallbackText",
  "AdaptiveCard.speak",
];

const HOSTILE: readonly [what: string, text: string][] = [
  ["Markdown", `[${MARK}](https://evil.example) **b** # h\`c\` ![i](http://evil.example/i.png)`],
  ["a mention", `<at>${MARK}</at> <at id="0">Everyone</at>`],
  ["templates", `\${$root.ticket} ${"$"}{if(true,'${MARK}','')} {{DATE(2026-01-01)}} {${MARK}}`],
  ["markup", `<script>alert("${MARK}")</script><img src=x onerror=alert(1)>&lt;b&gt;`],
  ["reversed text", `\u202e${MARK}\u202c \u2066x\u2069 \u200f\u200b`],
  ["JSON", `","type":"Action.OpenUrl","url":"https://evil.example/${MARK}`],
  ["replacement patterns", `$& $1 $\` $' $$ ${MARK} %s %o`],
  ["SQL", `'; drop table events; -- ${MARK}`],
  ["half a character", `${MARK} \ud83d half \udc00 and \u0000 nothing`],
];

interface Found {
  readonly place: string;
  readonly text: string;
}

/** Every text on a card that holds the mark, with the element and the property it stands in. */
function marked(value: Json, element = "", property = ""): Found[] {
  if (typeof value === "string") {
    return value.includes(MARK) ? [{ place: `${element}.${property}`, text: value }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item: Json) => marked(item, element, property));
  if (typeof value !== "object" || value === null) return [];
  const own = "type" in value && typeof value.type === "string" ? value.type : `${element}.${property}`;
  const compact = "style" in value && value.style === "compact" ? `${own}(compact)` : own;
  return Object.entries(value).flatMap(([key, child]) => marked(child, compact, key));
}

/** The whole story, with the text wherever somebody can write something. */
async function tellWith(office: Office, text: string): Promise<void> {
  const { sam, hana, graph } = office;
  for (const key of ["sam", "hana", "hugo"] as const) {
    graph.editPerson(PEOPLE_IDS[key], { displayName: text, jobTitle: text });
  }
  graph.editDevice(DEVICE_IDS.samLaptop, { deviceName: text, model: text, manufacturer: text });
  await sam.sends({ type: "message", text, from: { id: "29:s", aadObjectId: PEOPLE_IDS.sam, name: text } });
  await sam.sends({
    type: "message",
    text: "hi",
    from: { id: "29:s", aadObjectId: PEOPLE_IDS.sam, name: text },
  });
  await sam.types(text);
  const device = choicesOf(sam.messages().at(-1)?.card ?? null, "device")[0]?.value;
  await sam.presses("send-request", { subject: text, device, urgency: "urgent", details: text });
  await hana.presses("pick-up", {}, { in: HELPDESK });
  await hana.presses("add-note", { note: text });
  await hana.presses("ask-to-view", { reason: text, minutes: "30" });
  await sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
  await hana.presses("request-control", { level: "control", reason: text });
  await sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
  await sam.types(`stop ${text}`);
  await sam.types("stop");
  await hana.presses("choose-helper");
  await hana.presses("resolve-ticket", { outcome: "not-fixed", done: text });
  await sam.presses("give-feedback", { fixed: "no", rating: "1", comment: text });
  await office.hugo.presses("pick-up", {}, { in: HELPDESK });
  await office.hugo.presses("hand-over", { helper: PEOPLE_IDS.lena, note: text }).catch(() => null);
  await sam.types("status");
  await sam.types("history");
}

describe.each(HOSTILE)("%s in every input", (_, text) => {
  test("stays a literal text on every card, reaches no log, and leaves the trail whole", async () => {
    await using office = await openOffice();
    await tellWith(office, text);
    const chats = [office.sam, office.hana, office.hugo, office.lena, office.mia].map((who) =>
      who.messages(),
    );
    const messages = [...chats.flat(), ...office.channel()];
    const found = messages.flatMap(({ card }) => marked(card));
    expect(found.length).toBeGreaterThan(20);
    const compact = (place: string) => /^Input\.ChoiceSet\(compact\)\.choices\.title$/.test(place);
    expect(found.filter(({ place }) => !LITERAL.includes(place) && !compact(place))).toEqual([]);
    expect(JSON.stringify(messages)).not.toMatch(/"url":"https?:\/\/evil/);
    for (const { card } of messages)
      expect(buttonsOf(card).every(({ title }) => !title.includes(MARK))).toBe(true);
    expect(JSON.stringify(office.log)).not.toContain(MARK);
    expect(office.log.filter(({ level }) => level === "error" || level === "warn")).toEqual([]);
    expect(await chainBreak(office.beckon.store, FIRST)).toBeNull();
    const [opened] = await office.beckon.store.trail(FIRST);
    expect(JSON.stringify(opened?.event)).toContain(MARK);
  });
});

describe("a text beyond measure", () => {
  const LONG = `a${"👩‍👩‍👧‍👦".repeat(400)}`;

  test("that is typed becomes a subject that fits, without half a character at its end", async () => {
    await using office = await openOffice();
    for (const text of [`a${"😀".repeat(1000)}`, LONG, "x".repeat(20_000)]) {
      await office.sam.types(text);
      const card = office.sam.messages().at(-1)?.card ?? null;
      const subject = /"id":"subject"[^}]*?"value":"([^"]*)"/.exec(JSON.stringify(card))?.[1] ?? "";
      expect(subject.length).toBeGreaterThan(20);
      expect(JSON.stringify(card)).not.toMatch(/\\ud[89a-f]/);
    }
  });

  test("that is sent is answered with the field that it does not fit into", async () => {
    await using office = await openOffice();
    await office.sam.types("my vpn");
    const inputs = { subject: LONG, device: "none", urgency: "low", details: LONG.repeat(2) };
    expect((await office.sam.presses("send-request", inputs)).text).toBe(
      "Please check this again: subject, details.",
    );
  });

  test("in a name of the directory is cut and breaks no card", async () => {
    await using office = await openOffice();
    office.graph.editPerson(PEOPLE_IDS.sam, { displayName: LONG, jobTitle: LONG });
    office.graph.editPerson(PEOPLE_IDS.hana, { displayName: LONG, jobTitle: LONG });
    office.graph.editDevice(DEVICE_IDS.samLaptop, { deviceName: LONG, model: LONG });
    await office.sam.types("hi");
    await office.sam.types("my vpn");
    const device = choicesOf(office.sam.messages().at(-1)?.card ?? null, "device")[0]?.value;
    await office.sam.presses("send-request", { subject: "vpn", device, urgency: "low", details: "" });
    await office.hana.presses("pick-up", {}, { in: HELPDESK });
    await office.hana.presses("ask-to-view", { reason: "look", minutes: "30" });
    await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
    await office.sam.presses("stop-session");
    expect(office.log.filter(({ level }) => level !== "info")).toEqual([]);
    const shown = JSON.stringify([...office.sam.messages(), ...office.hana.messages(), ...office.channel()]);
    expect(shown).not.toMatch(/\\ud[89a-f]/);
  });
});
