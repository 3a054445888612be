import { choice, field, h } from "./dom.js";

const HEADS = ["Helper", "Person", "Device", "Began", "Ended", ""];

/** Made-up rows of Intune's report: sessions that Beckon approved, and ones that it did not. */
export function reportTable(place, send) {
  const rows = h("tbody");
  const head = h("tr", {}, ...HEADS.map((text) => h("th", { scope: "col" }, text)));
  let form = null;
  let shown = "";
  return function show({ sessionReport, people, devices }) {
    if (form === null) {
      form = newRow(people, devices, send);
      place.replaceChildren(h("table", {}, h("thead", {}, head), rows, h("tfoot", {}, form)));
    }
    const fresh = JSON.stringify([sessionReport, devices.map(({ id }) => id)]);
    if (fresh === shown) return;
    shown = fresh;
    rows.replaceChildren(...sessionReport.rows.map((cells) => rowOf(cells, sessionReport, devices, send)));
  };
}

function rowOf(cells, { columns }, devices, send) {
  const cell = (name) => cells[columns.indexOf(name)] ?? "";
  const id = cell("SessionId");
  const device = devices.find(({ azureADDeviceId }) => azureADDeviceId === cell("SharerDeviceAadId"));
  const remove = h(
    "button",
    {
      type: "button",
      class: "quiet",
      "aria-label": `Remove the session of ${cell("HelperEmail")}`,
      click: () => send("DELETE", `report/${id}`, {}, "The session is no longer in the report."),
    },
    "Remove",
  );
  const texts = [
    ...[cell("HelperEmail"), cell("SharerEmail"), device?.deviceName ?? "not told"],
    ...[when(cell("Sessionstart")), when(cell("Sessionend"))],
  ];
  return h("tr", {}, ...texts.map((text) => h("td", {}, text)), h("td", {}, remove));
}

const when = (text) =>
  text === ""
    ? "goes on"
    : new Date(text).toLocaleString(undefined, { dateStyle: "short", timeStyle: "short" });

function newRow(people, devices, send) {
  const named = people.map(({ id, displayName }) => [id, displayName]);
  const values = { minutesAgo: 10, lasted: 5 };
  const keep = (name) => (value) => {
    values[name] = value;
  };
  const ofDevice = devices.map(({ id, deviceName }) => [id, deviceName]);
  const controls = {
    helper: choice({ label: "Helper in the report", options: named }, keep("helper")),
    sharer: choice({ label: "Person in the report", options: named }, keep("sharer")),
    device: choice({ label: "Device in the report", options: ofDevice }, keep("device")),
  };
  const first = {
    helper: personCalled(people, "Hana"),
    sharer: personCalled(people, "Sam"),
    device: ofDevice[0]?.[0],
  };
  for (const [name, control] of Object.entries(controls)) {
    values[name] = first[name];
    control.show(first[name]);
  }
  const ago = field(
    { label: "Began so many minutes ago", type: "number", min: 0, step: 1 },
    keep("minutesAgo"),
  );
  const lasted = field({ label: "Lasted so many minutes", type: "number", min: 0, step: 1 }, keep("lasted"));
  ago.show(values.minutesAgo);
  lasted.show(values.lasted);
  const add = h(
    "button",
    { type: "button", click: () => send("POST", "report", values, "The session is in Intune's report.") },
    "Add",
  );
  return h(
    "tr",
    {},
    ...Object.values(controls).map(({ element }) => h("td", {}, element)),
    h("td", {}, ago.element, " min ago"),
    h("td", {}, "after ", lasted.element, " min"),
    h("td", {}, add),
  );
}

const personCalled = (people, first) =>
  people.find(({ displayName }) => displayName.startsWith(`${first} `))?.id ?? people[0]?.id;
