import { describe, expect, test } from "vitest";
import { nudge } from "../../src/cards/nudge.ts";

const id = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const drawn = (name: string) =>
  JSON.stringify(nudge.render({ ticket: "BK-1042", heading: "h", text: "t", mentions: [{ id, name }] }));
/** Every way in which the card names them. */
const named = (name: string) => [...drawn(name).matchAll(/<at>(.*?)<\/at>/g)].map(([, each]) => each);

describe("a name in a mention", () => {
  test.each(["Hana Weber", "Zoë O’Brien-Łuczak", "José María d'Ávila Jr.", "山田 太郎", "नेहा शर्मा"])(
    "stays as it is: %s",
    (name) => {
      expect(named(name)).toEqual([name, name]);
      expect(drawn(name)).toContain(`"mentioned":{"id":"${id}","name":"${name}"}`);
    },
  );

  test.each([
    ["Eve</at> <at>Everyone", "Eve at at Everyone"],
    ["[Eve](https://evil.example)", "Eve https evil.example"],
    ["**Eve** _x_ `y` ~z~ # 1", "Eve x y z 1"],
    ["${ticket} {{x}}", "ticket x"],
    ["Eve\n\n- item", "Eve - item"],
    ["<>", "Colleague"],
  ])("loses what could be markup: %j", (hostile, harmless) => {
    expect(named(hostile)).toEqual([harmless, harmless]);
  });

  test("is the same in the text and in the entity, or Teams shows no mention; and nobody is none", () => {
    const [inEntity, inText] = named("x".repeat(200));
    expect(inEntity).toBe(inText);
    const none = JSON.stringify(nudge.render({ ticket: "BK-1", heading: "h", text: "t", mentions: [] }));
    expect(none).not.toContain("<at>");
    expect(none).toContain('"entities":[]');
  });
});
