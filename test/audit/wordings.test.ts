import { describe, expect, test } from "vitest";
import { wordingOf } from "../../src/audit/pack/wordings.ts";
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
  test.each(LEVELS)(
    "are those of the card that asks for %s: whoever changes the card names a new wording",
    (level) => {
      const said = wordingOf(defaultPolicy.consent.wording, "en")?.[level] ?? [];
      expect(said.length).toBeGreaterThan(3);
      const card = CARDS[level].replaceAll("**", "");
      const isOn = (text: string) => card.includes(text.replace(/\.$/, ""));
      for (const line of said) {
        const [, before = "", after = line] = /^(May |[\w ]+: )?(?:… )?(.*)$/.exec(line) ?? [];
        expect([line, isOn(before.trim().replace(/:$/, "")), isOn(after)]).toEqual([line, true, true]);
      }
    },
  );

  test("are not made up for a wording that Beckon does not have", () => {
    expect(wordingOf("2031-01", "en")).toBeNull();
    expect(wordingOf(defaultPolicy.consent.wording, "de")).toBeNull();
  });
});
