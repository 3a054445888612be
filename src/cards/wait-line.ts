import { nextOnDuty } from "../domain/ticket/duty.ts";
import type { Waiting } from "../domain/ticket/ticket.ts";
import type { Words } from "./text/words.ts";
import type { RenderContext } from "./view.ts";

/** What is known of how long a request will wait, in a sentence: "" where nothing is. */
export function waitLine(
  waiting: Waiting | null,
  { at, policy, expectedWait }: Pick<RenderContext, "at" | "policy" | "expectedWait">,
  { say, moment, duration }: Words,
): string {
  const backAt = nextOnDuty(at, policy.duty);
  if (backAt !== null && backAt > at) return say("sharer.lead.back-at", { time: moment(backAt, at) });
  const called = waiting?.steps.find(({ step }) => step === "leads");
  if (called !== undefined) return say("sharer.lead.leads-called", { time: moment(called.at, at) });
  const expected = expectedWait(waiting?.since ?? at);
  if (expected === null) return "";
  return say("sharer.lead.expected", { half: duration(expected.median), most: duration(expected.most) });
}
