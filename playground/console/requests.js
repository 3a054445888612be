import { h } from "./dom.js";

const MOST_SHOWN = 15;

/** The last requests, newest first; known ids are shown as names. */
export function requestList(place) {
  let shown = "";
  return function show({ requests, people, devices, groups, roles }) {
    const fresh = JSON.stringify(requests);
    if (fresh === shown) return;
    shown = fresh;
    const names = new Map([
      ...people.map(({ id, displayName }) => [id, displayName]),
      ...devices.flatMap(({ id, azureADDeviceId, deviceName }) => [
        [id, deviceName],
        [azureADDeviceId, deviceName],
      ]),
      ...[...groups, ...roles].map(({ id, displayName }) => [id, displayName]),
    ]);
    const rows = requests
      .slice(-MOST_SHOWN)
      .toReversed()
      .map((request) => entry(request, names));
    place.replaceChildren(...(rows.length > 0 ? rows : [h("li", { class: "muted" }, "None yet.")]));
  };
}

function entry({ at, method, path, items, status, itemStatuses }, names) {
  const time = h("small", {}, new Date(at).toLocaleTimeString());
  const parts = items.map((item, index) => {
    const [itemMethod, ...url] = item.split(" ");
    return h("li", {}, call(itemMethod, url.join(" "), itemStatuses[index] ?? null, names));
  });
  const nested = parts.length > 0 ? [h("ul", {}, ...parts)] : [];
  return h("li", {}, time, call(method, path, status, names), ...nested);
}

function call(method, url, status, names) {
  const [path, query] = decodeURIComponent(url).split("?");
  const code = h("code", { title: url }, ...withNames(path, names), query === undefined ? "" : "?…");
  const outcome = h(
    "span",
    { class: `status ${status >= 400 ? "bad" : ""}` },
    status === null ? "…" : `${status}`,
  );
  return h("div", { class: "call" }, h("small", {}, method), code, outcome);
}

function withNames(path, names) {
  return path.split(/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/).map((part) => {
    const name = names.get(part);
    return name === undefined ? part : h("mark", { title: part }, name);
  });
}
