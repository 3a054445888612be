import { describe, expect, test } from "vitest";
import { by, orders, passTime } from "../../support/commands.ts";
import { asHana, asLena, asSam, hana, hugo, sam, samsMac } from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  denied,
  ended,
  escalationAsked,
  extensionAsked,
  handedOver,
  opened,
  resolved,
  ticketAfter,
  viewAsked,
  withdrawn,
} from "../../support/tickets.ts";

const held = [...opened(), ...claimed()];
const live = [...held, ...viewAsked(), ...allowed()];

describe("what refused an ask", () => {
  test("is kept for good, with who asked and what became of it", () => {
    const { denials } = ticketAfter(live, denied(9, "control"), escalationAsked(12), ended(20));
    expect(denials).toMatchObject([
      { at: at(9), helper: hana, level: "control", settled: { at: at(12), how: "asked" } },
    ]);
  });

  test("stands on while only less was asked for", () => {
    const { denials } = ticketAfter(live, denied(9, "control"), extensionAsked(12));
    expect(denials).toMatchObject([{ settled: null }]);
  });

  test("a second time is one refusal with newer findings", () => {
    expect(ticketAfter(held, denied(3), denied(4)).denials).toMatchObject([{ at: at(4), settled: null }]);
  });

  test("gives way to what was refused after it", () => {
    const { denials } = ticketAfter(live, denied(9, "control"), denied(10, "elevation"));
    expect(denials).toMatchObject([
      { level: "control", settled: { how: "superseded" } },
      { level: "elevation", settled: null },
    ]);
  });

  test.each([
    ["handed over", handedOver(5), "helper-changed"],
    ["withdrawn", withdrawn(5), "withdrawn"],
    ["resolved", resolved(5), "resolved"],
  ])("is settled once the ticket is %s", (_, after, how) => {
    expect(ticketAfter(held, denied(3), after).denials).toMatchObject([{ settled: { at: at(5), how } }]);
  });

  test("on one device says nothing about another one", () => {
    const { denials } = given(held, denied(3))
      .when(by(asSam, 5, { ...orders.amend, device: samsMac }))
      .leaves();
    expect(denials).toMatchObject([{ settled: { how: "device-changed" } }]);
    const urgent = given(held, denied(3)).when(by(asSam, 5, orders.amend));
    expect(urgent.leaves().denials).toMatchObject([{ settled: null }]);
  });
});

describe("a claim that is over", () => {
  const former = { helper: hana, since: at(2) };

  test.each([
    ["given back", by(asHana, 5, orders.giveBack), "given-back"],
    ["left alone", passTime(12), "lapsed"],
    ["handed over", by(asHana, 5, orders.handOver), "handed-over"],
    ["resolved", by(asHana, 5, orders.resolve), "resolved"],
    ["withdrawn", by(asSam, 5, orders.withdraw), "withdrawn"],
  ])("keeps why: %s", (_, command, how) => {
    const { formerClaims } = given(held).when(command).leaves();
    expect(formerClaims).toMatchObject([{ ...former, endedAt: command.at, ended: how }]);
  });

  test("knows how the device was reported when it began", () => {
    const report = { device: samsMac.id, compliance: "noncompliant", lastSyncAt: at(-90) };
    const { claim } = given(opened({ device: samsMac }))
      .when(by(asHana, 2, { ...orders.claim, report }))
      .leaves();
    expect(claim).toMatchObject({ helper: hana, report });
  });

  test("leaves nothing behind when nobody had the ticket", () => {
    const { formerClaims } = given(opened())
      .when(by(asSam, 5, orders.withdraw))
      .leaves();
    expect(formerClaims).toEqual([]);
  });
});

describe("a handover", () => {
  test("brings its note along with the claim", () => {
    expect(ticketAfter(held, handedOver(8)).claim).toMatchObject({
      helper: hugo,
      handover: { by: hana, note: { text: "Knows this VPN better than I do." } },
    });
  });

  test("by a lead says so, and a picked-up ticket has none", () => {
    const reassigned = given(held)
      .when(by(asLena, 5, orders.handOver))
      .leaves();
    expect(reassigned.claim).toMatchObject({ handover: { note: null } });
    expect(reassigned.claim?.handover?.by.id).not.toBe(hana.id);
    expect(ticketAfter(held).claim?.handover).toBeNull();
  });
});

describe("a reopening", () => {
  test("keeps its reason and what was thought to be the end", () => {
    const comment = { about: sam.id, text: "It still drops." };
    const { reopenings } = given(held, resolved(20))
      .when(by(asSam, 30, { ...orders.feedback, session: 0, fixed: false, comment }))
      .leaves();
    expect(reopenings).toMatchObject([
      { at: at(30), by: sam, reason: comment, resolution: { by: hana, outcome: "fixed" } },
    ]);
  });
});
