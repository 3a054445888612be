import { describe, expect, test } from "vitest";
import { personal } from "../../../src/domain/ticket/person.ts";
import { by, orders } from "../../support/commands.ts";
import {
  asHana,
  asHugo,
  asLena,
  asMia,
  asSam,
  hana,
  hugo,
  lena,
  sam,
  samsMac,
} from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  at,
  claimed,
  denied,
  ended,
  handedOver,
  noted,
  opened,
  resolved,
  ticketAfter,
  viewAsked,
  withdrawn,
} from "../../support/tickets.ts";

const held = [...opened(), ...claimed()];
const live = [...held, ...viewAsked(), ...allowed()];
const over = [...live, ...ended(20), ...resolved(21)];
const WEEK = 7 * 24 * 60;
const notFixed = { ...orders.feedback, fixed: false, rating: null };

describe("a request", () => {
  test("made by a helper on behalf of Sam is Sam's, and says who made it", () => {
    given()
      .when(by(asHana, 0, orders.open))
      .records({ type: "TicketOpened", sharer: sam, by: hana });
    const ticket = given()
      .when(by(asHana, 0, orders.open))
      .leaves();
    expect(ticket).toMatchObject({ sharer: sam, openedBy: hana, status: "open", version: 1 });
  });

  test("cannot be made by a stranger on behalf of another person", () => {
    given()
      .when(by(asMia, 0, orders.open))
      .refuses("not_a_helper");
  });

  test("cannot change its device under a session, everything else can", () => {
    given(live)
      .when(by(asSam, 10, { ...orders.amend, device: samsMac }))
      .refuses("session_running");
    expect(
      given(live)
        .when(by(asSam, 10, orders.amend))
        .leaves().urgency,
    ).toBe("urgent");
    const moved = given(held)
      .when(by(asSam, 10, { ...orders.amend, device: samsMac }))
      .leaves();
    expect(moved.device).toEqual(samsMac);
  });

  test("that is closed takes notes and no changes", () => {
    given(over)
      .when(by(asSam, 22, orders.amend))
      .refuses("ticket_over");
    given(over)
      .when(by(asSam, 22, orders.withdraw))
      .refuses("ticket_over");
    given(over)
      .when(by(asLena, 22, orders.resolve))
      .refuses("ticket_over");
    given(over)
      .when(by(asLena, 22, orders.handOver))
      .refuses("ticket_over");
    given(over)
      .when(by(asHana, 22, orders.giveBack))
      .refuses("ticket_over");
    given(over)
      .when(by(asHana, 22, orders.askForView))
      .refuses("ticket_over");
    given(over)
      .when(by(asHana, 22, orders.askForControl))
      .refuses("ticket_over");
    given(over)
      .when(by(asSam, 22, orders.askForMoreHelp))
      .refuses("ticket_over");
    const { notes } = given(over, noted(22, "He calls back."))
      .when(by(asHana, 23, orders.addNote))
      .leaves();
    expect(notes.map(({ by }) => by)).toEqual([hana, hana]);
  });

  test("that is withdrawn ends its session and its claim", () => {
    const { status, claim, session, closedAt } = given(live)
      .when(by(asSam, 10, orders.withdraw))
      .leaves();
    expect({ status, claim, session, closedAt }).toEqual({
      status: "withdrawn",
      claim: null,
      session: null,
      closedAt: at(10),
    });
  });
});

describe("a withdrawn request", () => {
  const byHana = [...live, ...withdrawn(10, hana)];

  test("is reopened within the week by who withdrew it, and waits for a helper again", () => {
    expect(ticketAfter(byHana)).toMatchObject({ withdrawnBy: hana, closedAt: at(10) });
    const reopened = given(byHana)
      .when(by(asHana, 11, orders.reopen))
      .leaves();
    expect(reopened).toMatchObject({ status: "open", claim: null, withdrawnBy: null, closedAt: null });
    given(byHana)
      .when(by(asSam, 10 + WEEK + 1, orders.reopen))
      .refuses("reopen_window_over");
  });

  test("is not reopened by who withdrew it and is no helper any more", () => {
    given(byHana)
      .when(by({ ...asHana, roles: asMia.roles }, 11, orders.reopen))
      .refuses("not_the_sharer");
  });
});

describe("the words of a request", () => {
  const another = { ...orders.amend, subject: personal(sam.id, "Nothing is wrong") };

  test("are changed by the sharer alone; holder and lead can change the urgency", () => {
    for (const actor of [asHana, asLena]) {
      given(held)
        .when(by(actor, 3, another))
        .refuses("not_the_sharer");
      const { subject, details, device } = ticketAfter(held);
      const { urgency, ...kept } = given(held)
        .when(by(actor, 3, { type: "AmendTicket", subject, details, device, urgency: "low" }))
        .leaves();
      expect(urgency).toBe("low");
      expect(kept).toMatchObject({ subject, details, device });
    }
    expect(
      given(held)
        .when(by(asSam, 3, another))
        .leaves().subject.text,
    ).toBe("Nothing is wrong");
  });
});

describe("a claim", () => {
  test("given back ends the session, and the next helper can take the ticket", () => {
    given(live)
      .when(by(asHana, 10, orders.giveBack))
      .records({ type: "SessionEnded", cause: "ended-by-helper" }, { type: "ClaimGivenBack" });
  });

  test("of an unclaimed ticket is given by a lead, in the lead's name", () => {
    given(opened())
      .when(by(asLena, 3, orders.handOver))
      .records({ type: "TicketHandedOver", from: lena.id, to: hugo, by: lena });
  });

  test("moves on without what was found about the former helper", () => {
    const ticket = ticketAfter(held, denied(3), handedOver(5));
    expect(ticket).toMatchObject({ claim: { helper: hugo }, helpers: [hana, hugo] });
    expect(ticket.denials).toMatchObject([{ helper: hana, settled: { at: at(5), how: "helper-changed" } }]);
  });
});

describe("a resolved ticket", () => {
  test("can be reopened for a week, to the minute", () => {
    given(over)
      .when(by(asSam, 21 + WEEK, orders.reopen))
      .records({ type: "TicketReopened", by: sam });
    given(over)
      .when(by(asLena, 22 + WEEK, orders.reopen))
      .refuses("reopen_window_over");
    const reopened = given(over)
      .when(by(asLena, 22, orders.reopen))
      .leaves();
    expect(reopened).toMatchObject({
      status: "open",
      claim: null,
      resolution: null,
      reopenings: [{ at: expect.any(Number), by: lena, reason: null, resolution: { outcome: "fixed" } }],
    });
  });

  test("is reopened by the answer “not fixed”", () => {
    given(over)
      .when(by(asSam, 30, notFixed))
      .records({ type: "FeedbackGiven", fixed: false }, { type: "TicketReopened", by: sam });
  });

  test("is not reopened by that answer after a week, nor while it is open, nor once withdrawn", () => {
    given(over)
      .when(by(asSam, 22 + WEEK, notFixed))
      .records({ type: "FeedbackGiven" });
    given(live, ended(20))
      .when(by(asSam, 30, notFixed))
      .records({ type: "FeedbackGiven" });
    given(live, ended(20), withdrawn(21))
      .when(by(asSam, 30, notFixed))
      .records({ type: "FeedbackGiven" });
  });

  test("without any session is asked about as session 0, once it is resolved", () => {
    const about0 = { ...notFixed, session: 0 };
    given(held, resolved(5))
      .when(by(asSam, 6, about0))
      .records({ type: "FeedbackGiven", session: 0 }, { type: "TicketReopened" });
    given(held)
      .when(by(asSam, 6, about0))
      .refuses("feedback_not_due");
    given(over)
      .when(by(asSam, 22, about0))
      .refuses("feedback_not_due");
  });

  test("is not another helper's to reopen", () => {
    given(over)
      .when(by(asHugo, 22, orders.reopen))
      .refuses("not_the_sharer");
  });
});
