import { describe, expect, test } from "vitest";
import { accountOf } from "../../../src/domain/ticket/session-account.ts";
import { sam } from "../../support/people.ts";
import type { Story } from "../../support/session-cards.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  MINUTE,
  opened,
  refused,
  ticketAfter,
  viewAsked,
} from "../../support/tickets.ts";

const live = [opened(), claimed(), viewAsked(), allowed()];
const controlled = [...live, escalationAsked(), controlAllowed()];
const stopped = [
  event(18, sam, { type: "GrantRevoked", session: 1, level: "control", cause: "sharer", findings: [] }),
];

function account(minutes: number, ...story: Story) {
  const { session, past } = ticketAfter(...story);
  const about = session ?? past[0];
  if (about === undefined) throw new Error("the story has no session");
  return accountOf(about, at(minutes));
}

describe("an account of a session", () => {
  test("tells each level from when until when, without gaps and without overlaps", () => {
    expect(account(60, ...controlled, stopped, ended(22))?.spans).toEqual([
      { level: "view", from: at(4), to: at(11) },
      { level: "control", from: at(11), to: at(18) },
      { level: "view", from: at(18), to: at(22) },
    ]);
  });

  test("adds up the time at each level to the whole session", () => {
    const told = account(60, ...controlled, stopped, ended(22));
    expect(told?.totals).toEqual([
      { level: "view", length: 11 * MINUTE },
      { level: "control", length: 7 * MINUTE },
    ]);
    expect(told).toMatchObject({ from: at(4), to: at(22) });
  });

  test("counts no pause as access, also one that nobody ended", () => {
    const paused = (minutes: number) => [event(minutes, sam, { type: "SessionPaused", session: 1 })];
    const resumed = [event(12, sam, { type: "SessionResumed", session: 1 })];
    const told = account(60, ...live, paused(9), resumed, paused(20), ended(22));
    expect(told?.spans).toEqual([
      { level: "view", from: at(4), to: at(9) },
      { level: "view", from: at(12), to: at(20) },
    ]);
    expect(told?.pauses).toEqual([
      { from: at(9), to: at(12) },
      { from: at(20), to: at(22) },
    ]);
    expect(told?.totals).toEqual([{ level: "view", length: 13 * MINUTE }]);
    expect(told).toMatchObject({ from: at(4), to: at(22) });
  });

  test("of a session that was paused in the moment of its consent tells of no access", () => {
    const paused = [event(4, sam, { type: "SessionPaused", session: 1 })];
    expect(account(60, ...live, paused, ended(22))?.totals).toEqual([{ level: "view", length: 0 }]);
  });

  test("of a live session ends now", () => {
    expect(account(9, ...live)).toMatchObject({ from: at(4), to: at(9) });
  });

  test("never counts time after a grant's end, however late the end was noticed", () => {
    expect(account(90, ...live, ended(80, null, { cause: "expired", endedAt: at(34) }))?.to).toBe(at(34));
  });

  test("that was stopped in the moment of its consent still tells that there was one", () => {
    expect(account(9, ...live, ended(4))?.spans).toEqual([{ level: "view", from: at(4), to: at(4) }]);
  });

  test("that nobody allowed anything in does not exist", () => {
    expect(account(9, opened(), claimed(), viewAsked(), refused(5))).toBeNull();
  });
});
