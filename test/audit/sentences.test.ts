import { expect, test } from "vitest";
import { sentenceOf } from "../../src/audit/sentences.ts";
import type { Finding } from "../../src/domain/ticket/finding.ts";
import { hana, hugo } from "../support/people.ts";
import { at, event } from "../support/tickets.ts";

const missing: Finding = {
  check: "helper-permissions",
  outcome: "unmet",
  seen: "View screen",
  owner: "intune-admin",
};
const handed = (more: object) =>
  sentenceOf(
    event(3, hana, {
      type: "TicketHandedOver",
      from: hana.id,
      to: hugo,
      note: null,
      leaseUntil: at(13),
      ...more,
    }),
    String,
  );

test("an auditor reads what was known of the receiver's rights at a handover", () => {
  expect(handed({})).toBe("handed the ticket over to Hugo Martin");
  expect(handed({ unchecked: true })).toBe(
    "handed the ticket over to Hugo Martin · nobody could check their rights",
  );
  expect(handed({ lacking: [missing] })).toBe(
    "handed the ticket over to Hugo Martin · although a session on the device was not possible for them: Helper's Intune permissions not met (View screen)",
  );
});

test("an auditor reads that the rights at a pick-up were unknown", () => {
  const claimed = { type: "TicketClaimed", helper: hana, leaseUntil: at(12) } as const;
  expect(sentenceOf(event(2, hana, claimed), String)).toBe("picked the ticket up");
  expect(sentenceOf(event(2, hana, { ...claimed, unchecked: true }), String)).toContain("nobody could check");
});
