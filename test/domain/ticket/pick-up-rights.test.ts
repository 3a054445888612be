import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/domain/ticket/finding.ts";
import { by, orders } from "../../support/commands.ts";
import { asHana, asLena, asMia, hana, hugo } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import { at, claimed, event, opened, ticketAfter, viewAsked } from "../../support/tickets.ts";

const right = (outcome: Finding["outcome"]): Finding => ({
  check: "helper-permissions",
  outcome,
  seen: "something",
  owner: "intune-admin",
});
const claimWith = (...outcomes: Finding["outcome"][]) =>
  by(asHana, 2, { ...orders.claim, rights: outcomes.map(right) });
const claim = { type: "TicketClaimed", helper: hana, leaseUntil: at(12), at: at(2), by: hana } as const;

describe("a pickup", () => {
  test("by a helper with every right, or with a warning only, is a pickup like any other", () => {
    given(opened()).when(claimWith("met", "warning")).records(claim);
    expect(ticketAfter(opened(), claimed()).claim).not.toHaveProperty("unchecked");
  });

  test("with unknown rights goes through and is marked unchecked", () => {
    given(opened())
      .when(claimWith("met", "unknown"))
      .records({ ...claim, unchecked: true });
    const ticket = ticketAfter(opened(), [event(2, hana, { ...claim, unchecked: true })]);
    expect(ticket.claim?.unchecked).toBe(true);
  });

  test("without a right is refused for what is missing, not for what could not be checked", () => {
    given(opened())
      .when(claimWith("met", "unmet", "unknown"))
      .refuses("helper_without_right", { findings: [right("unmet")] });
  });

  test("is refused for what comes first: no helper, no right to speak of", () => {
    given(opened())
      .when(by(asMia, 2, { ...orders.claim, rights: [right("unmet")] }))
      .refuses("not_a_helper");
    given([...opened(), ...claimed()])
      .when(claimWith("unmet"))
      .refuses("already_yours", { when: at(2) });
  });
});

const held = [...opened(), ...claimed()];
const handWith = (actor: typeof asHana, insists: boolean, ...outcomes: Finding["outcome"][]) =>
  by(actor, 3, { ...orders.handOver, insists, rights: outcomes.map(right) });
const handed = { type: "TicketHandedOver", to: hugo } as const;

describe("a handover", () => {
  test("to a helper with rights is recorded without a mark", () => {
    given(held)
      .when(handWith(asHana, false, "met"))
      .records(handed);
    const { claim } = given(held)
      .when(handWith(asHana, false, "met"))
      .leaves();
    expect(claim).not.toHaveProperty("unchecked");
    expect(claim).not.toHaveProperty("lacking");
  });

  test("to somebody with unknown rights goes through and is marked unchecked", () => {
    const { claim } = given(held)
      .when(handWith(asHana, false, "met", "unknown"))
      .leaves();
    expect(claim).toMatchObject({ helper: { id: hugo.id }, unchecked: true });
  });

  test("to a helper without rights is refused, also when the holder insists", () => {
    for (const insists of [false, true]) {
      given(held)
        .when(handWith(asHana, insists, "unmet", "unknown"))
        .refuses("hand_over_without_right", { findings: [right("unmet")] });
    }
    given(held)
      .when(handWith(asLena, false, "unmet"))
      .refuses("hand_over_without_right");
  });

  test("to a helper without rights goes through when a lead insists, and records the lacking rights", () => {
    const { claim } = given(held)
      .when(handWith(asLena, true, "met", "unmet"))
      .leaves();
    expect(claim).toMatchObject({ helper: { id: hugo.id }, lacking: [right("unmet")] });
  });

  test("that ends a session ends none when it is refused", () => {
    given([...held, ...viewAsked()])
      .when(handWith(asHana, false, "unmet"))
      .refuses("hand_over_without_right");
  });
});
