import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../../src/domain/ticket/policy.ts";
import { silenceOf } from "../../../src/domain/ticket/silence.ts";
import { passTime } from "../../support/commands.ts";
import { hana, hugo, sam } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  ended,
  handedOver,
  noted,
  opened,
  ticketAfter,
  viewAsked,
} from "../../support/tickets.ts";

const held = [...opened(), ...claimed(), ...noted(3, "On it.")];
const wrote = (minutes: number, by: typeof sam, to: typeof sam, state: "sent" | "removed" = "sent") => ({
  at: at(minutes),
  by,
  to: to.id,
  state,
});
const silence = (story: typeof held, ...thread: ReturnType<typeof wrote>[]) =>
  silenceOf(ticketAfter(story), thread, defaultPolicy);

describe("a holder owes an answer", () => {
  test("from the first message on that came after they were last heard from", () => {
    const due = { writtenAt: at(5), remindAt: at(35) };
    expect(silence(held, wrote(5, sam, hana), wrote(9, sam, hana))).toEqual(due);
    expect(silence(held, wrote(4, sam, hana), wrote(4.5, hana, sam), wrote(5, sam, hana))).toEqual(due);
  });

  test.each([
    ["nothing was written", held, []],
    ["they wrote last", held, [wrote(4, sam, hana), wrote(5, hana, sam)]],
    ["they did something since", [...opened(), ...claimed(), ...noted(6, "Seen.")], [wrote(5, sam, hana)]],
    ["it was written to another one", held, [wrote(5, sam, hugo)]],
    ["it was removed", held, [wrote(5, sam, hana, "removed")]],
    ["nobody has it", opened(), [wrote(5, sam, hana)]],
    ["a question waits for the sharer", [...held, ...viewAsked(4)], [wrote(5, sam, hana)]],
    ["a session is live", [...held, ...viewAsked(4), ...allowed(5)], [wrote(6, sam, hana)]],
    ["a session ended since", [...held, ...viewAsked(4), ...allowed(5), ...ended(9)], [wrote(6, sam, hana)]],
  ])("and none while %s", (_, story, thread) => {
    expect(silence(story as typeof held, ...thread)).toBeNull();
  });
});

describe("the reminder", () => {
  const remind = (minutes: number, writtenAt: number) =>
    ({ type: "RemindHolder", writtenAt: at(writtenAt), at: at(minutes) }) as const;

  test("lets the claim lapse later, unless the holder acts", () => {
    const reminded = given(held).when(remind(35, 5)).leaves();
    expect(reminded.claim).toMatchObject({ reminded: "answer", leaseUntil: at(65) });
    given(held, [{ type: "HolderReminded", why: "answer", until: at(65), at: at(35), by: null }])
      .when(passTime(65))
      .records({ type: "ClaimLapsed", by: null });
  });

  test.each([
    ["a holder who acted since", remind(35, 2)],
    ["nobody while the claim has an end already", remind(4, 3)],
  ])("is not for %s", (name, command) => {
    const story = name.startsWith("nobody") ? [...opened(), ...claimed()] : held;
    given(story).when(command).records();
  });

  test("to a new holder stays when an earlier one wrote", () => {
    given(opened(), claimed(), handedOver(4))
      .when({ type: "KeepClaim", helper: hana.id, at: at(5) })
      .records();
  });

  test("is taken back by an answer that came at the same time", () => {
    given(held, [{ type: "HolderReminded", why: "answer", until: at(65), at: at(35), by: null }])
      .when({ type: "KeepClaim", helper: hana.id, at: at(35) })
      .records({ type: "ClaimKept", by: null });
    given(held)
      .when({ type: "KeepClaim", helper: hana.id, at: at(35) })
      .records();
  });
});
