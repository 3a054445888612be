import { expect, test } from "vitest";
import { countAsTeams } from "../../chaos/teams-limits.ts";

/** So many requests to a chat, so many milliseconds apart; how many of them were too fast. */
function sent(count: number, apart: number, chatOf: (i: number) => string = () => "a:sam"): number {
  let now = 0;
  const teams = countAsTeams(() => now);
  for (let i = 0; i < count; i++, now += apart) teams.take(chatOf(i));
  return teams.broken.length;
}

test("Teams, as the chaos suite counts for it, takes what its limits allow and a little haste", () => {
  expect(sent(7, 0)).toBe(0);
  expect(sent(60, 450)).toBe(0);
  expect(sent(40, 10, (i) => `a:${i}`)).toBe(0);
});

test("and notices more: in a second, in two, in half a minute, and from a bot altogether", () => {
  expect(sent(8, 0)).toBe(1);
  expect(sent(9, 180)).toBe(1);
  expect(sent(80, 300)).toBeGreaterThan(0);
  expect(sent(60, 5, (i) => `a:${i}`)).toBe(10);
});

test("counts the threads of a channel with the channel, and starts at zero after a restart", () => {
  const teams = countAsTeams(() => 0);
  const thread = (i: number) => `19:helpdesk@thread.tacv2;messageid=${i}`;
  expect(Array.from({ length: 8 }, (_, i) => teams.take(thread(i)))).toEqual([...Array(7).fill(null), 1]);
  teams.forget();
  expect(teams.take(thread(9))).toBeNull();
});
