import { expect, test } from "vitest";
import { personId } from "../../src/domain/ticket/ids.ts";
import { person } from "../../src/domain/ticket/person.ts";
import { lena } from "../support/people.ts";
import { event, opened, resolved, withdrawn } from "../support/tickets.ts";
import type { Here } from "./place.ts";
import { newPress, tell, toldTicket } from "./stories.ts";

export function openRequestsContract(here: Here): void {
  const open = async (mostOpen: number, store = here.store) =>
    tell(store, await store.nextTicketId(), opened(), { mostOpen });

  test("the one too many is refused, and nothing of it is kept", async () => {
    await toldTicket(here.store);
    await toldTicket(here.store);
    const [ticket, press] = [await here.store.nextTicketId(), newPress()];
    const refused = await tell(here.store, ticket, opened(), { mostOpen: 2, idempotencyKey: press });
    expect(refused.kind).toBe("too-many-open");
    expect(await here.store.trail(ticket)).toEqual([]);
    expect(await here.store.appliedTo(press)).toBeNull();
    expect((await open(3)).kind).toBe("appended");
  });

  test("what is closed or of others does not count", async () => {
    await toldTicket(here.store, [...opened(), ...withdrawn(1)]);
    await toldTicket(here.store, [...opened(), ...resolved(1)]);
    await toldTicket(here.store, opened({ sharer: lena }));
    expect((await open(1)).kind).toBe("appended");
  });

  test("a reopened one counts", async () => {
    const before = await toldTicket(here.store, [...opened(), ...withdrawn(1)]);
    await toldTicket(here.store);
    const reopened = [event(2, before.sharer, { type: "TicketReopened", reason: null })];
    expect((await tell(here.store, before.id, reopened, { before, mostOpen: 1 })).kind).toBe("too-many-open");
    expect((await here.store.read(before.id))?.status).toBe("withdrawn");
    expect((await tell(here.store, before.id, reopened, { before, mostOpen: 2 })).kind).toBe("appended");
  });

  test("who opens for others is counted too, across the people whom they open for", async () => {
    const openedFor = (sharer: typeof lena) => opened({ sharer }).map((each) => ({ ...each, by: lena }));
    const somebody = (n: number) => person(personId(`00000000-0000-4000-8000-0000000001${n}`), `P${n}`);
    const forOther = async (n: number, mostForOthers: number, store = here.store) => {
      const limits = { mostOpen: 9, mostForOthers };
      return tell(store, await store.nextTicketId(), openedFor(somebody(n)), limits);
    };
    const other = await here.place.open();
    const sent = await Promise.all(
      Array.from({ length: 6 }, (_, n) => forOther(10 + n, 2, n % 2 === 0 ? here.store : other)),
    );
    expect(sent.filter(({ kind }) => kind === "appended")).toHaveLength(2);
    expect(sent.filter(({ kind }) => kind === "too-many-for-others")).toHaveLength(4);
    // Their own requests are counted apart.
    const limits = { mostOpen: 1, mostForOthers: 2 };
    const own = await tell(here.store, await here.store.nextTicketId(), openedFor(lena), limits);
    expect(own.kind).toBe("appended");
  });

  test("many that one person sends at once, to two processes, are not more than allowed", async () => {
    const other = await here.place.open();
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, n) => open(3, n % 2 === 0 ? here.store : other)),
    );
    const kinds = sent.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "appended")).toHaveLength(3);
    expect(kinds.filter((kind) => kind === "too-many-open")).toHaveLength(9);
  });

  test("many that are reopened at once, in two processes, are not more than allowed", async () => {
    const stores = [here.store, await here.place.open()];
    const closed = await Promise.all(
      Array.from({ length: 12 }, () => toldTicket(here.store, [...opened(), ...withdrawn(1)])),
    );
    const kinds = await Promise.all(
      closed.map(async (before, n) => {
        const reopened = [event(2, before.sharer, { type: "TicketReopened", reason: null })];
        return (await tell(stores[n % 2] ?? here.store, before.id, reopened, { before, mostOpen: 3 })).kind;
      }),
    );
    expect(kinds.filter((kind) => kind === "appended")).toHaveLength(3);
  });
}
