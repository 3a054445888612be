import { expect, test } from "vitest";
import { createLog } from "../../src/telemetry/log.ts";

test("a line is one JSON object with a level, a stable name and its fields", () => {
  const lines: string[] = [];
  createLog((line) => lines.push(line)).info("command.done", { ticket: "BK-1001", events: 1 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/\n$/);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "info",
    name: "command.done",
    ticket: "BK-1001",
  });
});

test("what is below the least level is not written", () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), "warn");
  log.info("command.done");
  log.warn("surface.failed");
  log.error("turn.failed");
  expect(lines.map((line) => JSON.parse(line).name)).toEqual(["surface.failed", "turn.failed"]);
});
