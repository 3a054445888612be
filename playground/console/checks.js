import { choice, h } from "./dom.js";

const MODES = [
  ["deny", "Refuses"],
  ["view-only", "View only"],
  ["warn", "Warns"],
  ["off", "Off"],
];

/** The change that makes an optional check unmet. */
const TRY = {
  "sharer-risk": "Give Sam a high risk.",
  "device-encrypted": "Switch the encryption of Sam's laptop off.",
  "device-threat": "Let a threat be reported on Sam's laptop.",
  "helper-device": "Make Hana's laptop not compliant.",
  "tenant-remote-help": "Switch Remote Help off, below.",
};

/** Every check and what it does when it is unmet; the optional ones first. */
export function checksPanel(place, send) {
  const optional = h("div");
  const summary = h("summary");
  const others = h("details", {}, summary);
  const tenant = tenantSwitch(send);
  const note = h("small", {}, "Answers about risk and the switch are kept for ten minutes: let time pass.");
  place.classList.add("faults");
  place.append(optional, tenant.element, note, others);
  let rows = [];
  return function show({ checks, remoteHelp }) {
    if (rows.length === 0) {
      rows = checks.map((check) => row(check, send));
      optional.append(...elements(checks, rows, true));
      others.append(...elements(checks, rows, false));
    }
    for (const [index, { mode }] of checks.entries()) rows[index].show(mode);
    tenant.show(remoteHelp.remoteAssistanceState);
    const count = checks.filter((check) => !check.optional).length;
    const on = checks.filter((check) => !check.optional && check.mode !== "off").length;
    summary.textContent = `The usual checks: ${on} of ${count} on`;
  };
}

const elements = (checks, rows, isOptional) =>
  rows.filter((_, index) => checks[index].optional === isOptional).map(({ element }) => element);

function row({ id, title, optional }, send) {
  const lever = choice({ label: title, options: MODES, good: optional ? undefined : ["deny"] }, (mode) =>
    send("PATCH", "checks", { [id]: mode }, `${title}: ${words(mode)} from now on.`),
  );
  const help = TRY[id] === undefined ? [] : [h("small", {}, TRY[id])];
  return {
    element: h("div", { class: "field" }, h("span", {}, title, ...help), lever.element),
    show: lever.show,
  };
}

const words = (mode) => MODES.find(([key]) => key === mode)[1].toLowerCase();

function tenantSwitch(send) {
  const options = [
    ["enabled", "Enabled"],
    ["disabled", "Disabled"],
  ];
  const lever = choice({ label: "Remote Help in the tenant", options, good: ["enabled"] }, (state) =>
    send("PATCH", "remote-help", { remoteAssistanceState: state }, `Remote Help is ${state} now.`),
  );
  return {
    element: h("div", { class: "field" }, h("span", {}, "Remote Help in the tenant"), lever.element),
    show: lever.show,
  };
}
