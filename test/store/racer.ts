import { personId, type TicketId } from "../../src/domain/ticket/ids.ts";
import { person } from "../../src/domain/ticket/person.ts";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { asHana } from "../support/people.ts";
import { atT0 } from "./place.ts";
import { pickUp } from "./stories.ts";

/** A process of its own that picks up every ticket it is given, for tests with several processes. */
export interface RacerTask {
  readonly databaseUrl?: string;
  readonly file?: string;
  readonly masterKey: string;
  readonly tickets: readonly TicketId[];
}

const name = process.argv[2] ?? "Racer";

process.on("message", async ({ masterKey, tickets, ...where }: RacerTask) => {
  const config = { ...where, masterKey: Buffer.from(masterKey, "hex") };
  const store = await openStore(config, { clock: atT0, log: silentLog });
  const actor = { ...asHana, person: person(personId(`racer-${name}`), name) };
  const outcomes = await Promise.all(tickets.map((ticket) => pickUp(store, ticket, actor)));
  await store.close();
  process.send?.(outcomes.map(({ kind }) => kind));
});
process.send?.("ready");
