import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import type { PastDecision } from "../domain/eligibility/rejudge.ts";
import type { Device } from "../domain/ticket/device.ts";
import type { AskTerms, SeenFacts, TicketEvent } from "../domain/ticket/events.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { Level } from "../domain/ticket/level.ts";

/** A decision of the trail, with what a reader needs to find it. */
export interface RecordedDecision {
  readonly ticket: TicketId;
  /** Epoch ms. */
  readonly at: number;
  readonly sharer: PersonId;
  readonly helper: PersonId | null;
  readonly past: PastDecision;
  /** The hash of its policy; null from before hashes were recorded. */
  readonly policy: string | null;
  /** Null for a refusal. */
  readonly asked: Asked | null;
}

/** What became of a question. */
interface Asked {
  readonly kind: AskTerms["kind"];
  /** Milliseconds that were asked for. */
  readonly length: number;
  /** Milliseconds until the yes; null without one. */
  readonly answeredAfter: number | null;
  /** Which extension of its session it was, from 1; 0 for other questions. */
  readonly extension: number;
}

/** @param underOf the policy of a hash; null when it is not known. */
export function decisionsIn(
  ticket: TicketId,
  events: readonly TicketEvent[],
  underOf: (hash: string | null) => EligibilityPolicy | null,
): readonly RecordedDecision[] {
  const decisions: RecordedDecision[] = [];
  let device: Device | null = null;
  let sharer: PersonId | null = null;
  const extensions = new Map<number, number>();
  for (const event of events) {
    if (event.type === "TicketOpened") sharer = event.sharer.id;
    if (event.type === "TicketOpened" || event.type === "TicketAmended") device = event.device;
    if (event.type === "ViewAsked") device = event.device;
    const decided = decidedIn(event);
    if (decided === null || sharer === null) continue;
    const policy = event.policy ?? null;
    const { level, wasAllowed, findings } = decided;
    const past = { level, wasAllowed, findings, device, under: underOf(policy) };
    const asked = askedIn(event, events, extensions);
    decisions.push({ ticket, at: event.at, sharer, helper: event.by?.id ?? null, past, policy, asked });
  }
  return decisions;
}

interface Decided {
  readonly level: Level;
  readonly wasAllowed: boolean;
  readonly findings: ReadonlyMap<string, Finding>;
}

function decidedIn(event: TicketEvent): Decided | null {
  switch (event.type) {
    case "EligibilityDenied":
      return { level: event.level, wasAllowed: false, findings: byCheck(event.findings) };
    case "ViewAsked":
    case "EscalationAsked":
    case "ExtensionAsked":
      return {
        level: event.terms.level,
        wasAllowed: true,
        findings: byCheck([...event.terms.warnings, ...metOnes(event.seen)]),
      };
    default:
      return null;
  }
}

const byCheck = (findings: readonly Finding[]): ReadonlyMap<string, Finding> =>
  new Map(findings.map((finding) => [finding.check, finding]));

const metOnes = (seen: SeenFacts = {}): readonly Finding[] =>
  Object.entries(seen).map(([check, fact]) => ({ check, outcome: "met", seen: fact, owner: "lead" }));

function askedIn(
  event: TicketEvent,
  events: readonly TicketEvent[],
  extensions: Map<number, number>,
): Asked | null {
  if (event.type !== "ViewAsked" && event.type !== "EscalationAsked" && event.type !== "ExtensionAsked")
    return null;
  const { ask, kind, length } = event.terms;
  const consent = events.find((each) => each.type === "ConsentGiven" && each.ask === ask);
  const before = extensions.get(event.session) ?? 0;
  // The limit of the policy counts extensions that were allowed.
  if (kind === "extension" && consent !== undefined) extensions.set(event.session, before + 1);
  return {
    kind,
    length,
    answeredAfter: consent === undefined ? null : consent.at - event.at,
    extension: kind === "extension" ? before + 1 : 0,
  };
}
