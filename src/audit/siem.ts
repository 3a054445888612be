import { appendFileSync, existsSync } from "node:fs";
import { UsageMistake } from "../cli/command-line.ts";
import type { EventType, TicketEvent } from "../domain/ticket/events.ts";
import type { PersonId, TicketId } from "../domain/ticket/ids.ts";
import type { AuditEntry, EvidenceRecord, IntegrityFault, RecordedAuditEntry } from "../ports/evidence.ts";
import { breaksIn, inWords } from "./breaks.ts";
import type { Desk } from "./command.ts";
import { type Options, scopeOf } from "./options.ts";

/** One line of the feed. Ids and codes only; personal text stays in Beckon, where it can be erased. */
interface SiemFacts {
  /** ISO; null for a record that cannot be read. */
  readonly at: string | null;
  readonly type: string;
  readonly severity: number;
  readonly ticket?: TicketId | string | undefined;
  readonly record?: number | undefined;
  readonly by?: string | null;
  /** The person whose screen it is. */
  readonly sharer?: PersonId | undefined;
  /** Who holds the ticket from then on. */
  readonly helper?: PersonId | undefined;
  readonly session?: number | undefined;
  readonly level?: string | undefined;
  /** ISO: until when a level was approved. */
  readonly until?: string | undefined;
  readonly cause?: string | undefined;
  readonly command?: string | undefined;
  readonly device?: string | undefined;
  /** What an audit entry was about: tickets, people by their ids, a period, a pack's fingerprint. */
  readonly about?: string | undefined;
  /** `broken` on a trail with an integrity fault: the line may be false. */
  readonly trail?: "broken" | undefined;
  readonly hash?: string | undefined;
  /** The hash of the policy under which it was decided. */
  readonly policy?: string | undefined;
}

/**
 * Writes the feed: integrity faults, then events, then audit entries. A period has only its own events and entries,
 * because the SIEM received earlier ones before.
 * @returns 1 when a trail is broken or a record cannot be read.
 */
export async function writeFeed(format: SiemFormat, options: Options, desk: Desk): Promise<number> {
  const { out, from = -Infinity, to = Infinity } = options;
  if (out !== undefined && existsSync(out)) throw new UsageMistake(`${out} is there already`);
  const write =
    out === undefined ? desk.print : (line: string) => appendFileSync(out, `${line}\n`, { mode: 0o600 });
  const tell = (facts: SiemFacts) => write(siemLine(format, facts));

  const breaks = await breaksIn(options, desk);
  for (const broken of breaks.all) tell(breakFacts(broken, desk.clock.now()));
  let unreadable = 0;
  for await (const trail of desk.evidence.read(options)) {
    const isBroken = breaks.ofTicket(trail.ticket).length > 0;
    const sharer = sharerOf(trail.records);
    for (const record of trail.records) {
      const at = momentOf(record);
      if (record.event === null) unreadable += 1;
      if (at === null || (at >= from && at < to)) tell(recordFacts(trail.ticket, record, sharer, isBroken));
    }
  }
  for await (const entry of desk.evidence.acts(scopeOf(options))) {
    tell(entryFacts(entry));
  }
  return breaks.all.length > 0 || unreadable > 0 ? 1 : 0;
}

const sharerOf = (records: readonly EvidenceRecord[]) =>
  records.flatMap(({ event }) => (event?.type === "TicketOpened" ? [event.sharer.id] : []))[0];

/** An unreadable record may still carry its time; one without a time belongs to every period. */
function momentOf({ event, body }: EvidenceRecord): number | null {
  if (event !== null) return event.at;
  try {
    const { at } = JSON.parse(body) as { readonly at?: unknown };
    return typeof at === "number" ? at : null;
  } catch {
    return null;
  }
}

type SiemFormat = "cef" | "jsonl";
export const isSiemFormat = (text: string): text is SiemFormat => text === "cef" || text === "jsonl";

const siemLine = (format: SiemFormat, facts: SiemFacts): string =>
  format === "cef" ? cefLine(facts) : JSON.stringify({ product: "Beckon", ...facts });

function recordFacts(
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

const entryFacts = ({ number, at, act, hash }: RecordedAuditEntry): SiemFacts => ({
  at: iso(at),
  type: act === null ? "ActLetGo" : `Act:${act.what}`,
  severity: entrySeverity(act?.what),
  record: number,
  by: act?.who ?? null,
  about: act?.about,
  hash,
});

const breakFacts = (broken: IntegrityFault, at: number): SiemFacts => ({
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
    policy: event.policy,
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

/** Severity from 0 to 10; an event type that is not listed has `DAILY`. */
const EVENTS: Readonly<Partial<Record<EventType, number>>> = {
  AttemptRefused: 6,
  EligibilityDenied: 4,
  EscalationAsked: 5,
  ConsentGiven: 3,
  ConsentRefused: 4,
  GrantRevoked: 4,
  SessionUnverified: 4,
};
const DAILY = 2;
const LOST_CONDITION = 5;
const CONTROL_APPROVED = 5;
const ELEVATION = 7;

const ACTS: Readonly<Record<string, number>> = {
  export: 5,
  exported: 4,
  "export-person": 5,
  erase: 7,
  erased: 7,
  "not-erased": 6,
  hold: 4,
  release: 6,
  rebuild: 6,
  rebuilt: 6,
  incident: 8,
  "rotate-key": 6,
};

const UNREADABLE_SEVERITY = 8;
const BROKEN_SEVERITY = 10;

function eventSeverity(type: EventType, level: string | undefined, cause: string | undefined): number {
  if (level === "elevation") return ELEVATION;
  if (cause === "eligibility-lost") return LOST_CONDITION;
  if (type === "ConsentGiven" && level === "control") return CONTROL_APPROVED;
  return EVENTS[type] ?? DAILY;
}

const entrySeverity = (what: AuditEntry["what"] | undefined): number =>
  (what === undefined ? undefined : ACTS[what]) ?? DAILY;

/** ArcSight's Common Event Format: a header, and pairs with CEF's own keys. */
function cefLine(facts: SiemFacts): string {
  const { type, severity } = facts;
  const header = ["CEF:0", "Beckon", "Beckon", "1", type, titleOf(type), severity];
  const pairs = Object.entries(extensionOf(facts)).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [`${key}=${escapeValue(String(value))}`],
  );
  return `${header.map((part) => escapeHeader(String(part))).join("|")}|${pairs.join(" ")}`;
}

function extensionOf(facts: SiemFacts) {
  const { at, ticket, record, hash, until } = facts;
  const labelled = (key: string, label: string, value: string | number | undefined) =>
    value === undefined ? {} : { [`${key}Label`]: label, [key]: value };
  return {
    rt: at === null ? undefined : Date.parse(at),
    externalId:
      [ticket ?? (record === undefined ? undefined : "act"), record].filter(Boolean).join("/") || undefined,
    ...labelled("cs1", "ticket", ticket),
    ...labelled("cs2", "hash", hash),
    suid: facts.by,
    duid: facts.sharer,
    ...labelled("cs3", "level", facts.level),
    ...labelled("cs4", "command", facts.command),
    ...labelled("cs5", "helper", facts.helper),
    ...labelled("cs6", facts.about === undefined ? "trail" : "about", facts.about ?? facts.trail),
    ...labelled("deviceCustomDate1", "until", until === undefined ? undefined : Date.parse(until)),
    reason: facts.cause,
    deviceExternalId: facts.device,
    ...labelled("flexString1", "policy", facts.policy),
    ...labelled("cn1", "session", facts.session),
  };
}

/** CEF escapes pipes in the header, equal signs in values, backslashes and line ends in both. */
const escapeHeader = (text: string): string =>
  text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll(/[\r\n]+/g, " ");
const escapeValue = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll("=", "\\=").replaceAll("\r", "\\r").replaceAll("\n", "\\n");

/** `ConsentGiven` → `Consent given`, `Act:erase` → `Act: erase`. */
const titleOf = (type: string): string =>
  type.replaceAll(/(?<=.)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(":", ": ");
