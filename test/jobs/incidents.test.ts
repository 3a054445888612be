import { expect, test } from "vitest";
import { createIncidents } from "../../src/jobs/incidents.ts";
import type { DueIncident } from "../../src/ports/incident-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { inBerlin } from "../support/people.ts";

const SECURITY = "19:security@thread.tacv2";

test("a report whose process died before it told anybody is told a minute later, and no newer one", async () => {
  let now = 1_000_000;
  const report = { how: "call", asked: null, name: null, requests: [] };
  const due = new Map([[7, { number: 7, at: now, entry: { incident: report } } as unknown as DueIncident]]);
  const told: string[] = [];
  let poll = async (): Promise<unknown> => {
    throw new Error("nothing is scheduled");
  };
  createIncidents({
    store: {
      dueIncidents: async () => [...due.values()],
      incidentTold: async (number: number) => void due.delete(number),
      namesOf: async () => new Map(),
    },
    deliveryStore: { posted: async () => [], beginSend: async () => true, endSend: async () => true },
    addresses: { channel: async () => ({ serviceUrl: "", conversationId: SECURITY, tenantId: "" }) },
    messenger: {
      async post({ conversationId }: { conversationId: string }) {
        told.push(conversationId);
        return { activityId: "1" };
      },
    },
    directory: { leads: async () => [] },
    scheduler: {
      add(work: { run(): Promise<unknown> }) {
        poll = work.run;
      },
    },
    clock: { now: () => now },
    log: silentLog,
    securityChannel: SECURITY,
    channelReader: inBerlin,
  } as unknown as Parameters<typeof createIncidents>[0]);

  await poll();
  expect(told).toEqual([]);
  now += 60_000;
  await poll();
  await poll();
  expect(told).toEqual([SECURITY]);
});
