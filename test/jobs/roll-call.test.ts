import { expect, test } from "vitest";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import { createRollCall } from "../../src/jobs/roll-call.ts";
import { silentLog } from "../../src/telemetry/log.ts";

const members = Array.from({ length: 30 }, (_, i) => ({ id: `lead-${i}`, displayName: `Lead ${i}` }));
const ticket = { sharer: { id: "sam" }, waiting: { steps: [{ step: "leads", at: 0 }] } } as unknown as Ticket;

async function callWith(isThere: (id: string) => boolean) {
  let rounds = 0;
  let asked = 0;
  let round: Promise<void> | null = null;
  const rollCall = createRollCall({
    directory: { leads: async () => members },
    addresses: { channel: async () => ({}) },
    roster: {
      async has(_: unknown, id: string) {
        asked += 1;
        round ??= Promise.resolve().then(() => {
          rounds += 1;
          round = null;
        });
        await round;
        return isThere(id);
      },
    },
    helpdesk: "19:helpdesk",
    policy: { duty: null },
    clock: { now: () => 0 },
    log: silentLog,
  } as unknown as Parameters<typeof createRollCall>[0]);
  await rollCall.prepare(ticket);
  return { called: rollCall.called(ticket).map(({ id }) => id), rounds, asked };
}

test("five who belong to the channel are called, in the order of their group", async () => {
  const { called, asked } = await callWith((id) => Number(id.slice(5)) % 2 === 0);
  expect([called, asked]).toEqual([["lead-0", "lead-2", "lead-4", "lead-6", "lead-8"], 10]);
});

test("a roster that knows nobody is waited for four times, because the request's cards wait too", async () => {
  expect(await callWith(() => false)).toEqual({ called: [], rounds: 4, asked: 20 });
});
