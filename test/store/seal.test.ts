import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { personId } from "../../src/domain/ticket/ids.ts";
import { person, personal } from "../../src/domain/ticket/person.ts";
import { peopleIn, placeOf, seal, unseal } from "../../src/store/events/event-record.ts";

const sam = person(personId("sam"), "Sam Sharma", "Accountant");
const hana = person(personId("hana"), "Hana Weber");
const newKey = () => ({ id: randomBytes(8).toString("hex"), secret: createSecretKey(randomBytes(32)) });
const keys = new Map([
  [sam.id, newKey()],
  [hana.id, newKey()],
]);
const PLACE = placeOf("BK-1042", 3);
const event = { by: hana, at: 7, notes: [{ note: personal(sam.id, "VPN 😀") }, null, "plain", true] };

describe("personal texts", () => {
  test("are sealed wherever they are, and nothing else is", () => {
    const sealed = JSON.stringify(seal(event, keys, PLACE));
    for (const text of ["Sharma", "Weber", "VPN"]) expect(sealed).not.toContain(text);
    expect(JSON.parse(sealed)).toMatchObject({
      by: { id: "hana", name: { about: "hana" }, title: null },
      at: 7,
      notes: [{ note: { about: "sam" } }, null, "plain", true],
    });
  });

  test("open to what they were", () => {
    expect(unseal(seal(event, keys, PLACE), keys, PLACE)).toEqual(event);
  });

  test("can be of any length, also empty", () => {
    for (const text of ["", "x".repeat(100_000)]) {
      expect(unseal(seal(personal(sam.id, text), keys, PLACE), keys, PLACE)).toEqual(personal(sam.id, text));
    }
  });

  test("that were erased before stay null without a key", () => {
    const erased = { about: sam.id, text: null };
    expect(seal(erased, new Map(), PLACE)).toEqual(erased);
    expect(unseal(erased, new Map(), PLACE)).toEqual(erased);
  });

  test("open to null once the key is destroyed, those of others do not", () => {
    const kept = [...keys].filter(([who]) => who !== sam.id);
    const opened = unseal(seal(event, keys, PLACE), new Map(kept), PLACE);
    expect(opened).toMatchObject({
      by: hana,
      notes: [{ note: { about: "sam", text: null } }, null, "plain", true],
    });
  });

  test("open to null under a later key of the same person", () => {
    const sealed = seal(personal(sam.id, "before"), keys, PLACE);
    expect(unseal(sealed, new Map([[sam.id, newKey()]]), PLACE)).toEqual({ about: sam.id, text: null });
  });

  test("that were changed do not open", () => {
    const { sealed } = seal(personal(sam.id, "do not touch"), keys, PLACE) as { sealed: string };
    const bytes = Buffer.from(sealed, "base64");
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(() => unseal({ about: sam.id, sealed: bytes.toString("base64") }, keys, PLACE)).toThrow(
      "does not open with its key",
    );
  });

  test("that were moved to another person do not open as theirs", () => {
    const { sealed } = seal(personal(sam.id, "mine"), keys, PLACE) as { sealed: string };
    const samsKey = keys.get(sam.id);
    const stolen = new Map(samsKey === undefined ? [] : [[hana.id, samsKey]]);
    expect(() => unseal({ about: hana.id, sealed }, stolen, PLACE)).toThrow("does not open with its key");
  });

  test("without a key to seal with are never written", () => {
    expect(() => seal(event, new Map(), PLACE)).toThrow("no key to seal with for hana");
  });

  test("name the people whom they are about, sealed or not", () => {
    expect([...peopleIn(event)].sort()).toEqual(["hana", "sam"]);
    expect([...peopleIn(seal(event, keys, PLACE))].sort()).toEqual(["hana", "sam"]);
  });
});

test("something that only looks like a personal text is left as it is", () => {
  const lookalikes = [
    { about: "sam", text: "x", more: 1 },
    { about: 1, text: "x" },
    { text: "x" },
    { about: "sam" },
  ];
  expect(seal(lookalikes, keys, PLACE)).toEqual(lookalikes);
});
