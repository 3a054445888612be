import { parseArgs } from "node:util";
import type { Scope } from "../ports/evidence.ts";
import { type PersonId, personId, type TicketId, ticketId } from "../ticket/ids.ts";

/** How it was called was wrong; the sentence says how to call it. */
export class UsageMistake extends Error {
  override readonly name = "UsageMistake";
}

const TICKET = /^BK-\d{1,9}$/i;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const DAY = 24 * 60 * 60_000;

const FLAGS = {
  ticket: { type: "string" },
  person: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  reason: { type: "string" },
  out: { type: "string" },
  format: { type: "string" },
  posted: { type: "string" },
  "trail-only": { type: "boolean" },
  json: { type: "boolean" },
} as const;

export interface Options extends Scope {
  /** What stands behind the subcommand without a flag: `hold add`. */
  readonly words: readonly string[];
  readonly reason: string | undefined;
  readonly out: string | undefined;
  readonly format: string | undefined;
  readonly posted: { readonly number: number; readonly hash: string } | undefined;
  readonly trailOnly: boolean;
  readonly json: boolean;
}

/** @throws {UsageMistake} */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  return {
    words: positionals,
    ticket: ticketOf(values.ticket),
    person: personOf(values.person),
    from: momentOf("from", values.from),
    to: momentOf("to", values.to),
    reason: reasonOf(values.reason),
    out: values.out,
    format: values.format,
    posted: postedOf(values.posted),
    trailOnly: values["trail-only"] ?? false,
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: true });
  } catch (error) {
    throw new UsageMistake(error instanceof Error ? error.message : String(error));
  }
}

function ticketOf(text: string | undefined): TicketId | undefined {
  if (text === undefined) return undefined;
  if (!TICKET.test(text)) throw new UsageMistake("--ticket wants a ticket's number, such as BK-1042");
  return ticketId(text.toUpperCase());
}

function personOf(text: string | undefined): PersonId | undefined {
  if (text === undefined) return undefined;
  if (!GUID.test(text)) throw new UsageMistake("--person wants the object id of a person in Entra, a GUID");
  return personId(text.toLowerCase());
}

/** A day alone is the whole day, in UTC: from its beginning, or to its end. */
function momentOf(flag: "from" | "to", text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    throw new UsageMistake(`--${flag} wants a day or a moment, such as 2026-11-24 or 2026-11-24T09:30:00Z`);
  }
  return flag === "to" && DAY_ONLY.test(text) ? at + DAY : at;
}

function reasonOf(text: string | undefined): string | undefined {
  const reason = text?.trim();
  return reason === "" ? undefined : reason?.slice(0, 500);
}

function postedOf(text: string | undefined): Options["posted"] {
  if (text === undefined) return undefined;
  const [, number, hash] = /^(\d+):([0-9a-f]{12,64})$/i.exec(text) ?? [];
  if (number === undefined || hash === undefined) {
    throw new UsageMistake("--posted wants an anchor as the audit channel shows it, NUMBER:HASH");
  }
  return { number: Number(number), hash };
}

/** Looking into the trail, or changing what can be read in it, has a reason that can be read later. */
export function reasonIn({ reason }: Options): string {
  if (reason === undefined) {
    throw new UsageMistake(
      '--reason is needed: it is recorded. Write a case number and no names: --reason "case 7"',
    );
  }
  return reason;
}

/** `BK-1042`, `person 0000…`, `2026-11-01 to 2026-11-30`, `everything`. */
export function scopeInWords({ ticket, person, from, to }: Scope): string {
  const parts = [
    ...(ticket === undefined ? [] : [ticket]),
    ...(person === undefined ? [] : [`person ${person}`]),
    ...(from === undefined && to === undefined ? [] : [`${dayOf(from, 0)} to ${dayOf(to, 1)}`]),
  ];
  return parts.length === 0 ? "everything" : parts.join(", ");
}

/** @param after 1 for a moment that is not part of the period any more, as at the end of a whole day. */
function dayOf(at: number | undefined, after: 0 | 1): string {
  if (at === undefined) return "…";
  return at % DAY === 0 ? new Date(at - after).toISOString().slice(0, 10) : new Date(at).toISOString();
}
