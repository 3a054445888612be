import type { TicketEvent } from "../domain/ticket/events.ts";
import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { EvidenceRecord, IntegrityFault, RecordedAuditEntry } from "../ports/evidence.ts";
import { inWords } from "./break-words.ts";
import { cefLine } from "./cef.ts";
import { actSeverity, BROKEN_SEVERITY, eventSeverity, UNREADABLE_SEVERITY } from "./severity.ts";
import type { SiemFacts } from "./siem-facts.ts";

export type SiemFormat = "cef" | "jsonl";
export const isSiemFormat = (text: string): text is SiemFormat => text === "cef" || text === "jsonl";

export const siemLine = (format: SiemFormat, facts: SiemFacts): string =>
  format === "cef" ? cefLine(facts) : JSON.stringify({ product: "Beckon", ...facts });

/** A record of a ticket; one that cannot be read is told as such. */
export function recordFacts(
  ticket: TicketId,
  { version, hash, event }: Pick<EvidenceRecord, "version" | "hash" | "event">,
  sharer: PersonId | undefined,
  isBroken: boolean,
): SiemFacts {
  const place = { ticket, record: version, hash, ...(isBroken ? ({ trail: "broken" } as const) : {}) };
  return event === null
    ? { at: null, type: "RecordUnreadable", severity: UNREADABLE_SEVERITY, ...place }
    : { ...eventFacts(event), sharer, ...place };
}

export const actFacts = ({ number, at, act, hash }: RecordedAuditEntry): SiemFacts => ({
  at: iso(at),
  type: act === null ? "ActLetGo" : `Act:${act.what}`,
  severity: actSeverity(act?.what),
  record: number,
  by: act?.who ?? null,
  about: act?.about,
  hash,
});

/** @param at when it was found. */
export const breakFacts = (broken: IntegrityFault, at: number): SiemFacts => ({
  at: iso(at),
  type: "StoreBroken",
  severity: BROKEN_SEVERITY,
  ticket: "ticket" in broken ? broken.ticket : undefined,
  record: "version" in broken ? broken.version : undefined,
  cause: inWords(broken),
});

function eventFacts(event: TicketEvent): SiemFacts {
  const terms = "terms" in event ? event.terms : undefined;
  const level = terms?.level ?? textIn(event, "level");
  const cause =
    textIn(event, "cause") ?? textIn(event, "code") ?? textIn(event, "why") ?? textIn(event, "fact");
  return {
    at: iso(event.at),
    type: event.type,
    severity: eventSeverity(event.type, level, cause),
    by: event.by?.id ?? null,
    helper: helperIn(event),
    session: "session" in event ? (event.session ?? undefined) : undefined,
    level,
    until: "until" in event ? iso(event.until) : undefined,
    cause,
    command: textIn(event, "command"),
    device: "device" in event ? event.device?.id : undefined,
  };
}

const helperIn = (event: TicketEvent): PersonId | undefined => {
  if (event.type === "TicketClaimed") return event.helper.id;
  return event.type === "TicketHandedOver" ? event.to.id : undefined;
};

function textIn(event: TicketEvent, key: string): string | undefined {
  const value = (event as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof value === "string" ? value : undefined;
}

const iso = (at: number): string => new Date(at).toISOString();
