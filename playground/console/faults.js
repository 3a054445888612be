import { choice, field, h, toggle } from "./dom.js";

const WHOLE = [
  ["throttle", "Throttled", "every request is answered 429"],
  ["unavailable", "Out of order", "every request is answered 503"],
  ["refuseSignIn", "Wrong tenant", "every sign-in is refused with 401"],
  ["malformed", "Garbled", "every answer breaks off half-way"],
];
const DELAYS = [
  ["0", "At once"],
  ["1000", "After 1 s"],
  ["2000", "After 2 s"],
  ["5000", "After 5 s"],
  ["60000", "After a minute"],
];
const ITEMS = [
  ["", "None"],
  ["/managedDevices", "Devices"],
  ["/users/", "People"],
  ["checkMemberGroups", "Group membership"],
  ["skiptoken", "Following pages"],
];

/** Graph's faults, and the permissions that were not granted. */
export function faultsPanel(place, send) {
  const set = (change, said) => send("PUT", "faults", change, said);
  const whole = WHOLE.map(([name, text, help]) => ({
    name,
    ...toggle({ text, help, kind: "fault" }, (on) =>
      set({ [name]: on }, on ? `Graph: ${help}.` : `${text}: no longer.`),
    ),
  }));
  const delay = choice({ label: "Answers", options: DELAYS, good: ["0"] }, (ms) =>
    set({ slowMs: Number(ms) }, "Graph has another pace now."),
  );
  const items = choice({ label: "Throttled inside a batch", options: ITEMS, good: [""] }, (text) =>
    set({ throttleItems: text === "" ? null : text }, "Other parts of a batch are throttled now."),
  );
  const pages = field({ label: "Rows per page", type: "number", min: 1, step: 1 }, (pageSize) =>
    set({ pageSize }, `Lists come in pages of ${pageSize}.`),
  );
  const named = (text, { element }) => h("div", { class: "field" }, h("span", {}, text), element);
  const summary = h("summary");
  const permissions = h("details", {}, summary);
  const oddSummary = h("summary");
  const oddities = h("details", {}, oddSummary);
  place.classList.add("faults");
  place.append(
    ...whole.map(({ element }) => element),
    named("Answers", delay),
    named("Throttled inside a batch", items),
    named("Rows per page", pages),
    permissions,
    oddities,
  );
  let grants = [];
  let odds = [];
  return function show({ faults, permissions: known, oddAnswers }) {
    if (odds.length === 0) {
      odds = oddAnswers.map(({ name, title }) => oddity(name, title, set));
      oddities.append(...odds.map(({ element }) => element));
    }
    for (const odd of odds) odd.show(faults.odd);
    oddSummary.textContent = `Answers from the field: ${faults.odd.length} of ${oddAnswers.length} on`;
    if (grants.length === 0) {
      grants = known.map(({ name, without }) => granted(name, without, set));
      permissions.append(...grants.map(({ element }) => element));
    }
    for (const lever of whole) lever.show(faults[lever.name]);
    delay.show(String(faults.slowMs));
    items.show(faults.throttleItems ?? "");
    pages.show(faults.pageSize);
    for (const grant of grants) grant.show(faults.deny);
    summary.textContent = `Permissions: ${known.length - faults.deny.length} of ${known.length} granted`;
  };
}

function granted(name, without, set) {
  let denied = [];
  const lever = toggle({ text: name, help: `without it ${without}` }, (on) =>
    set(
      { deny: on ? denied.filter((one) => one !== name) : [...denied, name] },
      `${name} is ${on ? "granted" : "missing"} now.`,
    ),
  );
  return {
    element: lever.element,
    show(deny) {
      denied = deny;
      lever.show(!deny.includes(name));
    },
  };
}

/** An answer that real tenants get from Graph. */
function oddity(name, title, set) {
  let chosen = [];
  const lever = toggle({ text: title, kind: "fault" }, (on) =>
    set(
      { odd: on ? [...chosen, name] : chosen.filter((one) => one !== name) },
      on ? `Graph: ${title}.` : `${title}: no longer.`,
    ),
  );
  return {
    element: lever.element,
    show(odd) {
      chosen = odd;
      lever.show(odd.includes(name));
    },
  };
}

/** How many faults are on. */
export const faultCount = ({
  slowMs,
  throttleItems,
  breakItems,
  pageSize: _,
  retryAfter: __,
  deny,
  odd,
  ...whole
}) =>
  Object.values(whole).filter(Boolean).length +
  (slowMs > 0 ? 1 : 0) +
  (throttleItems === null ? 0 : 1) +
  (breakItems === null ? 0 : 1) +
  deny.length +
  odd.length;
