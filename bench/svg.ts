/** One bar, or one point of a line. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Where the thin line at its end leads, such as a p99. */
  readonly whisker?: number;
  /** 0 is the baseline's. */
  readonly color: number;
}

export interface Line {
  readonly label: string;
  /** In the order of x. */
  readonly points: readonly (readonly [number, number])[];
  readonly color: number;
}

const WIDTH = 760;
const LABELS = 250;
const ROW = 22;
const TOP = 40;
/** Readable on white and, because the picture has its own background, on a dark page. */
const COLORS = ["#8a8f98", "#2f6fb2", "#c2571a", "#3b8a4f", "#8a4fa3", "#a58b1d"] as const;
const FONT = "font-family='system-ui, sans-serif' font-size='12'";

/** Horizontal bars from zero, with their values. @param unit of the values, such as `ms`. */
export function bars(title: string, unit: string, rows: readonly Bar[]): string {
  const most = Math.max(...rows.map(({ value, whisker = 0 }) => Math.max(value, whisker)));
  const x = (value: number) => LABELS + (value / most) * (WIDTH - LABELS - 90);
  const drawn = rows.map(({ label, value, whisker, color }, n) => {
    const y = TOP + n * ROW;
    const end = x(whisker ?? value) + 6;
    const said = whisker === undefined ? figure(value) : `${figure(value)} / ${figure(whisker)}`;
    return [
      text(LABELS - 8, y + 14, label, "end"),
      `<rect x='${LABELS}' y='${y + 3}' width='${(x(value) - LABELS).toFixed(1)}' height='${ROW - 7}' fill='${colorOf(color)}'/>`,
      whisker === undefined ? "" : rule(x(value), y + ROW / 2, x(whisker), y + ROW / 2),
      text(end, y + 14, `${said} ${unit}`),
    ].join("");
  });
  return picture(title, TOP + rows.length * ROW + 12, drawn);
}

/** Lines over a common x from zero, with a legend. @param limits the greatest x and y that are shown. */
export function lines(
  title: string,
  axes: readonly [x: string, y: string],
  limits: readonly [x: number, y: number],
  all: readonly Line[],
): string {
  const [left, bottom] = [60, 300];
  const right = WIDTH - 30;
  const x = (value: number) => left + (Math.min(value, limits[0]) / limits[0]) * (right - left);
  const y = (value: number) => bottom - (Math.min(value, limits[1]) / limits[1]) * (bottom - TOP);
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const drawn = [
    ...steps.map((step) => rule(left, y(step * limits[1]), right, y(step * limits[1]), "#ddd")),
    ...steps.map((step) => text(left - 6, y(step * limits[1]) + 4, figure(step * limits[1]), "end")),
    ...steps.map((step) => text(x(step * limits[0]), bottom + 16, figure(step * limits[0]), "middle")),
    text(left, TOP - 8, axes[1]),
    text(right, bottom + 32, axes[0], "end"),
    ...all.map(({ points, color }) => {
      const path = points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(" ");
      return `<polyline points='${path}' fill='none' stroke='${colorOf(color)}' stroke-width='2'/>`;
    }),
    ...all.map(({ label, color }, n) => {
      const at = bottom + 52 + n * 18;
      return `<rect x='${left}' y='${at - 9}' width='18' height='6' fill='${colorOf(color)}'/>${text(left + 26, at, label)}`;
    }),
  ];
  return picture(title, bottom + 52 + all.length * 18, drawn);
}

function picture(title: string, height: number, drawn: readonly string[]): string {
  return [
    `<svg xmlns='http://www.w3.org/2000/svg' width='${WIDTH}' height='${height}' viewBox='0 0 ${WIDTH} ${height}' role='img' ${FONT}>`,
    `<title>${escaped(title)}</title>`,
    `<rect width='${WIDTH}' height='${height}' fill='white'/>`,
    `<text x='12' y='22' font-size='14' font-weight='bold' fill='#222'>${escaped(title)}</text>`,
    ...drawn,
    "</svg>\n",
  ].join("\n");
}

function text(x: number, y: number, said: string, anchor = "start"): string {
  return `<text x='${x.toFixed(1)}' y='${y.toFixed(1)}' text-anchor='${anchor}' fill='#222'>${escaped(said)}</text>`;
}

function rule(x1: number, y1: number, x2: number, y2: number, color = "#555"): string {
  const [from, to] = [
    `x1='${x1.toFixed(1)}' y1='${y1.toFixed(1)}'`,
    `x2='${x2.toFixed(1)}' y2='${y2.toFixed(1)}'`,
  ];
  return `<line ${from} ${to} stroke='${color}'/>`;
}

/** Three digits that mean something. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "";
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? String(Number(value.toFixed(1))) : String(Number(value.toFixed(2)));
}

const colorOf = (color: number): string => COLORS[color % COLORS.length] ?? COLORS[0];

const escaped = (said: string): string =>
  said.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/'/g, "&apos;");
