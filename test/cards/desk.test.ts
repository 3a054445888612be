import { describe, expect, test } from "vitest";
import { type CardData, render } from "../../src/cards/catalog.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { buttons, type Element } from "../support/card-elements.ts";
import { cardOf, lookAt } from "../support/look.ts";
import { hana, sam, samsLaptop, samsMac } from "../support/people.ts";
import { remoteHelp } from "../support/scenes.ts";
import { STORIES, STORY_NAMES, type Story } from "../support/stories.ts";
import { allowed, at, claimed, escalationAsked, event, opened, viewAsked } from "../support/tickets.ts";

describe("the helper's desk", () => {
  test("says the phrase only while a question is open", () => {
    expect(deskOf(STORIES["asked to view"])).toMatchObject({
      hasPhrase: true,
      phrase: "47",
      canTakeBack: true,
    });
    expect(deskOf(STORIES.viewing)).toMatchObject({ hasPhrase: false, phrase: "", canTakeBack: false });
    expect(deskOf(storyAt(4, opened(), claimed(), viewAsked(3, { phrase: null }))).hasPhrase).toBe(false);
  });

  test("names the ask that is taken back", () => {
    expect(deskOf(STORIES["asked for control"]).ask).toBe(2);
  });

  test("offers the next level above the present one", () => {
    const levels = (data: CardData<"desk">) => [
      data.canRequestControl,
      data.canRequestElevation,
      data.canStepDown,
    ];
    expect(levels(deskOf(STORIES.viewing))).toEqual([true, false, false]);
    expect(levels(deskOf(STORIES.controlling))).toEqual([false, true, true]);
    expect(levels(deskOf(elevated))).toEqual([false, false, true]);
  });

  test("offers no administrator control where there is none: on a Mac", () => {
    const [asked] = viewAsked();
    const onMac = storyAt(
      5,
      opened({ device: samsMac }),
      claimed(),
      [{ ...asked, device: samsMac } as TicketEvent],
      allowed(),
    );
    expect(deskOf(onMac)).toMatchObject({ canRequestControl: true, canRequestElevation: false });
  });

  test("offers no question while one is open or the session is paused", () => {
    const none = {
      canRequestControl: false,
      canRequestElevation: false,
      canAskTime: false,
      canAskView: false,
    };
    expect(deskOf(STORIES["asked for control"])).toMatchObject({ ...none, canEnd: true });
    expect(deskOf(STORIES.paused)).toMatchObject({ ...none, canEnd: true });
    const offered = event(7, sam, { type: "MoreHelpAsked", session: 1, level: "control" });
    const { events, ...paused } = STORIES.paused;
    expect(
      deskOf({ ...paused, events: [...events, { ...offered, at: events.at(-1)?.at ?? 0 }] }).hasWish,
    ).toBe(false);
  });

  test("offers no more time once the policy's extensions are used up", () => {
    const none = { ...defaultPolicy, extension: { ...defaultPolicy.extension, most: 0 } };
    expect(deskOf(STORIES.viewing, { policy: none }).canAskTime).toBe(false);
  });

  test("tells how the device was reported at the pickup, and nothing of one that was exchanged since", () => {
    const report = { device: samsLaptop.id, compliance: "noncompliant", lastSyncAt: at(-3 * 60) };
    const [pickup] = claimed();
    const told = storyAt(3, opened(), [{ ...pickup, report } as TicketEvent]);
    const state = "not compliant, checked in 3 hours ago (as of 10:32)";
    expect(deskOf(told).facts).toContainEqual({ label: "Its state", value: state });
    const other = storyAt(3, opened({ device: samsMac }), [{ ...pickup, report } as TicketEvent]);
    expect(deskOf(other).facts.map(({ label }) => label)).not.toContain("Its state");
  });

  test("offers no session without a device", () => {
    expect(deskOf(storyAt(3, opened({ device: null }), claimed())).canAskView).toBe(false);
  });

  test("asks whether the connection was closed until somebody said so", () => {
    expect(deskOf(STORIES.stopped).canSayEnded).toBe(true);
    expect(deskOf(STORIES["stopped, helper says ended"]).canSayEnded).toBe(false);
    expect(deskOf(STORIES["not now"]).canSayEnded).toBe(false);
  });

  test("shows what to open only while something is approved", () => {
    expect(deskOf(STORIES.viewing)).toMatchObject({ hasSteps: true, transport: "Intune Remote Help" });
    expect(deskOf(STORIES.paused).hasSteps).toBe(false);
  });

  test("says who cuts the picture: Beckon only where it can", () => {
    expect(deskOf(STORIES.viewing).honesty).toMatch(/can't limit Intune Remote Help/);
    const own = { ...remoteHelp, enforced: true };
    expect(deskOf(STORIES.viewing, { handOff: own }).honesty).toMatch(
      /Beckon carries the picture and cuts it/,
    );
  });

  test("lets nobody ask for longer than the policy allows", () => {
    const short = { ...defaultPolicy, longest: { ...defaultPolicy.longest, view: 15 * 60_000 } };
    const { lengths, minutes } = deskOf(STORIES["picked up"], { policy: short });
    expect([lengths.map(({ value }) => value), minutes]).toEqual([["10", "15"], "15"]);
  });
});

describe.each(STORY_NAMES)("the row of buttons on the desk: %s", (name) => {
  const slot = lookAt(STORIES[name]).find(({ key }) => key === `desk:${hana.id}`);
  const content = slot?.content();

  test("has one primary action at most, three buttons, and the rest under More", () => {
    if (content?.card !== "desk") return;
    const { body } = render(content, "en") as { body: readonly Element[] };
    const shown = body
      .filter(({ type, isVisible }) => type === "ActionSet" && isVisible !== false)
      .flatMap(({ actions }) => actions as readonly Element[]);
    expect(shown.filter(({ style }) => style === "positive").length).toBeLessThanOrEqual(1);
    expect(shown.length - 1).toBeLessThanOrEqual(3);
    expect(shown.at(-1)).toMatchObject({ type: "Action.ToggleVisibility", title: "More" });
  });

  test("has no action twice, and none is lost", () => {
    if (content?.card !== "desk") return;
    const verbs = buttons(render(content, "en")).map(({ action }) => action.verb);
    expect(new Set(verbs).size).toBe(verbs.length);
    expect(verbs).toEqual(
      expect.arrayContaining(["resolve-ticket", "add-note", "choose-helper", "give-back"]),
    );
  });
});

const storyAt = (lookedAt: number, ...parts: readonly (readonly TicketEvent[])[]): Story => ({
  events: parts.flat(),
  lookedAt,
  live: true,
});

const elevated = storyAt(
  12,
  STORIES.viewing.events,
  escalationAsked(10, { level: "elevation" }),
  allowed(11, { ask: 2, level: "elevation" }),
  [event(12, hana, { type: "TransportReported", session: 1, fact: "helper-says-started" })],
);

function deskOf(story: Story, change: Parameters<typeof lookAt>[1] = {}): CardData<"desk"> {
  const drawing = cardOf(lookAt(story, change), `desk:${hana.id}`);
  if (drawing.card !== "desk") throw new Error(`Hana's card is a ${drawing.card}`);
  return drawing.data;
}
