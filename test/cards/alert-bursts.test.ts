import { expect, test } from "vitest";
import { plan } from "../../src/cards/plan.ts";
import { viewOf } from "../../src/cards/view.ts";
import type { EventPayload, TicketEvent } from "../../src/domain/ticket/events.ts";
import { hana, sam } from "../support/people.ts";
import { sceneAt } from "../support/scenes.ts";
import { allowed, claimed, event, opened, ticketAfter, viewAsked } from "../support/tickets.ts";

const live = [...opened(), ...claimed(2), ...viewAsked(3), ...allowed(4)];
const alertsFor = (minutes: number, story: readonly TicketEvent[], isQuiet = false) =>
  plan(viewOf(ticketAfter(story), sceneAt(minutes, { isQuiet: () => isQuiet }))).filter(
    ({ key, isOver, target }) =>
      key.startsWith("alert:") && isOver !== true && target.kind === "person" && target.person === hana.id,
  );
const pause = (minutes: number, happening: EventPayload): TicketEvent => event(minutes, sam, happening);

test("of a burst longer than what a ticket remembers one message is posted", () => {
  const story = [...live];
  const keys = new Set<string>();
  for (let i = 0; i < 40; i++) {
    const type = i % 2 === 0 ? "SessionPaused" : "SessionResumed";
    story.push(pause(6 + i / 60, { type, session: 1 } as EventPayload));
    for (const { key } of alertsFor(6 + i / 60, story)) keys.add(key);
  }
  expect([...keys]).toHaveLength(1);
});

const wrongNumber = [
  ...opened(),
  ...claimed(2),
  ...viewAsked(3),
  event(4, sam, { type: "ConsentRefused", session: 1, ask: 1, why: "wrong-phrase" } as EventPayload),
  event(4, sam, {
    type: "SessionEnded",
    session: 1,
    cause: "wrong-phrase",
    findings: [],
    endedAt: 4,
  } as EventPayload),
];
const withdrawn = [...wrongNumber, event(4.5, sam, { type: "TicketWithdrawn" } as EventPayload)];

test("an urgent message is one of its own, and news right after it does not overwrite it", () => {
  const [urgent] = alertsFor(4.1, wrongNumber);
  const later = plan(viewOf(ticketAfter(withdrawn), sceneAt(4.5))).find(({ key }) => key === urgent?.key);
  expect(JSON.stringify(later?.content().data)).toContain("wrong number");
  expect(alertsFor(4.5, withdrawn).map(({ content }) => JSON.stringify(content().data))).toEqual([
    expect.stringContaining("withdrew"),
  ]);
});

test("an urgent message reaches quiet people although something quiet came after it", () => {
  expect(alertsFor(4.5, withdrawn, true).map(({ content }) => JSON.stringify(content().data))).toEqual([
    expect.stringContaining("wrong number"),
  ]);
});
