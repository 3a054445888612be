import { expect, test } from "vitest";
import type { Attachment, BotDeps } from "../../src/bot/action.ts";
import { withFiles } from "../../src/bot/take-files.ts";
import { idempotencyKey } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { pdf, png } from "../support/files.ts";
import { inBerlin, sam } from "../support/people.ts";
import { opened, ticketAfter } from "../support/tickets.ts";

const depsWith = (contents: Readonly<Record<string, Buffer>>): BotDeps =>
  ({
    policy: defaultPolicy,
    log: silentLog,
    store: { thread: async () => [] },
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
