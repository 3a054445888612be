import type { Device } from "../../domain/ticket/device.ts";
import type { TicketEvent } from "../../domain/ticket/events.ts";
import { replay } from "../../domain/ticket/evolve.ts";
import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import type { Person, Personal } from "../../domain/ticket/person.ts";
import type { Claim, Ticket } from "../../domain/ticket/ticket.ts";
import {
  eachSealed,
  openText,
  type PersonKeys,
  parseEvent,
  peopleIn,
  placeOf,
  type Sealed,
} from "../events/event-record.ts";
import type { ChainRecord } from "../events/hash-chain.ts";
import type { Keyring } from "../events/keyring.ts";
import { type Signer, signHead } from "../events/signer.ts";
import { namingsIn, type Replayed } from "./projection.ts";

export interface Stream {
  readonly ticket: TicketId;
  readonly records: readonly ChainRecord[];
}

export interface ReplayedStream<Of extends Stream> {
  readonly stream: Of;
  /** The events with their texts sealed; null when they cannot be parsed. */
  readonly sealed: readonly object[] | null;
  readonly keys: PersonKeys;
  /** Null when the events cannot be replayed or a text was changed. */
  readonly replayed: Replayed | null;
}

const NO_ONE: ReadonlySet<PersonId> = new Set();

/**
 * Replays streams with their texts sealed, because no rule reads them, and then opens the texts that projections hold:
 * opening takes most of the time.
 */
export async function replayStreams<Of extends Stream>(
  keyring: Keyring,
  streams: readonly Of[],
): Promise<readonly ReplayedStream<Of>[]> {
  const parsed = streams.map((stream) => ({ stream, sealed: parseAll(stream) }));
  const keysFor = await keyring.find(
    peopleIn(parsed.map(({ sealed }) => sealed)),
    streams.map(({ ticket }) => ticket),
  );
  return parsed.map(({ stream, sealed }) => {
    const keys = keysFor(stream.ticket);
    const replayed = sealed === null ? null : replayOne(stream, sealed, keys, keyring.signer);
    return { stream, sealed, keys, replayed };
  });
}

function parseAll({ ticket, records }: Stream): readonly object[] | null {
  try {
    return records.map(({ version, body }) => parseEvent(ticket, version, body));
  } catch {
    return null;
  }
}

function replayOne(
  { ticket: id, records }: Stream,
  sealed: readonly object[],
  keys: PersonKeys,
  signer: Signer,
): Replayed | null {
  const events = sealed as readonly TicketEvent[];
  const places = new Map<object, readonly [sealed: Sealed, place: string, path: string]>();
  for (const [index, event] of sealed.entries()) {
    const place = placeOf(id, index + 1);
    eachSealed(event, (text, path) => places.set(text, [text, place, path]));
  }
  const opened = new Map<Personal, Personal>();
  let hasErased = false;
  const open = (text: Personal): Personal => {
    const known = opened.get(text);
    if (known !== undefined) return known;
    const found = places.get(text);
    const plain = found === undefined ? text : openText(found[0], keys, found[1], found[2]);
    hasErased ||= found !== undefined && plain.text === null;
    opened.set(text, plain);
    return plain;
  };
  try {
    const ticket = replay(id, events);
    if (ticket === null) return null;
    const namings = namingsIn(events).map(({ who, at }) => ({
      who: { ...who, name: open(who.name) },
      at,
    }));
    return {
      ticket: withTexts(ticket, open),
      namings,
      head: signHead(signer, "ticket", id, { version: records.length, hash: records.at(-1)?.hash ?? "" }),
      hasErased,
      lost: NO_ONE,
    };
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
