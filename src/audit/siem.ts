import type { EvidenceRecord } from "../ports/evidence.ts";
import type { EventType, TicketEvent } from "../ticket/events.ts";
import type { TicketId } from "../ticket/ids.ts";

export type SiemFormat = "cef" | "jsonl";
export const isSiemFormat = (text: string): text is SiemFormat => text === "cef" || text === "jsonl";

/** How much a security team minds, 0 to 10. What is not named is daily business. */
const SEVERITY: Readonly<Partial<Record<EventType, number>>> = {
  AttemptRefused: 6,
  EligibilityDenied: 4,
  EscalationAsked: 5,
  ConsentGiven: 3,
  ConsentRefused: 4,
  GrantRevoked: 4,
  SessionUnverified: 4,
};
const DAILY = 2;

/** Ids and codes only: names and words of people stay in Beckon, where they can be erased. */
export function siemLine(format: SiemFormat, ticket: TicketId, record: EvidenceRecord): string | null {
  const { event } = record;
  if (event === null) return null;
  const facts = factsOf(event);
  if (format === "jsonl") {
    return JSON.stringify({ product: "Beckon", ticket, record: record.version, ...facts, hash: record.hash });
  }
  const header = ["CEF:0", "Beckon", "Beckon", "1", event.type, titleOf(event.type), severityOf(event)];
  const extension = {
    rt: event.at,
    externalId: `${ticket}/${record.version}`,
    ...{ cs1Label: "ticket", cs1: ticket, cs2Label: "hash", cs2: record.hash },
    ...(facts.by === null ? {} : { suid: facts.by }),
    ...(facts.level === undefined ? {} : { cs3Label: "level", cs3: facts.level }),
    ...(facts.cause === undefined ? {} : { reason: facts.cause }),
    ...(facts.device === undefined ? {} : { deviceExternalId: facts.device }),
    ...(facts.session === undefined ? {} : { cn1Label: "session", cn1: facts.session }),
  };
  const pairs = Object.entries(extension).map(([key, value]) => `${key}=${escapeValue(String(value))}`);
  return `${header.map((part) => escapeHeader(String(part))).join("|")}|${pairs.join(" ")}`;
}

/** CEF's own rules: pipes in the header, equal signs in values, backslashes and line ends in both. */
const escapeHeader = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll(/[\r\n]+/g, " ");
const escapeValue = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("=", "\\=").replaceAll("\r", "\\r").replaceAll("\n", "\\n");

const severityOf = (event: TicketEvent): number =>
  factsOf(event).level === "elevation" ? 7 : (SEVERITY[event.type] ?? DAILY);

/** `ConsentGiven` → `Consent given`. */
const titleOf = (type: string): string =>
  type.replaceAll(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function factsOf(event: TicketEvent) {
  const terms = "terms" in event ? event.terms : undefined;
  const cause =
    textIn(event, "cause") ?? textIn(event, "code") ?? textIn(event, "why") ?? textIn(event, "fact");
  return {
    at: new Date(event.at).toISOString(),
    type: event.type,
    by: event.by?.id ?? null,
    session: "session" in event ? (event.session ?? undefined) : undefined,
    level: terms?.level ?? textIn(event, "level"),
    cause,
    command: textIn(event, "command"),
    device: "device" in event ? event.device?.id : undefined,
  };
}

function textIn(event: TicketEvent, key: string): string | undefined {
  const value = (event as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof value === "string" ? value : undefined;
}
