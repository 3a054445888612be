import { describe, expect, test } from "vitest";
import { render } from "../../src/cards/catalog.ts";
import { cardOf, lookAt } from "../support/look.ts";
import { hana, hugo, sam } from "../support/people.ts";
import { readCard } from "../support/read-card.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";
import { handedOver, viewAsked, withdrawn } from "../support/tickets.ts";

describe.each(STORY_NAMES)("a ticket: %s", (name) => {
  const surfaces = lookAt(STORIES[name]);

  test.each(surfaces)("$key reads as before", ({ content }) => {
    expect(readCard(render(content(), "en"))).toMatchSnapshot();
  });

  test("keeps the channel free of details, device names, levels and what the two people answer each other", () => {
    const posts = surfaces.filter(({ target }) => target.kind === "helpdesk");
    expect(posts.map(({ content }) => readCard(render(content(), "en"))).join("\n")).not.toMatch(
      /Since this morning|LT-SAM|view|control|approved|refused|not now|47/i,
    );
  });

  test("is never said to be limited or ended by anybody who cannot know", () => {
    for (const { content } of surfaces) {
      const text = readCard(render(content(), "en"));
      expect(text).not.toMatch(/limited to/i);
      if (name !== "stopped, end confirmed") expect(text).not.toMatch(/end confirmed|has ended|is ended/i);
    }
  });
});

describe("the places of a ticket's cards", () => {
  test("are the sharer's chat, the helpdesk and the chat of each helper it ever had", () => {
    const cards = lookAt(STORIES["handed over"]).filter(({ key }) => !key.startsWith("alert:"));
    expect(cards.map(({ key, target }) => [key, target])).toEqual([
      ["ticket-sharer", { kind: "person", person: sam.id }],
      ["ticket-channel", { kind: "helpdesk" }],
      [`desk:${hana.id}`, { kind: "person", person: hana.id }],
      [`desk:${hugo.id}`, { kind: "person", person: hugo.id }],
    ]);
  });

  test("of a refusal are both chats, and the sharer is alerted", () => {
    const alerting = lookAt(STORIES.denied).filter(({ key, alert }) => alert && !key.startsWith("alert:"));
    expect(alerting.map(({ key, target }) => [key, target])).toEqual([
      ["findings-sharer:1", { kind: "person", person: sam.id }],
    ]);
  });
});

describe("a ticket that comes back", () => {
  const kinds = (name: keyof typeof STORIES) =>
    lookAt(STORIES[name])
      .filter(({ target }) => target.kind === "helpdesk")
      .map(({ key, alert, content }) => [key, alert, content().card]);

  test.each(["given back", "reopened"] as const)("is posted again once it is %s", (name) => {
    expect(kinds(name)).toEqual([
      ["ticket-channel", false, "notice"],
      ["ticket-channel:2", true, "ticket-channel"],
    ]);
  });

  test("when it was closed alerts its last holder", () => {
    const slot = lookAt(STORIES.reopened).findLast(({ key }) => key.startsWith("alert:"));
    expect(slot).toMatchObject({ target: { kind: "person", person: hana.id }, alert: true, isOver: false });
    expect(slot?.content().data).toMatchObject({
      heading: "Sam reopened the request",
      text: "“VPN keeps dropping” · To go on, pick it up in the channel or the queue.",
    });
  });

  test("to nobody new is one post still", () => {
    expect(kinds("handed over")).toEqual([["ticket-channel", false, "ticket-channel"]]);
  });
});

describe("a refusal by a condition", () => {
  test.each([
    ["asked again", viewAsked(5), "Fixed", /Checked again at 10:35: nothing is in the way/],
    ["withdrawn", withdrawn(5), "No longer in question", /The request was withdrawn at 10:35\./],
    ["handed over", handedOver(5), "No longer in question", /Hana Weber, who no longer has the request/],
  ])("stays in both chats and says that it is over, once the ticket is %s", (_, after, heading, text) => {
    const story = { ...STORIES.denied, events: [...STORIES.denied.events, ...after], lookedAt: 6 };
    for (const key of ["findings-sharer:1", "findings-helper:1"]) {
      expect(cardOf(lookAt(story), key)).toMatchObject({
        card: "notice",
        data: { heading, text: expect.stringMatching(text) },
      });
    }
  });

  test("is asked again in one place only", () => {
    expect(cardOf(lookAt(STORIES.denied), `desk:${hana.id}`).data).toMatchObject({ canAskView: false });
    expect(cardOf(lookAt(STORIES["control denied"]), `desk:${hana.id}`).data).toMatchObject({
      canRequestControl: false,
    });
  });

  test("lets its helper ask again for the level that was refused", () => {
    const key = "findings-helper:1";
    expect(cardOf(lookAt(STORIES.denied), key).data).toMatchObject({ canAskView: true, canRequest: false });
    expect(cardOf(lookAt(STORIES["control denied"]), key).data).toMatchObject({
      canAskView: false,
      canRequest: true,
      level: "control",
    });
  });

  test("gives the sharer nothing to press: the question is the helper's", () => {
    expect(cardOf(lookAt(STORIES.denied), "findings-sharer:1").data).toMatchObject({ hasActions: false });
  });
});

describe("a card that is drawn again", () => {
  test("says the same a minute later, so that nothing is sent for nothing", () => {
    const story = STORIES.viewing;
    const said = (minutes: number) =>
      lookAt({ ...story, lookedAt: story.lookedAt + minutes }).map((slot) => [slot.key, slot.content()]);
    expect(said(1)).toEqual(said(0));
  });
});
