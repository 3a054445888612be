import { nextDeadline } from "../../domain/ticket/deadlines.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Policy } from "../../domain/ticket/policy.ts";
import type { IntegrityFault, Verification } from "../../ports/evidence.ts";
import type { Database } from "../database/database.ts";
import type { Keyring } from "../events/keyring.ts";
import {
  type StreamRecord,
  streamPagesWith,
  type TicketRange,
  type WholeStream,
} from "../events/read-stream.ts";
import { findForgery, type SignedHead, type Signer } from "../events/signer.ts";
import { loadAll } from "../projections/index.ts";
import type { SealedText } from "../projections/parse-streams.ts";
import type { Verification as Comparison, Replayed } from "../projections/projection.ts";
import { type ReplayedStream, replayStreams } from "../projections/replay-streams.ts";
import { missingKeys } from "./missing-keys.ts";

/** Deadlines later than that are overlooked ones; a changed policy moves them by less. */
const TOLERANCE_MS = 86_400_000;

export interface StreamCounts {
  readonly tickets: number;
  /** Tickets that have a record or a row. */
  readonly stored: number;
  readonly events: number;
  /** False when a hash chain is broken. */
  readonly isWhole: boolean;
}

/**
 * Verifies the streams of a scope, within a range of tickets: hash chains, signed and anchored heads, and what the
 * projections say against the events.
 */
export async function verifyStreams(
  database: Database,
  keyring: Keyring,
  scope: Verification,
  checks: readonly Comparison[],
  found: (fault: IntegrityFault) => void,
  range?: TicketRange,
): Promise<StreamCounts> {
  let [tickets, stored, events, isWhole] = [0, 0, 0, true];
  const pages = streamPagesWith(database, scope, (tx, span) => loadAll(checks, tx, span), range);
  for await (const { streams, extra: compare } of pages) {
    const faults: IntegrityFault[] = [];
    const tell = (fault: IntegrityFault) => faults.push(fault);
    const whole = streams.filter((stream) => checkStream(keyring.signer, stream, tell));
    if (checks.length > 0) {
      for (const checked of await replayWithLost(database, keyring, whole, scope, ({ head }) => head)) {
        reportLost(checked, tell);
        const columns = differencesOf(checked, compare);
        if (columns.length > 0) tell({ in: "projection", ticket: checked.ticket, columns });
      }
    }
    for (const fault of inOrder(streams, faults)) found(fault);
    tickets += streams.length;
    scope.progress?.(tickets);
    stored += streams.filter(({ records, head }) => records.length > 0 || head !== null).length;
    events += streams.reduce((sum, { records }) => sum + records.length, 0);
    isWhole &&= whole.length === streams.length;
  }
  return { tickets, stored, events, isWhole };
}

/** Ticket after ticket, so that the order of faults does not depend on pages. */
function inOrder(
  streams: readonly WholeStream[],
  faults: readonly IntegrityFault[],
): readonly IntegrityFault[] {
  const placeOf = new Map(streams.map(({ ticket }, index) => [ticket as string, index]));
  const place = (fault: IntegrityFault) => ("ticket" in fault ? (placeOf.get(fault.ticket) ?? 0) : 0);
  return faults.length < 2 ? faults : faults.toSorted((one, other) => place(one) - place(other));
}

interface Checked extends ReplayedStream<WholeStream> {
  readonly ticket: WholeStream["ticket"];
  /** Texts whose keys are missing without an audit entry. */
  readonly lostTexts: readonly SealedText[];
}

/**
 * The streams as their events say, with the texts whose keys are missing without an audit entry.
 * @param headOf the head of a stream that was verified.
 */
export async function replayWithLost(
  database: Database,
  keyring: Keyring,
  streams: readonly WholeStream[],
  { policy, tolerance = TOLERANCE_MS }: { readonly policy?: Policy; readonly tolerance?: number },
  headOf?: (stream: WholeStream) => SignedHead | null,
): Promise<readonly Checked[]> {
  const replayedStreams = await replayStreams(keyring, streams, headOf);
  const lost = await missingKeys(database, replayedStreams);
  return replayedStreams.map((each) => {
    const { ticket } = each.stream;
    const lostTexts = lost.get(ticket) ?? [];
    const replayed = each.replayed === null ? null : completed(each.replayed, lostTexts);
    return { ...each, ticket, lostTexts, replayed };
  });

  function completed(replayed: Replayed, texts: readonly SealedText[]): Replayed {
    const whose = new Set(texts.map(({ about }) => about));
    if (policy === undefined) return { ...replayed, lost: whose };
    return {
      ...replayed,
      lost: whose,
      due: { nextDeadline: nextDeadline(replayed.ticket, policy), tolerance },
    };
  }
}

/** @returns true when the hash chain is whole, so that its events can be compared with the projections. */
function checkStream(signer: Signer, stream: WholeStream, found: (fault: IntegrityFault) => void): boolean {
  const { ticket, records, head, anchored, markedUpTo } = stream;
  const broken = findForgery(signer, "ticket", ticket, records, head);
  if (broken !== null) found({ in: "trail", ticket, version: broken.version, how: broken.kind });
  // A mark that is too high would keep a ticket out of every anchor.
  if (markedUpTo > (anchored.at(-1)?.version ?? 0))
    found({ in: "projection", ticket, columns: ["tickets.anchored"] });
  for (const { version, head: hash, anchor } of anchored) {
    const record = records.find((each) => each.version === version);
    if (record?.hash === hash) continue;
    const how = record === undefined ? "missing" : "rewritten";
    found({ in: "anchored-head", ticket, version, anchor, how });
  }
  return broken === null && records.length > 0;
}

/** For each person the first event with a text that is lost. */
function reportLost(
  { ticket, lostTexts }: Pick<Checked, "ticket" | "lostTexts">,
  found: (fault: IntegrityFault) => void,
): void {
  const first = new Map<PersonId, number>();
  for (const { about, version } of lostTexts) if (!first.has(about)) first.set(about, version);
  for (const [person, version] of first) found({ in: "key", ticket, version, person });
}

function differencesOf(
  { replayed, stream, sealed }: Checked,
  compare: readonly ((replayed: Replayed) => readonly string[])[],
): readonly string[] {
  if (replayed === null) return ["events.body"];
  return [...compare.flatMap((differences) => differences(replayed)), ...wrongMoments(stream, sealed)];
}

/** The moment is stored beside the body too, for queries about periods. */
function wrongMoments({ records }: WholeStream, events: readonly object[] | null): string[] {
  const isWrong = ({ at }: StreamRecord, index: number) =>
    (events?.[index] as { readonly at?: number } | undefined)?.at !== at;
  return records.filter(isWrong).map(({ version }) => `events.at of record ${version}`);
}
