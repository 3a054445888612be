import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/ticket/finding.ts";
import { by, orders } from "../support/commands.ts";
import { asHana, asMia, hana } from "../support/people.ts";
import { given } from "../support/spec.ts";
import { at, claimed, event, opened, ticketAfter } from "../support/tickets.ts";

const right = (outcome: Finding["outcome"]): Finding => ({
  ...{ check: "helper-permissions", outcome, seen: "something", owner: "intune-admin" },
});
const claimWith = (...outcomes: Finding["outcome"][]) =>
  by(asHana, 2, { ...orders.claim, rights: outcomes.map(right) });
const claim = { type: "TicketClaimed", helper: hana, leaseUntil: at(12), at: at(2), by: hana } as const;

describe("a pickup", () => {
  test("by a helper with every right, or with a warning only, is a pickup like any other", () => {
    given(opened()).when(claimWith("met", "warning")).records(claim);
    expect(ticketAfter(opened(), claimed()).claim).not.toHaveProperty("unchecked");
  });

  test("whose rights nobody could check goes through, and says so", () => {
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
