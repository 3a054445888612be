import { expect, test } from "vitest";
import { sendOnce } from "../../../src/jobs/reports/send-once.ts";
import { type Address, MessageFault, type MessageFaultKind } from "../../../src/ports/messenger.ts";
import type { ReportId, ReportLog } from "../../../src/ports/report-queries.ts";
import { silentLog } from "../../../src/telemetry/log.ts";
import { T0 } from "../../support/tickets.ts";

const CHAT: Address = { serviceUrl: "https://teams.example/", conversationId: "a:mia", tenantId: "t" };
const REPORT: ReportId = { report: "digest", recipient: "mia", period: "2026-11-23" };
const MESSAGE = { card: {}, summary: "Your digest", alert: true };

function desk(faults: (MessageFaultKind | null)[]) {
  const claimed = new Set<string>();
  const posts: string[] = [];
  const reportLog: ReportLog = {
    claimReport: async ({ period }) => !claimed.has(period) && claimed.add(period).has(period),
    releaseReport: async ({ period }) => void claimed.delete(period),
    forgetReports: async () => {},
  };
  const messenger = {
    async post() {
      const fault = faults.shift() ?? null;
      if (fault !== null) throw new MessageFault(fault, "not now");
      posts.push(REPORT.period);
      return { activityId: "1" };
    },
  };
  const deps = { reportLog, messenger, clock: { now: () => T0 }, log: silentLog };
  return { posts, send: () => sendOnce(REPORT, CHAT, MESSAGE, deps) };
}

test("a report is posted once, however often it is sent", async () => {
  const { posts, send } = desk([]);
  expect([await send(), await send()]).toEqual([true, false]);
  expect(posts).toHaveLength(1);
});

test("a report that may have arrived is not posted again", async () => {
  const { posts, send } = desk(["unknown"]);
  expect([await send(), await send()]).toEqual([false, false]);
  expect(posts).toEqual([]);
});

test("a report that surely did not arrive is posted the next time", async () => {
  const { posts, send } = desk(["blocked", "throttled"]);
  expect(await send()).toBe(false);
  await expect(send()).rejects.toThrow(MessageFault);
  expect(await send()).toBe(true);
  expect(posts).toHaveLength(1);
});
