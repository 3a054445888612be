import { describe, expect, test } from "vitest";
import type { TicketEvent } from "../../../src/domain/ticket/events.ts";
import { defaultPolicy } from "../../../src/domain/ticket/policy.ts";
import { mayAskFrom, type Pressure, pressureOn } from "../../../src/domain/ticket/pressure.ts";
import { by, orders } from "../../support/commands.ts";
import { asHana, hana, sam } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  ended,
  escalationAsked,
  event,
  opened,
  refused,
  ticketAfter,
  viewAsked,
} from "../../support/tickets.ts";

const held = [...opened(), ...claimed()];
const live = [...held, ...viewAsked(3), ...allowed(4)];
const lapsed = [
  event(8, null, { type: "AskLapsed", session: 1, ask: 1 }),
  ...ended(8, null, { cause: "lapsed" }),
];
const cancelled = (who: typeof hana | null) => [
  event(5, who, { type: "AskCancelled", session: 1, ask: 1 }),
  ...ended(5, who, { cause: "cancelled" }),
];
const offer = (minutes: number) =>
  event(minutes, sam, { type: "MoreHelpAsked", session: null, level: "view" });

function pressureAfter(events: readonly TicketEvent[], minutes: number): Pressure {
  const ticket = ticketAfter(events);
  return pressureOn([ticket], { ticket, helper: hana.id }, defaultPolicy, at(minutes));
}

describe("a helper's question without a yes", () => {
  test.each([
    ["a no", [...held, ...viewAsked(3), ...refused(5)], 5],
    ["a wrong number", [...held, ...viewAsked(3), ...refused(5, "wrong-phrase")], 5],
    ["no answer", [...held, ...viewAsked(3), ...lapsed], 8],
    ["the helper's cancellation", [...held, ...viewAsked(3), ...cancelled(hana)], 5],
    [
      "a stop while it was open",
      [...held, ...viewAsked(3), ...ended(5, sam, { cause: "ended-by-sharer" })],
      5,
    ],
  ])("counts: %s", (_, events, minutes) => {
    expect(pressureAfter(events, 9)).toMatchObject({ noes: 1, lastAt: at(minutes) });
  });

  test("does not count when the clock or a lost condition closed it", () => {
    expect(pressureAfter([...held, ...viewAsked(3), ...cancelled(null)], 9).noes).toBe(0);
  });

  test("is forgotten after a yes, and after an offer of the sharer to this helper", () => {
    const no = [...held, ...viewAsked(3), ...refused(5)];
    expect(pressureAfter([...no, offer(6)], 9).noes).toBe(0);
    expect(
      pressureAfter([...no, ...viewAsked(7, { ask: 2 }, 2), ...allowed(8, { ask: 2, session: 2 })], 9).noes,
    ).toBe(0);
  });

  test.each([
    [1, 1],
    [2, 5],
    [3, 30],
    [9, 30],
  ])("number %i in a row makes the helper wait %i min", (noes, wait) => {
    const pressure = { noes, lastAt: at(10), openElsewhere: null };
    expect(mayAskFrom(pressure, defaultPolicy, at(10))).toBe(at(10 + wait));
    expect(mayAskFrom(pressure, defaultPolicy, at(10 + wait) - 1)).toBe(at(10 + wait));
    expect(mayAskFrom(pressure, defaultPolicy, at(10 + wait))).toBeNull();
  });
});

test("every kind of question is held back, and none after the wait", () => {
  const pressure = { noes: 2, lastAt: at(10), openElsewhere: null };
  const about = { who: "Sam Sharma", when: at(15) };
  given(held)
    .when(by(asHana, 11, { ...orders.askForView, pressure }))
    .refuses("ask_too_soon", about);
  given(live)
    .when(by(asHana, 11, { ...orders.askForControl, pressure }))
    .refuses("ask_too_soon", about);
  given(live)
    .when(by(asHana, 11, { ...orders.askForTime, pressure }))
    .refuses("ask_too_soon", about);
  given(live)
    .when(by(asHana, 15, { ...orders.askForControl, pressure }))
    .records({ type: "EscalationAsked" });
});

test("an open question on another request is told apart from one on this", () => {
  const here = ticketAfter(held);
  const there = { ...ticketAfter([...live, ...escalationAsked(10)]), id: "BK-7" as typeof here.id };
  const on = { ticket: here, helper: hana.id };
  expect(pressureOn([here, there], on, defaultPolicy, at(11)).openElsewhere).toBe(at(12));
  expect(pressureOn([here, there], on, defaultPolicy, at(12)).openElsewhere).toBeNull();
});
