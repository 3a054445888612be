import { describe, expect, test } from "vitest";
import { render } from "../../src/cards/catalog.ts";
import { titleOf } from "../../src/cards/findings.ts";
import { ENGLISH } from "../../src/cards/text/words.ts";
import { toYes } from "../../src/domain/eligibility/judge.ts";
import { CHECK_IDS } from "../../src/domain/eligibility/policy.ts";
import type { Device } from "../../src/domain/ticket/device.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { LEVELS } from "../../src/domain/ticket/level.ts";
import type { Session } from "../../src/domain/ticket/ticket.ts";
import { createRemoteHelp } from "../../src/transports/remote-help.ts";
import { cardOf, lookAt } from "../support/look.ts";
import { hana, samsLaptop } from "../support/people.ts";
import { readCard } from "../support/read-card.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";
import { claimed, denied, opened } from "../support/tickets.ts";

describe.each(STORY_NAMES)("a ticket with the longest texts: %s", (name) => {
  test("fits into Teams on every card", () => {
    const surfaces = lookAt({ ...STORIES[name], events: STORIES[name].events.map(atLength) });
    for (const { content } of surfaces) expect(() => render(content(), "en")).not.toThrow();
  });
});

describe.each(STORY_NAMES)("a ticket whose people were erased: %s", (name) => {
  test("still has all its cards, and says so in place of every text", () => {
    const surfaces = lookAt({ ...STORIES[name], events: STORIES[name].events.map(erased) });
    expect(surfaces.map(({ key }) => key)).toEqual(lookAt(STORIES[name]).map(({ key }) => key));
    for (const { content } of surfaces) {
      const text = readCard(render(content(), "en"));
      // A notice of what no longer waits names neither people nor texts.
      if (content().card !== "notice") expect(text).toContain("(erased)");
      expect(text).not.toMatch(/Sam|Hana|VPN|LT-SAM|null|undefined/);
    }
  });
});

describe.each(["windows", "macos", "android", "ios", "other"] as const)("Remote Help on %s", (platform) => {
  test.each(LEVELS)("fits on the helper's desk at %s", (level) => {
    const handOff = createRemoteHelp().handOff(liveOn(platform), level);
    expect(() => render(cardOf(lookAt(STORIES.viewing, { handOff }), `desk:${hana.id}`), "en")).not.toThrow();
  });
});

const liveOn = (platform: Device["platform"]): Session => ({
  number: 1,
  helper: hana,
  device: { ...samsLaptop, platform },
  askedAt: 0,
  asks: [],
  grants: [],
  pausedBy: null,
  pauses: [],
  extensions: 0,
  warned: [],
  warnings: [],
  transport: {},
  verification: { every: 1, grace: 1, at: 0, silence: null },
});

const LONG = "👩‍👩‍👧‍👦 [x](https://evil.example) ".repeat(200);

/** The same event with every text as long as somebody can make it, or with every text gone. */
const atLength = (event: TicketEvent): TicketEvent => withTexts(event, LONG);
const erased = (event: TicketEvent): TicketEvent => withTexts(event, null);

const withTexts = (event: TicketEvent, text: string | null): TicketEvent =>
  JSON.parse(
    JSON.stringify(event, (_, value) =>
      typeof value === "object" && value !== null && "about" in value ? { ...value, text } : value,
    ),
  );

test("a refusal for every reason there is still fits into Teams, and names all that has to change", () => {
  const findings = CHECK_IDS.map(
    (check) => ({ check, outcome: "unmet", seen: "x".repeat(200), owner: "helper" }) as const,
  );
  const surfaces = lookAt({
    ...STORIES.denied,
    events: [...opened(), ...claimed(), ...denied(3, "view", findings)],
  });
  for (const key of ["findings-sharer:1", "findings-helper:1"]) {
    const text = readCard(render(cardOf(surfaces, key), "en"));
    for (const finding of toYes({ findings })) expect(text).toContain(titleOf(finding, ENGLISH));
  }
});
