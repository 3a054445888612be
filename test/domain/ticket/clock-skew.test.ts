import { describe, expect, test } from "vitest";
import { CLOCK_TOLERANCE } from "../../../src/domain/ticket/decide.ts";
import { by, orders, passTime } from "../../support/commands.ts";
import { asHana, asLena, asMia, asSam, sam } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  escalationAsked,
  event,
  MINUTE,
  opened,
  viewAsked,
} from "../../support/tickets.ts";

/** Everything so far was written by a clock that was an hour ahead; the commands come by one that is right. */
const held = [...opened(), ...claimed()];
const asked = [...held, ...viewAsked()];
const live = [...asked, ...allowed(4)];
const paused = [...live, event(10, sam, { type: "SessionPaused", session: 1 })];
const HOUR_AHEAD = 60;
const really = (minutes: number) => minutes - HOUR_AHEAD;

describe("a ticket from a clock that was ahead", () => {
  test("loses its session as soon as time passes there, instead of an hour too late", () => {
    given(live)
      .when(passTime(really(5)))
      .records({ type: "SessionEnded", cause: "clock-in-doubt", at: at(4), endedAt: at(4), by: null });
  });

  test("loses a question that would stay open too long", () => {
    const { session, past } = given(asked)
      .when(passTime(really(4)))
      .leaves();
    expect(session).toBeNull();
    expect(past[0]?.asks[0]?.answer?.outcome).toBe("cancelled");
  });

  test("without a session has nothing to lose", () => {
    given(held)
      .when(passTime(really(3)))
      .records();
  });

  test.each([
    ["a question", held, by(asHana, really(3), orders.askForView)],
    ["a question for more", live, by(asHana, really(5), orders.askForControl)],
    ["a question for more time", live, by(asHana, really(5), orders.askForTime)],
    ["a yes", asked, by(asSam, really(4), orders.allow)],
    ["the end of a pause", paused, by(asSam, really(11), { type: "ResumeSession" })],
  ] as const)("takes no %s, and says from when it does", (_, story, command) => {
    given(story)
      .when(command)
      .refuses("clock_in_doubt", { when: story.at(-1)?.at ?? 0 });
  });

  test("takes everything that takes access back", () => {
    given(live)
      .when(by(asSam, really(5), { type: "StopSession" }))
      .records({ type: "SessionEnded", cause: "ended-by-sharer" });
    given(live)
      .when(by(asSam, really(5), { type: "PauseSession" }))
      .records({ type: "SessionPaused" });
    given(live, escalationAsked())
      .when(by(asLena, really(8), { type: "StopSession" }))
      .records({ type: "SessionEnded", cause: "ended-by-lead" });
    given(asked)
      .when(by(asSam, really(4), { ...orders.allow, answer: "refuse" }))
      .records({ type: "ConsentRefused" }, { type: "SessionEnded", cause: "refused" });
  });

  test("refuses what is not one's own for that reason", () => {
    given(asked)
      .when(by(asMia, really(4), orders.allow))
      .refuses("not_the_sharer");
  });
});

describe("a command that lost a race within the clock tolerance", () => {
  const waited = CLOCK_TOLERANCE / MINUTE;

  test("counts, and ends nothing", () => {
    given(live)
      .when(passTime(4 - waited))
      .records();
    given(live)
      .when(by(asHana, 4 - waited, orders.askForControl))
      .records({ type: "EscalationAsked", at: at(4) });
  });
});
