import { describe, expect, test } from "vitest";
import { render } from "../../src/cards/catalog.ts";
import { replay } from "../../src/domain/ticket/evolve.ts";
import { surfaces } from "../../src/surfaces/surfaces.ts";
import { buttons, type Element, elements } from "../support/card-elements.ts";
import { remoteHelp, sceneAt } from "../support/scenes.ts";
import { STORIES, STORY_NAMES } from "../support/stories.ts";
import { TICKET } from "../support/tickets.ts";

describe.each(STORY_NAMES)("all cards of a ticket: %s", (name) => {
  const { events, lookedAt, live } = STORIES[name];
  const ticket = replay(TICKET, events);
  const all =
    ticket === null ? [] : surfaces(ticket, sceneAt(lookedAt, { handOff: live ? remoteHelp : null }));

  test("have different keys", () => {
    const keys = all.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("send back which ticket, version and card they were drawn for", () => {
    for (const { key, content: drawing } of all) {
      for (const { action } of buttons(render(drawing))) {
        expect(action.data).toMatchObject({ ticket: TICKET, version: ticket?.version, surface: key });
      }
    }
  });

  test("have no empty row of buttons and none that a host would cut", () => {
    for (const { content: drawing } of all) {
      for (const { actions } of elements(render(drawing), /^ActionSet$/)) {
        expect([1, 2, 3, 4, 5]).toContain((actions as Element[]).length);
      }
    }
  });

  test("leave no binding open", () => {
    for (const { content: drawing } of all) expect(JSON.stringify(render(drawing))).not.toContain("${");
  });
});
