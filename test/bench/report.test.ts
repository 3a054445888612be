import { expect, test } from "vitest";
import { needsTable } from "../../bench/needs.ts";
import { cpuPlot, latencyPlot } from "../../bench/plots.ts";
import type { Block, Measured } from "../../bench/press.ts";
import { cpuTable, latencyTable, memoryTable, messagesTable } from "../../bench/report-presses.ts";

const block = (where: Partial<Block>, cpu: number, latencies: readonly number[] = [1, 9]): Block => {
  const reading = { actions: 10, latencies, cpu, databaseCpu: 5, messages: 40, took: 1 };
  const of = { candidate: "sqlite", step: "pick-up", atOnce: 16, round: 1, beside: null } as const;
  return Object.assign({}, of, where, { reading });
};

const STEPS = ["open", "pick-up", "ask", "allow", "stop", "resolve"] as const;
const measured: Measured = {
  blocks: [
    ...STEPS.map((step) => block({ step }, 20)),
    block({ candidate: "stock", beside: "sqlite" }, 10),
    block({ candidate: "postgres-1" }, 30),
    block({ candidate: "stock", beside: "postgres-1" }, 10),
    block({ candidate: "postgres-2" }, 36),
    block({ candidate: "echo", step: "echo" }, 5),
    block({ atOnce: 1 }, 20, [4, 4, 4]),
  ],
  replays: { "pick-up": { answer: {}, messages: [] } },
  memory: { sqlite: [200] },
  busy: [0, 1],
};

test("CPU time is said by place, over the stock bot and over one process", () => {
  const { rows } = cpuTable(measured);
  expect(rows.find(([name]) => name === "pick-up, SQLite, 1 process")?.slice(1, 4)).toEqual([
    "2.00",
    "2.00 (2.00–2.00)",
    "",
  ]);
  expect(rows.find(([name]) => name === "pick-up, PostgreSQL, 2 processes")?.[3]).toBe("1.20 (1.20–1.20)");
});

test("a helpdesk of 100,000 people: 198 requests in the busiest hour, 12 ms each", () => {
  const people = needsTable(measured).rows.at(-1);
  expect(people?.slice(0, 3)).toEqual(["100,000", "198", "0.066 %"]);
  expect(people?.slice(4)).toEqual(["200 MB", "3.2 GB"]);
});

test("waits are said by how many press at a time, and left out where none was measured", () => {
  const { rows } = latencyTable(measured);
  expect(rows.find(([name]) => name === "pick-up, SQLite, 1 process")?.slice(1)).toEqual([
    "4.0 / 4.0",
    "9.0 / 9.0",
    "",
  ]);
});

test("plots and the other tables are made of whatever was measured", () => {
  expect(cpuPlot(measured)).toContain("pick-up: stock bot, same messages");
  expect(latencyPlot(measured)).toContain("16 at a time: stock echo");
  expect(memoryTable(measured).rows).toEqual([["SQLite, 1 process", "200"]]);
  expect(messagesTable(measured).rows[0]?.slice(0, 4)).toEqual(["pick-up", "0.0", "0", "0"]);
});
