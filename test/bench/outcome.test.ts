import { describe, expect, test } from "vitest";
import { busiestHour } from "../../bench/needs.ts";
import { regressions, valuesOf } from "../../bench/outcome.ts";
import { bars, figure, lines } from "../../bench/svg.ts";
import { placed } from "../../bench/write-docs.ts";

describe("a regression", () => {
  test("is a ratio that is a quarter worse, and worse in three rounds of four", () => {
    const before = { cpu: 1 };
    expect(regressions({ cpu: { value: 1.3, low: 1.1 } }, before)).toEqual(["cpu: 1.30, and it was 1.00"]);
    expect(regressions({ cpu: { value: 1.2, low: 1.1 } }, before)).toEqual([]);
    expect(regressions({ cpu: { value: 1.3, low: 0.9 } }, before)).toEqual([]);
  });

  test("is a statement more", () => {
    const before = { statements: 15 };
    expect(regressions({ statements: { value: 16.2 } }, before)).toHaveLength(1);
    expect(regressions({ statements: { value: 15.8 } }, before)).toEqual([]);
  });

  test("is none when the figure is new", () => {
    expect(regressions({ new: { value: 9, low: 9 } }, {})).toEqual([]);
  });
});

test("figures are committed with two digits", () => {
  expect(valuesOf({ cpu: { value: 1.234, low: 1 } })).toEqual({ cpu: 1.23 });
});

test("a table replaces what is in its place, and nothing else", () => {
  const page = "before <!-- bench: cpu -->\nold\n<!-- end --> after <!-- bench: two --><!-- end -->";
  const after = "before <!-- bench: cpu -->\n\nnew\n\n<!-- end --> after <!-- bench: two --><!-- end -->";
  expect(placed(page, "cpu", "new")).toBe(after);
  expect(() => placed(page, "three", "new")).toThrow("no place for three");
});

test("bars are as long as their values", () => {
  const svg = bars("A & B", "ms", [
    { label: "one", value: 1, color: 0 },
    { label: "two", value: 2, color: 1 },
  ]);
  const [, one, two] = [...svg.matchAll(/<rect [^>]*width='([\d.]+)'/g)].map(([, width]) => Number(width));
  expect((two ?? 0) / (one ?? 1)).toBeCloseTo(2, 2);
  expect(svg).toContain("A &amp; B");
});

test("a line stays inside its limits", () => {
  const points = [
    [0, 0],
    [5, 200],
  ] as const;
  const svg = lines("late", ["s", "%"], [10, 100], [{ label: "all", points, color: 0 }]);
  expect(svg).toContain("points='60.0,300.0 395.0,40.0'");
});

test.each([
  [0.123, "0.12"],
  [12.34, "12.3"],
  [1234.5, "1235"],
  [2, "2"],
  [Number.NaN, ""],
])("%d is said as %j", (value, said) => {
  expect(figure(value)).toBe(said);
});

test("a hundred thousand people have two hundred requests in their busiest hour", () => {
  expect(Math.round(busiestHour(100_000))).toBe(198);
});
