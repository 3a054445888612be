import { openAsk } from "../../src/domain/ticket/authority.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { replay } from "../../src/domain/ticket/evolve.ts";
import {
  type DeviceId,
  type IdempotencyKey,
  type PersonId,
  type TicketId,
  ticketId,
} from "../../src/domain/ticket/ids.ts";
import { sessionsOf } from "../../src/domain/ticket/session-account.ts";
import type { Append, Appended, TicketStore, TrailEntry } from "../../src/ports/ticket-store.ts";

/** The port as it is promised, in memory: what is appended is there, once, in order, or nothing of it is. */
export function createMemoryTicketStore(): TicketStore {
  const trails = new Map<TicketId, readonly TicketEvent[]>();
  const presses = new Map<IdempotencyKey, TicketId>();
  const devices = new Map<DeviceId, TicketId>();
  let number = 1000;

  const trailOf = (ticket: TicketId) => trails.get(ticket) ?? [];

  const openOf = (sharer: PersonId, except: TicketId) =>
    [...trails]
      .map(([id, trail]) => replay(id, trail))
      .filter((each) => each?.sharer.id === sharer && each.id !== except && each.closedAt === null).length;

  function hold(ticket: TicketId, device: DeviceId | null): void {
    for (const [held, by] of devices) if (by === ticket) devices.delete(held);
    if (device !== null) devices.set(device, ticket);
  }

  return {
    async read(ticket) {
      return replay(ticket, trailOf(ticket));
    },

    async ticketsAskedOn(helper, sharer, since) {
      const all = [...trails].map(([id, trail]) => replay(id, trail)).filter((ticket) => ticket !== null);
      return all.filter((ticket) =>
        sessionsOf(ticket).some(
          (session) =>
            session.helper.id === helper && ticket.sharer.id === sharer && session.askedAt >= since,
        ),
      );
    },

    async append({
      ticket,
      expectedVersion,
      idempotencyKey: press,
      events,
      after,
      mostOpen = Number.POSITIVE_INFINITY,
    }: Append): Promise<Appended> {
      const applied = press === null ? undefined : presses.get(press);
      if (applied !== undefined) return { kind: "already-applied", ticket: applied };
      if (trailOf(ticket).length !== expectedVersion) return { kind: "conflict" };
      const device = after.session?.device.id ?? null;
      const holder = device === null ? undefined : devices.get(device);
      if (holder !== undefined && holder !== ticket) return { kind: "device-busy" };
      if (openOf(after.sharer.id, ticket) >= mostOpen) return { kind: "too-many-open" };
      const ask = openAsk(after.session);
      const isOpenElsewhere = [...trails.keys()]
        .filter((each) => each !== ticket)
        .map((each) => replay(each, trailOf(each)))
        .some(
          (other) => other?.sharer.id === after.sharer.id && openAsk(other.session)?.by.id === ask?.by.id,
        );
      if (ask !== null && isOpenElsewhere) return { kind: "ask-open" };
      trails.set(ticket, [...trailOf(ticket), ...events]);
      if (press !== null) presses.set(press, ticket);
      hold(ticket, device);
      return { kind: "appended" };
    },

    async durable() {},

    async appliedTo(press) {
      return presses.get(press) ?? null;
    },

    async nextTicketId() {
      number += 1;
      return ticketId(`BK-${number}`);
    },

    async trail(ticket): Promise<readonly TrailEntry[]> {
      return trailOf(ticket).map((event, index) => ({ version: index + 1, event, hash: `${index + 1}` }));
    },
  };
}
