import { describe, expect, test } from "vitest";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { hana, sam } from "../support/people.ts";
import { sessionCards } from "../support/session-cards.ts";
import {
  allowed,
  at,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  handedOver,
  noted,
  opened,
  phrase,
  refused,
  reported,
  resolved,
  viewAsked,
} from "../support/tickets.ts";

const over = [opened(), claimed(), viewAsked(), allowed(), escalationAsked(), controlAllowed(), ended(22)];
const answered = (fixed: boolean, session = 1) => [
  event(31, sam, { type: "FeedbackGiven", session, fixed, rating: 5, comment: null }),
];

describe("the receipt", () => {
  test.each([
    [
      "helpers-manager",
      "Your helper, the leads of the helpdesk and your helper's manager read this, with your name.",
    ],
    ["sharers-manager", "Your own manager gets your answer and the rating, and not what you add."],
    [
      { channel: "19:x@thread.tacv2" },
      "A channel for summaries gets your answer and the rating, and not what you add.",
    ],
  ] as const)("says who reads the answer before it is given, summaries to %j", (summaryTo, words) => {
    const { json, data } = sessionCards(25, over, { summaryTo });
    expect(data("receipt:1").readers).toContain(words);
    expect(json("receipt:1")).toContain(words);
  });

  test("tells levels with their times, how it ended, and what is not known about the end", () => {
    expect(sessionCards(23, over).data("receipt:1")).toMatchObject({
      heading: "Your session with Hana Weber is over",
      ending: "You stopped it.",
      when: "24 Nov 2026, 10:34 to 10:52 CET (18 min)",
      levels: [{ line: "View only 10:34 to 10:41 (7 min)" }, { line: "Control 10:41 to 10:52 (11 min)" }],
      endLines: [
        { line: "Access withdrawn 10:52" },
        { line: "End not yet confirmed by Remote Help" },
        { line: "Is Remote Help still open on your screen? Then close it." },
      ],
      asks: true,
      hasDone: false,
    });
  });

  test("takes the sharer's own word for the end without calling it confirmed", () => {
    const { data } = sessionCards(25, [...over, reported(24, "sharer-says-ended", sam)]);
    expect(data("receipt:1").endLines).toEqual([
      { line: "Access withdrawn 10:52" },
      { line: "You say it ended 10:54" },
      { line: "End not yet confirmed by Remote Help" },
    ]);
  });

  test("tells what was done once the ticket is resolved", () => {
    expect(sessionCards(30, [...over, resolved(28)]).data("receipt:1")).toMatchObject({
      hasDone: true,
      done: "Hana writes: “Renewed the VPN profile.”",
      outcome: "Fixed",
    });
  });

  test("thanks for the answer instead of asking again", () => {
    expect(sessionCards(32, [...over, resolved(28), answered(true)]).data("receipt:1")).toMatchObject({
      asks: false,
      thanked: true,
      thanks: "Thank you: you answered “fixed” and 5 of 5.",
    });
  });

  test("exists for a ticket that was resolved without a session, too", () => {
    const { keys, data } = sessionCards(30, [opened(), claimed(), resolved(28)]);
    expect(keys).toEqual(["receipt:0"]);
    expect(data("receipt:0")).toMatchObject({ session: 0, asks: true, hasSession: false });
  });

  test("asks about a session that was refused when there was no other", () => {
    const { data } = sessionCards(30, [opened(), claimed(), viewAsked(), refused(5), resolved(28)]);
    expect(data("receipt:0")).toMatchObject({ session: 1, ending: "Nobody was allowed to see your screen." });
  });

  test("of a ticket that was reopened says so", () => {
    const reopened = [event(40, sam, { type: "TicketReopened", reason: null })];
    const { data } = sessionCards(41, [opened(), claimed(), resolved(28), reopened]);
    expect(data("receipt:0").heading).toBe("Reopened");
  });

  test("does not exist for a session that nobody allowed anything in", () => {
    expect(sessionCards(9, [opened(), claimed(), viewAsked(), refused(5)]).keys).toEqual(["consent:1"]);
  });
});

describe("the closing form", () => {
  test("goes to the session's helper, with the session's facts", () => {
    const { data, place, kinds } = sessionCards(23, over);
    expect(kinds).toContain("closing:1 closing");
    expect(place("closing:1")).toEqual({ kind: "person", person: hana.id });
    expect(data("closing:1")).toMatchObject({
      subject: "“VPN keeps dropping”",
      ending: "Sam stopped it.",
    });
  });

  test.each([
    ["resolved", [resolved(28)], "Closed by Hana Weber: Fixed."],
    ["handed over", [handedOver(28)], "Hugo Martin has the request now."],
    ["asked about again", [viewAsked(28, { ask: 3 }, 2)], "Another session followed."],
  ])("once the ticket is %s it is a form no more", (_, after, text) => {
    const { kinds, data } = sessionCards(30, [...over, ...after]);
    expect(kinds).toContain("closing:1 notice");
    expect(data("closing:1").text).toContain(text);
  });
});

describe("the summary for managers", () => {
  const full = [...over, noted(24, "Router firmware is old."), resolved(28)];

  test("tells people, device, levels with durations, answers, end and outcome", () => {
    expect(sessionCards(30, full).data("summary:1")).toMatchObject({
      heading: "Hana Weber with Sam Sharma",
      device: "Surface Laptop 6 · Windows 11",
      questions: [
        { line: "View only, 30 min: Approved (10:34)" },
        { line: "Control, 15 min: Approved (10:41)" },
      ],
      lanes: [
        { label: "View only", length: "7 min", altText: "View only: 10:34 to 10:41" },
        { label: "Control", length: "11 min", altText: "Control: 10:41 to 10:52" },
      ],
      outcome: "Fixed",
      hasDone: true,
      done: "“Renewed the VPN profile.”",
    });
  });

  test("tells what was asked in vain before, and when less was allowed than asked", () => {
    const story = [
      ...[opened(), claimed(), viewAsked(), refused(5, "wrong-phrase")],
      ...[viewAsked(7, { ask: 2 }, 2), allowed(8, { session: 2, ask: 2, until: at(18) })],
      ended(12, sam, { session: 2 }),
    ];
    expect(sessionCards(13, story).data("summary:2").questions).toEqual([
      { line: "View only, 30 min: Wrong number entered, so nothing was approved (10:35)" },
      { line: "View only, 30 min: Approved for 10 min only (10:38)" },
    ]);
  });

  test("tells what the person thought of it, in words only to the manager of who helped", () => {
    const [given] = answered(false);
    const comment = { about: sam.id, text: "It still drops." };
    const reopened = event(31, sam, { type: "TicketReopened", reason: comment });
    const story = [...full, [{ ...given, comment } as TicketEvent, reopened]];
    expect(sessionCards(32, story).data("summary:1")).toMatchObject({
      outcome: "Reopened: Sam says it is not fixed",
      feedback: "Sam says: not fixed, 5 of 5",
      comment: "“It still drops.”",
    });
    const others = sessionCards(32, story, { summaryTo: { channel: "19:managers" } });
    expect(others.data("summary:1")).toMatchObject({ hasFeedback: true, hasComment: false, comment: "" });
    expect(sessionCards(32, story).data("closing:1").text).toContain(
      "The request was reopened. It waits for a helper. Sam says: not fixed, 5 of 5.",
    );
  });

  test("goes where the settings say", () => {
    const { place } = sessionCards(30, full);
    expect(place("summary:1")).toEqual({ kind: "manager-of", person: hana.id });
    const elsewhere = sessionCards(30, full, { summaryTo: { channel: "19:managers" } });
    expect(elsewhere.place("summary:1")).toEqual({ kind: "channel", conversationId: "19:managers" });
  });

  test("shows the sharer's manager nothing that anybody has written", () => {
    const { json, place } = sessionCards(30, full, { summaryTo: "sharers-manager" });
    expect(place("summary:1")).toEqual({ kind: "manager-of", person: sam.id });
    const written = [
      "VPN keeps dropping",
      "Since this morning",
      "VPN client says",
      "network adapter",
      "Router firmware",
      "Renewed the VPN",
      "LT-SAM-01",
    ];
    for (const text of written) expect(json("summary:1")).not.toContain(text);
  });

  test("shows a channel the subject as the ticket's own card does, and nothing of what was found out", () => {
    const { json } = sessionCards(30, full, { summaryTo: { channel: "19:managers" } });
    expect(json("summary:1")).toContain("VPN keeps dropping");
    for (const text of ["Since this morning", "Router firmware", "Renewed the VPN", "LT-SAM-01"]) {
      expect(json("summary:1")).not.toContain(text);
    }
  });

  test("never holds the number of a question", () => {
    const { json } = sessionCards(30, full);
    for (const key of ["summary:1", "closing:1", "receipt:1"]) {
      expect(json(key)).not.toContain(`"${phrase.code}"`);
    }
  });
});
