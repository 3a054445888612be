import { expect, test } from "vitest";
import { wordsFor } from "../../../src/cards/text/words.ts";
import { ticketId } from "../../../src/domain/ticket/ids.ts";
import { anomalyCard } from "../../../src/jobs/reports/anomaly-card.ts";
import { inBerlin } from "../../support/people.ts";
import { at } from "../../support/tickets.ts";

test("what is worth a look says when, with date and zone: the card stays in the channel for good", () => {
  const evidence = [{ ticket: ticketId("BK-1001"), at: at(5), what: "asked to view" }];
  const { data } = anomalyCard(
    { title: "Worth a look", advice: "Ask." },
    { seen: "Seen.", people: [], evidence },
    { names: new Map(), words: wordsFor(inBerlin), at: at(55) },
  );
  expect(data).toMatchObject({
    found: "Found 24 Nov 2026, 11:25 CET",
    evidence: [{ when: "24 Nov 2026, 10:35 CET" }],
  });
});
