import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { METRICS } from "../../src/telemetry/signals.ts";

/** As Prometheus names what comes by OTLP. Source: prometheus.io/docs/guides/opentelemetry */
const UNITS: Readonly<Record<string, string>> = { s: "_seconds", By: "_bytes" };
const NAMES = Object.entries(METRICS).flatMap(([metric, { kind, unit }]) => {
  const name = metric.replaceAll(".", "_") + (UNITS[unit] ?? "");
  if (kind === "counter") return [`${name}_total`];
  return kind === "histogram" ? ["_bucket", "_count", "_sum"].map((part) => name + part) : [name];
});

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly for: string;
      readonly annotations: { readonly summary: string; readonly runbook: string };
    }[];
  }[];
}
interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
}
const rules = (parse(readFileSync("infra/monitoring/prometheus-rules.yml", "utf8")) as Rules).groups.flatMap(
  ({ rules }) => rules,
);
const { panels } = JSON.parse(readFileSync("infra/monitoring/grafana.json", "utf8")) as Dashboard;
const named = (text: string) => [...text.matchAll(/\bbeckon_\w+/g)].map(([name]) => name);

test("the alerts and the dashboard use metrics that exist", () => {
  const used = [...rules, ...panels.flatMap(({ targets }) => targets)].flatMap(({ expr }) => named(expr));
  expect(used.length).toBeGreaterThan(10);
  expect(used.filter((name) => !NAMES.includes(name))).toEqual([]);
});

describe("an alert", () => {
  test.each(rules)("$alert says what to do, in a place that exists", ({ annotations }) => {
    const [page = "", heading] = annotations.runbook.split("#");
    expect(existsSync(page)).toBe(true);
    const headings = [...readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, text = ""]) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-"),
    );
    expect(headings).toContain(heading);
  });
});

test("no two panels of the dashboard lie on one another, and none is wider than the page", () => {
  for (const { title, gridPos: a } of panels) {
    expect(a.x + a.w, title).toBeLessThanOrEqual(24);
    const over = panels.filter(
      ({ title: other, gridPos: b }) =>
        other !== title && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
    );
    expect(over.map(({ title: other }) => `${title} on ${other}`)).toEqual([]);
  }
});
