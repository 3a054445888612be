import type { Device } from "../../domain/ticket/device.ts";
import type { TicketEvent } from "../../domain/ticket/events.ts";
import { replay } from "../../domain/ticket/evolve.ts";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { Person, Personal } from "../../domain/ticket/person.ts";
import type { Claim, Ticket } from "../../domain/ticket/ticket.ts";
import { openText, type PersonKeys, placeOf } from "../events/event-record.ts";
import type { ChainRecord } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { type SignedHead, type Signer, signHead } from "../events/signer.ts";
import { type ParsedStream, parseStream, type SealedText } from "./parse-streams.ts";
import { namingsIn, type Replayed } from "./projection.ts";

export interface Stream {
  readonly ticket: TicketId;
  readonly records: readonly ChainRecord[];
}

export interface ReplayedStream<Of extends Stream> {
  readonly stream: Of;
  /** The events with their texts sealed; null when they cannot be parsed. */
  readonly sealed: readonly object[] | null;
  /** One text for each key that the stream was sealed with. */
  readonly texts: readonly SealedText[];
  readonly keys: PersonKeys;
  /** Null when the events cannot be replayed or a text was changed. */
  readonly replayed: Replayed | null;
}

const NO_ONE: ReadonlySet<PersonId> = new Set();

/**
 * Replays streams with their texts sealed, because no rule reads them, and then opens the texts that projections hold:
 * opening takes most of the time.
 *
 * @param headOf the head of a stream that was verified; without it, heads are signed.
 */
export async function replayStreams<Of extends Stream>(
  keyring: Keyring,
  streams: readonly Of[],
  headOf?: (stream: Of) => SignedHead | null,
): Promise<readonly ReplayedStream<Of>[]> {
  const parsed = streams.map(({ ticket, records }) => parseStream(ticket, records));
  const people = new Set<PersonId>();
  for (const each of parsed) for (const { about } of each?.texts ?? []) people.add(about);
  const keysFor = await keyring.find(
    people,
    streams.map(({ ticket }) => ticket),
  );
  return streams.map((stream, index) => {
    const keys = keysFor(stream.ticket);
    const own = parsed[index] ?? null;
    const head = headOf?.(stream) ?? signedHeadOf(stream, keyring.signer);
    const replayed = own === null ? null : replayOne(stream.ticket, own, keys, head);
    return { stream, sealed: own?.events ?? null, texts: own?.texts ?? [], keys, replayed };
  });
}

const signedHeadOf = ({ ticket, records }: Stream, signer: Signer): SignedHead =>
  signHead(signer, "ticket", ticket, { version: records.length, hash: records.at(-1)?.hash ?? "" });

function replayOne(
  id: TicketId,
  { events: parsed, sealed: { texts, versions, paths } }: ParsedStream,
  keys: PersonKeys,
  head: SignedHead,
): Replayed | null {
  const events = parsed as readonly TicketEvent[];
  const opened: Personal[] = [];
  let hasErased = false;
  const open = (text: Personal): Personal => {
    const at = (texts as readonly object[]).indexOf(text);
    const sealed = texts[at];
    if (sealed === undefined) return text;
    const plain = opened[at] ?? openText(sealed, keys, placeOf(id, versions[at] ?? 0), paths[at] ?? "");
    hasErased ||= plain.text === null;
    opened[at] = plain;
    return plain;
  };
  try {
    const ticket = replay(id, events);
    if (ticket === null) return null;
    const namings = namingsIn(events).map(({ who, at }) => ({
      who: { ...who, name: open(who.name) },
      at,
    }));
    return { ticket: withTexts(ticket, open), namings, head, hasErased, lost: NO_ONE };
  } catch {
    return null;
  }
}

/** The ticket with those of its texts opened that projections hold. */
function withTexts(ticket: Ticket, open: (text: Personal) => Personal): Ticket {
  const { details, device, resolution, claim, session } = ticket;
  const named = (person: Person): Person => ({ ...person, name: open(person.name) });
  const on = (each: Device): Device => ({ ...each, name: open(each.name) });
  const handedOver = <Some extends Claim>(each: Some): Some => {
    const { handover } = each;
    if (handover === null || handover.note === null) return each;
    return { ...each, handover: { ...handover, note: open(handover.note) } };
  };
  return {
    ...ticket,
    subject: open(ticket.subject),
    details: details === null ? null : open(details),
    sharer: named(ticket.sharer),
    helpers: ticket.helpers.map(named),
    device: device === null ? null : on(device),
    session: session === null ? null : { ...session, device: on(session.device) },
    past: ticket.past.map((each) => ({ ...each, device: on(each.device) })),
    claim: claim === null ? null : handedOver(claim),
    formerClaims: ticket.formerClaims.map(handedOver),
    notes: ticket.notes.map((each) => ({ ...each, note: open(each.note) })),
    resolution: resolution === null ? null : { ...resolution, done: open(resolution.done) },
    feedback: ticket.feedback.map((each) =>
      each.comment === null ? each : { ...each, comment: open(each.comment) },
    ),
  };
}
