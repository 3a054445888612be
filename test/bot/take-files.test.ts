import { expect, test } from "vitest";
import type { Attachment, BotDeps } from "../../src/bot/action.ts";
import { withFiles } from "../../src/bot/take-files.ts";
import { idempotencyKey } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { pdf, png } from "../support/files.ts";
import { inBerlin, sam } from "../support/people.ts";
import { opened, ticketAfter } from "../support/tickets.ts";

const depsWith = (contents: Readonly<Record<string, Buffer>>, today = 0): BotDeps =>
  ({
    policy: defaultPolicy,
    log: silentLog,
    clock: { now: () => 0 },
    store: { thread: async () => [], countFiles: async () => today },
    fileLinks: { hasAddress: () => false },
    fetchAttachment: async ({ url }: Attachment) => contents[url ?? ""] ?? "unreachable",
  }) as unknown as BotDeps;

test("where Beckon has no public address only small pictures are taken, and the rest is told", async () => {
  const caller = { id: sam.id, name: "Sam", ...inBerlin };
  const deps = depsWith({ small: png(), large: png(2000, 2000), pdf });
  const sent = [
    { kind: "picture", name: null, url: "small" },
    { kind: "picture", name: null, url: "large" },
    { kind: "file", name: "a.pdf", url: "pdf" },
  ] as const;
  await withFiles(
    { attachments: sent, source: idempotencyKey("m1") },
    ticketAfter(opened()),
    caller,
    deps,
    async ({ files, lost }) => {
      expect(files.map(({ size }) => size)).toEqual([png().length]);
      expect(lost).toContain("only small pictures can be passed on here: picture and a.pdf.");
    },
  );
});

test("a message that fails lets the next ones through", async () => {
  const caller = { id: sam.id, name: "Sam", ...inBerlin };
  const deps = depsWith({ small: png() });
  const sent = [{ kind: "picture", name: null, url: "small" }] as const;
  const fails = () =>
    withFiles(
      { attachments: sent, source: idempotencyKey("m1") },
      ticketAfter(opened()),
      caller,
      deps,
      async () => {
        throw new Error("the store is away");
      },
    );
  const results = await Promise.allSettled(Array.from({ length: 20 }, fails));
  expect(results.every(({ status }) => status === "rejected")).toBe(true);
});

test("a pasted picture is named by what it is, unless its own name fits", async () => {
  const caller = { id: sam.id, name: "Sam", ...inBerlin };
  const deps = depsWith({ small: png(), pdf });
  const sent = [
    { kind: "picture", name: "Screenshot 3", url: "small" },
    { kind: "picture", name: "setup.exe", url: "small" },
    { kind: "picture", name: "error.png", url: "small" },
    { kind: "picture", name: null, url: "pdf" },
  ] as const;
  await withFiles(
    { attachments: sent, source: idempotencyKey("m1") },
    ticketAfter(opened()),
    caller,
    deps,
    async ({ files, lost }) => {
      expect(files.map(({ name }) => name.text)).toEqual(["picture.png", "picture.png", "error.png"]);
      expect(lost).toMatch(/^Not sent: picture\./);
    },
  );
});

test("a person's requests have a limit for the day, however many they open and withdraw", async () => {
  const caller = { id: sam.id, name: "Sam", ...inBerlin };
  const sent = { kind: "picture", name: null, url: "small" } as const;
  const message = { attachments: [sent, sent, sent], source: idempotencyKey("m1") };
  const deps = depsWith({ small: png() }, 198);
  await withFiles(message, ticketAfter(opened()), caller, deps, async ({ files, lost }) => {
    expect(files).toHaveLength(2);
    expect(lost).toBe(
      "Not sent, because the requests of one person can have 200 files in a day: picture. Send them tomorrow.",
    );
  });
});
