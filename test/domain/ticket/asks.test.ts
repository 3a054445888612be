import { describe, expect, test } from "vitest";
import { decide } from "../../../src/domain/ticket/decide.ts";
import { defaultPolicy, type Policy } from "../../../src/domain/ticket/policy.ts";
import { by, eligible, orders, passTime } from "../../support/commands.ts";
import { asHana, asSam, hana, sam } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  denied,
  ended,
  escalationAsked,
  extensionAsked,
  MINUTE,
  opened,
  phrase,
  ticketAfter,
  viewAsked,
} from "../../support/tickets.ts";

const held = [...opened(), ...claimed()];
const asked = [...held, ...viewAsked()];
const live = [...asked, ...allowed()];
const controlAsked = [...live, ...escalationAsked()];
const inControl = [...controlAsked, ...controlAllowed()];
const elevated = [
  ...[...inControl, ...escalationAsked(12, { ask: 3, level: "elevation" })],
  ...allowed(13, { ask: 3, level: "elevation", until: at(18) }),
];
const withoutPhrase: Policy = { ...defaultPolicy, consent: { ...defaultPolicy.consent, phrase: false } };
const second = { ...orders.allow, ask: 2 };
const warning = {
  check: "device-encrypted",
  outcome: "warning",
  seen: "not encrypted",
  owner: "sharer",
} as const;
const met = { check: "device-managed", outcome: "met", seen: "managed", owner: "sharer" } as const;

describe("an ask", () => {
  test("to view stays open for five minutes and carries at most half an hour", () => {
    const { session, asks } = given(held)
      .when(by(asHana, 3, { ...orders.askForView, length: 8 * 60 * MINUTE }))
      .leaves();
    expect(asks).toBe(1);
    expect(session?.asks).toMatchObject([{ answerBy: at(8), length: 30 * MINUTE, phrase, by: hana }]);
  });

  test("to control stays open for two minutes and carries at most a quarter of an hour", () => {
    const { session } = given(live)
      .when(by(asHana, 10, { ...orders.askForControl, length: 60 * MINUTE }))
      .leaves();
    expect(session?.asks[1]).toMatchObject({ ask: 2, answerBy: at(12), length: 15 * MINUTE });
  });

  test("for elevation carries at most ten minutes", () => {
    const { session } = given(live)
      .when(by(asHana, 10, { ...orders.askForElevation, length: 60 * MINUTE }))
      .leaves();
    expect(session?.asks[1]).toMatchObject({ level: "elevation", length: 10 * MINUTE });
  });

  test("of less than no time is one of no time", () => {
    const { session } = given(held)
      .when(by(asHana, 3, { ...orders.askForView, length: -MINUTE }))
      .leaves();
    expect(session?.asks).toMatchObject([{ length: 0 }]);
  });

  test("keeps the warnings for the sharer and only those", () => {
    const eligibility = { ...eligible("view"), findings: [met, warning] };
    const { session } = given(held)
      .when(by(asHana, 3, { ...orders.askForView, eligibility }))
      .leaves();
    expect(session?.asks[0]?.warnings).toEqual([warning]);
  });

  test("records what the met conditions saw, and the hash of its policy", () => {
    const eligibility = { ...eligible("view"), findings: [met, warning] };
    const command = by(asHana, 3, { ...orders.askForView, eligibility });
    const events = decide(command, ticketAfter(held), { ...defaultPolicy, hash: "4f" });
    expect(events).toMatchObject([{ type: "ViewAsked", seen: { [met.check]: met.seen }, policy: "4f" }]);
    const [unpinned] = decide(command, ticketAfter(held), defaultPolicy) as readonly object[];
    expect(unpinned).not.toHaveProperty("policy");
  });

  test("settles an older denial, which is kept", () => {
    const before = { helper: hana, level: "view", at: at(3) };
    expect(ticketAfter(held, denied(3)).denials).toMatchObject([{ ...before, settled: null }]);
    expect(
      given(held, denied(3))
        .when(by(asHana, 4, orders.askForView))
        .leaves().denials,
    ).toMatchObject([{ ...before, settled: { at: at(4), how: "asked" } }]);
  });

  test("to view again in a ticket starts its second session", () => {
    const { session, past } = given(asked)
      .when(by(asHana, 9, orders.askForView))
      .leaves();
    expect(past).toMatchObject([{ number: 1, cause: "lapsed" }]);
    expect(session).toMatchObject({ number: 2, asks: [{ ask: 2 }] });
  });

  test("for a level that eligibility was not judged for is a fault", () => {
    const ask = by(asHana, 10, { ...orders.askForControl, eligibility: eligible("view") });
    expect(() => decide(ask, ticketAfter(live), defaultPolicy)).toThrow("judged for view, asked for control");
  });
});

describe("the confirmation phrase", () => {
  test("has to be the one that the helper says", () => {
    given(asked)
      .when(by(asSam, 4, { ...orders.allow, phrase: "83" }))
      .records(
        { type: "ConsentRefused", why: "wrong-phrase" },
        { type: "SessionEnded", cause: "wrong-phrase" },
      );
  });

  test("that is missing is a wrong one", () => {
    given(asked)
      .when(by(asSam, 4, { ...orders.allow, phrase: null }))
      .records(
        { type: "ConsentRefused", why: "wrong-phrase" },
        { type: "SessionEnded", cause: "wrong-phrase" },
      );
  });

  test("guards an escalation too; the session goes on after a wrong one, and there is no second try", () => {
    const wrong = by(asSam, 11, { ...second, phrase: "12" });
    given(controlAsked).when(wrong).records({ type: "ConsentRefused", ask: 2, why: "wrong-phrase" });
    const after = given(controlAsked).when(wrong).leaves();
    expect(decide(by(asSam, 11, second), after, defaultPolicy)).toMatchObject({ refused: "ask_answered" });
  });

  test("is not needed to say no", () => {
    given(controlAsked)
      .when(by(asSam, 11, { ...orders.refuse, ask: 2 }))
      .records({ type: "ConsentRefused", why: "not-now" });
  });

  test("is not asked when the policy says so, even if the command brings one", () => {
    const { session } = given(held)
      .when(by(asHana, 3, orders.askForView), withoutPhrase)
      .leaves();
    expect(session?.asks).toMatchObject([{ phrase: null }]);
    given(held, viewAsked(3, { phrase: null }))
      .when(by(asSam, 4, { ...orders.allow, phrase: null }), withoutPhrase)
      .records({ type: "ConsentGiven", ask: 1 });
  });

  test("cannot be left out when the policy demands it", () => {
    const ask = by(asHana, 3, { ...orders.askForView, phrase: null });
    expect(() => decide(ask, ticketAfter(held), defaultPolicy)).toThrow("the policy demands a phrase");
  });
});

describe("a consent", () => {
  test("starts the clock when it is given, not when it was asked", () => {
    given(asked)
      .when(by(asSam, 7, orders.allow))
      .records({ type: "ConsentGiven", level: "view", until: at(37), wording: "2026-11", language: "en" });
  });

  test("may be for less time than was asked, never for more or for less than none", () => {
    const allow = (length: number) => by(asSam, 4, { ...orders.allow, length });
    given(asked)
      .when(allow(10 * MINUTE))
      .records({ type: "ConsentGiven", until: at(14) });
    given(asked)
      .when(allow(90 * MINUTE))
      .records({ type: "ConsentGiven", until: at(34) });
    given(asked)
      .when(allow(-90 * MINUTE))
      .records({ type: "ConsentGiven", until: at(4) });
  });

  test("to more than view ends with the view that carries it", () => {
    given(live, escalationAsked(28))
      .when(by(asSam, 29, second))
      .records(
        { type: "EndWarned", before: 5 * MINUTE },
        { type: "ConsentGiven", level: "control", until: at(34) },
      );
  });

  test("to elevation takes the place of control, so that its end falls back to view", () => {
    const { session } = ticketAfter(elevated);
    expect(session?.grants).toMatchObject([
      { level: "view", over: null },
      { level: "control", over: { at: at(13), cause: "superseded" } },
      { level: "elevation", over: null },
    ]);
  });

  test("comes too late at the very moment that the question lapses", () => {
    given(asked)
      .when(by(asSam, 8, orders.allow))
      .refuses("ask_lapsed", { when: at(8) });
  });

  test("to a question of an earlier session counts for nothing in the next", () => {
    given(live, ended(5), viewAsked(9, { ask: 2 }, 2))
      .when(by(asSam, 10, orders.allow))
      .refuses("ask_answered");
    given(live, ended(5), viewAsked(9, { ask: 2 }, 2))
      .when(by(asSam, 10, { ...orders.allow, ask: 2 }))
      .records({ type: "ConsentGiven", session: 2 });
  });
});

describe("more time", () => {
  test("is added to the end of the level that was asked about, and the view lasts at least as long", () => {
    const twoMore = [...inControl, ...extensionAsked(23, { ask: 3, level: "control", answerBy: at(25) })];
    const yes = by(asSam, 24, { ...orders.allow, ask: 3 });
    given(twoMore)
      .when(yes)
      .records(
        { type: "EndWarned", before: 5 * MINUTE },
        { type: "ConsentGiven", level: "control", until: at(36) },
      );
    expect(given(twoMore).when(yes).leaves().session).toMatchObject({
      extensions: 1,
      warned: [],
      grants: [
        { level: "view", until: at(36) },
        { level: "control", until: at(36) },
      ],
    });
  });

  test("of view leaves control as long as it was", () => {
    const { session } = given(inControl, extensionAsked(12, { ask: 3 }))
      .when(by(asSam, 13, { ...orders.allow, ask: 3 }))
      .leaves();
    expect(session?.grants).toMatchObject([{ until: at(44) }, { level: "control", until: at(26) }]);
  });

  test("can be less than was asked", () => {
    given(live, extensionAsked(10))
      .when(by(asSam, 11, { ...second, length: 5 * MINUTE }))
      .records({ type: "ConsentGiven", level: "view", until: at(39) });
  });

  test("is asked for the present level, or for the lower one that eligibility was judged for", () => {
    const ask = (level: "view" | "control") =>
      by(asHana, 12, { ...orders.askForTime, eligibility: eligible(level) });
    expect(given(inControl).when(ask("control")).leaves().session?.asks[2]?.level).toBe("control");
    expect(given(inControl).when(ask("view")).leaves().session?.asks[2]?.level).toBe("view");
  });

  test("lapses with the grant that it would extend, and a late consent does not restore control", () => {
    const late = given(inControl).when(by(asHana, 25, orders.askForTime));
    const ticket = late.leaves();
    expect(ticket.session?.asks[2]).toMatchObject({ level: "control", answerBy: at(26) });
    const yes = decide(by(asSam, 26, { ...orders.allow, ask: 3 }), ticket, defaultPolicy);
    expect(yes).toMatchObject({ refused: "ask_lapsed", when: at(26) });
  });

  test("never comes by itself", () => {
    given(live, extensionAsked(10)).when(passTime(12)).records({ type: "AskLapsed", ask: 2 });
  });
});

describe("the wish for more help", () => {
  test("is kept until the helper asks, and grants nothing", () => {
    const wished = given(live)
      .when(by(asSam, 9, orders.askForMoreHelp))
      .leaves();
    expect(wished.wanted).toBe("control");
    expect(wished.session?.grants).toHaveLength(1);
    const ask = decide(by(asHana, 10, orders.askForControl), wished, defaultPolicy);
    expect(ask).toMatchObject([{ type: "EscalationAsked", by: hana }]);
    expect(ticketAfter(live, "refused" in ask ? [] : ask).wanted).toBeNull();
  });

  test("can be told before there is a session", () => {
    given(held)
      .when(by(asSam, 3, orders.askForMoreHelp))
      .records({ type: "MoreHelpAsked", session: null, by: sam });
  });
});
