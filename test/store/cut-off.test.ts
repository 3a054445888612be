import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { runCommand } from "../../src/domain/run-command.ts";
import { defaultPolicy as policy } from "../../src/domain/ticket/policy.ts";
import { OutcomeUnknown, StoreUnavailable } from "../../src/ports/ticket-store.ts";
import { connect } from "../../src/store/database/database.ts";
import { postgres } from "../../src/store/engines/postgres.ts";
import { openStoreOn, type Store } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { by, orders } from "../support/commands.ts";
import { type CutWire, cutWire } from "../support/cut-wire.ts";
import { asHana } from "../support/people.ts";
import { createDatabase } from "../support/postgres.ts";
import { atT0 } from "./place.ts";
import { newPress, toldTicket } from "./stories.ts";

const server = inject("postgresServer");
const SILENCE = 400;

describe.skipIf(server === null)("a PostgreSQL that is cut off", () => {
  let wire: CutWire;
  let store: Store;
  beforeEach(async () => {
    const url = new URL(await createDatabase(server ?? ""));
    wire = await cutWire(url.hostname, Number(url.port));
    url.port = String(wire.port);
    const database = connect(postgres(url.href, silentLog, { silence: SILENCE }));
    store = await openStoreOn(database, Buffer.alloc(32, 7), { clock: atT0, log: silentLog });
  });
  afterEach(async () => {
    await store.close();
    await wire.close();
  });

  test("in the middle of a commit is asked afterwards, and a press that was kept is answered as done", async () => {
    const { id: ticket } = await toldTicket(store);
    const press = newPress();
    wire.cutAfter("commit");
    const outcome = await runCommand({ store, policy }, ticket, press, by(asHana, 1, orders.claim));
    expect(outcome).toMatchObject({ kind: "done", ticket: { version: 2, claim: {} } });
    expect(await store.appliedTo(press)).toBe(ticket);
  });

  test("in the middle of a commit and for good: nobody says that nothing was changed", async () => {
    const { id: ticket } = await toldTicket(store);
    const alone: Store = { ...store, appliedTo: async () => null };
    wire.cutAfter("commit");
    const fault = await runCommand(
      { store: alone, policy },
      ticket,
      newPress(),
      by(asHana, 1, orders.claim),
    ).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(OutcomeUnknown);
    expect((await store.trail(ticket)).map(({ event }) => event.type)).toEqual([
      "TicketOpened",
      "TicketClaimed",
    ]);
  });

  test("without a word is not waited for, and none of its connections is lent again", async () => {
    const { id: ticket } = await toldTicket(store);
    wire.goSilent();
    const faults = await Promise.all(
      [1, 2, 3].map(() => store.read(ticket).catch((error: unknown) => error)),
    );
    for (const fault of faults) expect(fault).toBeInstanceOf(StoreUnavailable);
    wire.talkAgain();
    await Promise.all(
      [1, 2, 3].map(async () => expect(await store.read(ticket)).toMatchObject({ id: ticket })),
    );
  });
});
