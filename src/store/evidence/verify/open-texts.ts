import type { Device } from "../../../domain/ticket/device.ts";
import type { Person, Personal } from "../../../domain/ticket/person.ts";
import type { Claim, Ticket } from "../../../domain/ticket/ticket.ts";
import { type PersonKeys, unseal } from "../../keys/seal.ts";

type Open = (text: Personal) => Personal;

/** The ticket with those of its texts opened that are drawn into tables: opening is what takes the time. */
export function withTexts(ticket: Ticket, open: Open): Ticket {
  const { details, device, resolution, claim, session } = ticket;
  const named = (person: Person): Person => ({ ...person, name: open(person.name) });
  const on = (each: Device): Device => ({ ...each, name: open(each.name) });
  const told = <Some extends Claim>(each: Some): Some => {
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
    claim: claim === null ? null : told(claim),
    formerClaims: ticket.formerClaims.map(told),
    notes: ticket.notes.map((each) => ({ ...each, note: open(each.note) })),
    resolution: resolution === null ? null : { ...resolution, done: open(resolution.done) },
    feedback: ticket.feedback.map((each) =>
      each.comment === null ? each : { ...each, comment: open(each.comment) },
    ),
  };
}

export interface Opener {
  readonly open: Open;
  /** Was there a text whose key is gone? */
  hasLost(): boolean;
}

/** Opens each text once, however often a ticket holds it. @throws {SealBroken} */
export function createOpener(keys: PersonKeys): Opener {
  const opened = new Map<Personal, Personal>();
  let hasLost = false;
  return {
    open(text) {
      const known = opened.get(text);
      if (known !== undefined) return known;
      const plain = unseal(text, keys) as Personal;
      if (plain.text === null && "sealed" in text) hasLost = true;
      opened.set(text, plain);
      return plain;
    },
    hasLost: () => hasLost,
  };
}
