import fc from "fast-check";
import { CHECK_IDS } from "../../src/domain/eligibility/policy.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import type { Finding } from "../../src/domain/ticket/finding.ts";

/** What people, directories and clients can put into a text, as long as any form lets them. */
const ODD = [
  "Plain.",
  "👩‍👩‍👧‍👦 [x](https://evil.example) ".repeat(200),
  "\u0000\u0001\u001b\u007f\u0085".repeat(900),
  "\ud83d \udc00 \ufffe ".repeat(900),
  "\u202e\u200f\u2066‮".repeat(900),
  `${"$"}{ticket} \\"'{{DATE(x)}}\u2028\n`.repeat(400),
  "e\u0301\u0323\u0307".repeat(1_200),
  "ﷺ𒐫ẞ".repeat(900),
  "",
];

/** One for everything on a ticket; null once its people are erased. */
export const oddText: fc.Arbitrary<string | null> = fc.constantFrom(...ODD, null);

/** What stood in the way, at the worst: everything, for reasons of any length. */
export const everyFinding = (seen: string): readonly Finding[] =>
  CHECK_IDS.map((check, i) => ({
    check,
    outcome: (["unmet", "unknown", "warning"] as const)[i % 3] ?? "unmet",
    seen,
    owner: "intune-admin",
  }));

/** The same event with this text wherever somebody wrote one, and with these findings wherever there were some. */
export const withOddities = (
  event: TicketEvent,
  text: string | null,
  findings: readonly Finding[],
): TicketEvent =>
  JSON.parse(
    JSON.stringify(event, (key, value) => {
      if (key === "findings" || key === "warnings") return value.length === 0 ? value : findings;
      if (key === "model" || key === "osVersion") return text ?? "";
      return typeof value === "object" && value !== null && "about" in value ? { ...value, text } : value;
    }),
  );
