import { h } from "./dom.js";

const DAY = 24 * 60;
const STEPS = [
  [5, "5 min"],
  [30, "30 min"],
  [DAY, "1 day"],
];

/** Moves the clock, for deadlines, comparisons with the report, and the digest on Monday morning. */
export function timePanel(place, send) {
  let now = Date.now();
  const pass = (minutes, said) => send("POST", "time", { minutes }, said);
  const clock = h("p", { class: "clock" });
  const steps = STEPS.map(([minutes, text]) =>
    h("button", { type: "button", click: () => pass(minutes, `It is ${text} later now.`) }, `+ ${text}`),
  );
  const monday = h(
    "button",
    { type: "button", click: () => pass(untilMonday(now), "It is Monday morning: the digest goes to Mia.") },
    "Monday, 8:01",
  );
  place.append(clock, h("div", { class: "buttons" }, ...steps, monday));
  return function show(state) {
    now = state.now;
    const text = new Date(now).toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" });
    if (clock.textContent !== text) clock.textContent = text;
  };
}

/** The next Monday, also on a Monday, because a digest covers the past week. */
function untilMonday(now) {
  const then = new Date(now);
  then.setHours(8, 1, 0, 0);
  then.setDate(then.getDate() + ((8 - then.getDay()) % 7 || 7));
  return (then.getTime() - now) / 60_000;
}
