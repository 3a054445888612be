import { describe, expect, test } from "vitest";
import { render } from "../../src/cards/catalog.ts";
import { plan } from "../../src/cards/plan.ts";
import { viewOf } from "../../src/cards/view.ts";
import { replay } from "../../src/domain/ticket/evolve.ts";
import { buttons, type Element, elements } from "../support/card-elements.ts";
import { remoteHelp, sceneAt } from "../support/scenes.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";
import { TICKET } from "../support/tickets.ts";

describe.each(STORY_NAMES)("all cards of a ticket: %s", (name) => {
  const { events, lookedAt, live } = STORIES[name];
  const ticket = replay(TICKET, events);
  const all =
    ticket === null ? [] : plan(viewOf(ticket, sceneAt(lookedAt, { handOff: live ? remoteHelp : null })));

  test("have different keys", () => {
    const keys = all.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("send back which ticket, version and card they were drawn for", () => {
    for (const { key, content } of all) {
      for (const { action } of buttons(render(content(), "en"))) {
        expect(action.data).toMatchObject({ ticket: TICKET, version: ticket?.version, surface: key });
      }
    }
  });

  test("have no empty row of buttons and none that a host would cut", () => {
    for (const { content } of all) {
      for (const { actions } of elements(render(content(), "en"), /^ActionSet$/)) {
        expect([1, 2, 3, 4, 5]).toContain((actions as Element[]).length);
      }
    }
  });

  test("leave no binding open", () => {
    for (const { content } of all) expect(JSON.stringify(render(content(), "en"))).not.toContain("${");
  });
});
