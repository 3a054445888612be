import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FIRST, invoke, on, picksUp, postRaw, ticketIn } from "../support/goings-on.ts";
import { type Office, openOffice } from "../support/office.ts";

/** Whatever is posted, the answer is a clear sentence, and the ticket stays as it was. */
describe("what no client would send", () => {
  let office: Office;
  let before: number;
  beforeAll(async () => {
    office = await openOffice();
    await picksUp(office);
    before = (await ticketIn(office)).version;
  });
  afterAll(() => office[Symbol.asyncDispose]());

  const UNKNOWN_BUTTON = "Beckon does not know this button any more. Type status to see where things stand.";
  const UNREADABLE = "Beckon could not read what this button sent. Type status to get the present card.";
  const note = (change: object) => invoke("add-note", { ...on(`desk:x`), note: "fine", ...change });
  const allow = (change: object) =>
    invoke("answer-ask", { ...on("consent:1"), ask: 1, answer: "allow", phrase: "10", ...change });
  const nested = (depth: number): object => (depth === 0 ? {} : { deeper: nested(depth - 1) });

  const presses: readonly [what: string, activity: object, answer: string][] = [
    ["a verb that never was", invoke("open-sesame", on("desk")), UNKNOWN_BUTTON],
    ["a verb out of the prototype", invoke("constructor", {}), UNKNOWN_BUTTON],
    ["a verb that is a number", invoke(7, on("desk")), UNKNOWN_BUTTON],
    ["a verb that is an object", invoke({ verb: "pick-up" }, on("desk")), UNKNOWN_BUTTON],
    ["no action", { ...invoke("", {}), value: { trigger: "manual" } }, UNKNOWN_BUTTON],
    ["no value", { ...invoke("", {}), value: null }, UNKNOWN_BUTTON],
    ["a value that is a text", { ...invoke("", {}), value: "pick-up" }, UNKNOWN_BUTTON],
    ["another kind of invoke", { type: "invoke", name: "task/fetch", value: {} }, UNKNOWN_BUTTON],
    ["an invoke without a name", { type: "invoke", value: {} }, UNKNOWN_BUTTON],
    ["data that is a list", invoke("pick-up", [on("desk")]), UNREADABLE],
    ["data that is a text", invoke("pick-up", "BK-1001"), UNREADABLE],
    ["no data", invoke("pick-up", null), "Please check this again: ticket, version, surface."],
    ["a key too many on a yes", allow({ level: "elevation" }), UNREADABLE],
    ["a ticket that is a list", note({ ticket: [FIRST] }), "Please check this again: ticket."],
    ["a ticket in other words", note({ ticket: "BK-1001 or 1=1" }), "Please check this again: ticket."],
    ["a ticket that is null", note({ ticket: null }), "Please check this again: ticket."],
    ["a version below nothing", note({ version: -1 }), "Please check this again: version."],
    ["a version that is no number", note({ version: "one" }), "Please check this again: version."],
    [
      "a version that cannot become a number",
      note({ version: { valueOf: 1, toString: 1 } }),
      "Please check this again: version.",
    ],
    ["a version that is null", note({ version: null }), "Please check this again: version."],
    ["a version that is true", note({ version: true }), "Please check this again: version."],
    ["a version that is an empty list", note({ version: [] }), "Please check this again: version."],
    ["half a version", note({ version: 1.5 }), "Please check this again: version."],
    ["a version beyond counting", note({ version: 1e300 }), "Please check this again: version."],
    ["a huge surface", note({ surface: "s".repeat(10_000) }), "Please check this again: surface."],
    ["a huge note", note({ note: "n".repeat(100_000) }), "Please check this again: note."],
    ["an empty note", note({ note: "  \n " }), "Please check this again: note."],
    ["a note that is an object", note({ note: { $ne: null } }), "Please check this again: note."],
    ["a note as deep as a well", note({ note: nested(500) }), "Please check this again: note."],
    [
      "a ticket that does not exist",
      note({ ticket: "BK-9999" }),
      "There is no such request. Type “status” to see yours.",
    ],
    [
      "a number without an end",
      note({ ticket: "BK-999999999999" }),
      "There is no such request. Type “status” to see yours.",
    ],
  ];

  test.each(presses)("%s is answered with what is wrong and what to do", async (_, activity, answer) => {
    expect(await office.hana.sends(activity)).toEqual({ status: 200, card: null, text: answer });
    expect((await ticketIn(office)).version).toBe(before);
  });

  test("a key too many is not read where it cannot give access", async () => {
    await using another = await openOffice();
    await picksUp(another);
    await another.hana.sends(note({ role: "lead", roles: { lead: true } }));
    const trail = await another.beckon.store.trail(FIRST);
    expect(trail.at(-1)?.event).toMatchObject({ type: "NoteAdded", note: { text: "fine" } });
    expect(JSON.stringify(trail)).not.toContain('"lead"');
  });

  test("a refresh by the client is no press", async () => {
    const { value, ...rest } = invoke("give-back", on("desk"));
    const answer = await office.hana.sends({ ...rest, value: { ...value, trigger: "automatic" } });
    expect(answer.text).toBe("Nothing was changed.");
    expect((await ticketIn(office)).version).toBe(before);
  });

  test("what is about sessions and questions that never were is refused by what is so", async () => {
    const answers = [
      ["cancel-ask", { ask: 99 }, /That question does not exist/],
      ["report-transport", { session: 99, fact: "helper-says-started" }, /There is no session now/],
      ["report-transport", { session: 1, fact: "end-confirmed" }, /check this again: fact/],
      ["ask-to-view", { reason: "x", minutes: "1e9" }, /check this again: minutes/],
      ["request-control", { level: "view", reason: "x" }, /check this again: level/],
      ["hand-over", { helper: "everybody", note: "" }, /check this again: helper/],
      ["resolve-ticket", { outcome: "magic", done: "x" }, /check this again: outcome/],
    ] as const;
    for (const [verb, data, answer] of answers) {
      expect((await office.hana.sends(invoke(verb, on("desk", data)))).text).toMatch(answer);
    }
    const feedback = on("receipt:9", { session: 9, fixed: "no", rating: "", comment: "" });
    expect((await office.sam.sends(invoke("give-feedback", feedback))).text).toMatch(
      /nothing to give feedback/,
    );
    expect((await ticketIn(office)).version).toBe(before);
  });

  const bodies: readonly [
    what: string,
    body: string,
    headers: Record<string, string>,
    status: number,
    error: string,
  ][] = [
    ["no body", "", {}, 400, "not-json"],
    ["half a body", '{"type":"message"', {}, 400, "not-json"],
    ["a body that is a form", "type=message", { "content-type": "text/plain" }, 400, "not-json"],
    ["a body that poisons prototypes", '{"__proto__":{"role":"lead"}}', {}, 400, "not-json"],
    ["a list", "[]", {}, 400, "not-an-activity"],
    ["null", "null", {}, 400, "not-an-activity"],
    ["an activity without a chat", '{"type":"message"}', {}, 400, "not-an-activity"],
    ["a body of a megabyte", JSON.stringify({ type: "x".repeat(1 << 20) }), {}, 413, "too-large"],
  ];

  test.each(bodies)(
    "%s is turned away with a code and a sentence",
    async (_, body, headers, status, error) => {
      const answer = await postRaw(office, body, headers);
      expect(answer.status).toBe(status);
      const said = JSON.parse(answer.text);
      expect(said.error).toBe(error);
      expect(said.message).toMatch(/^The body .*\.$/);
      expect(Object.keys(said)).toEqual(["error", "message"]);
    },
  );

  test("other kinds of activities are taken and change nothing", async () => {
    for (const type of [
      "typing",
      "messageReaction",
      "event",
      "trace",
      "endOfConversation",
      "__proto__",
      "💥",
    ]) {
      expect(await office.hana.sends({ type, value: { a: 1 } })).toMatchObject({ status: 200, card: null });
    }
    expect((await ticketIn(office)).version).toBe(before);
  });

  test("none of it was a failure on our side", () => {
    expect(office.log.filter(({ level }) => level === "error")).toEqual([]);
  });
});
