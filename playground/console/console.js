import { checksPanel } from "./checks.js";
import { devicesTable } from "./devices.js";
import { faultCount, faultsPanel } from "./faults.js";
import { peopleTable } from "./people.js";
import { reportTable } from "./report.js";
import { requestList } from "./requests.js";
import { timePanel } from "./time.js";

const REFRESH_MS = 1000;
const SAID_MS = 4000;

const at = (id) => document.getElementById(id);
const showPeople = peopleTable(at("people"), send);
const showDevices = devicesTable(at("devices"), send);
const showFaults = faultsPanel(at("faults"), send);
const showReport = reportTable(at("report"), send);
const showTime = timePanel(at("time"), send);
const showChecks = checksPanel(at("checks"), send);
const showRequests = requestList(at("requests"));

/** Counts changes, so that a refresh that began before a change does not show the old state. */
let changes = 0;

/** Sends a change, shows the new state, and says what happened. */
async function send(method, path, body, said) {
  changes += 1;
  try {
    show(await ask(method, path, body));
    say(said);
  } catch (fault) {
    say(`That did not work: ${fault.message}`);
    await refresh();
  }
}

async function ask(method, path, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const state = await answer.json();
  if (!answer.ok) throw new Error(state.error.message);
  return state;
}

async function refresh() {
  const before = changes;
  try {
    const state = await ask("GET", "state");
    if (before === changes) show(state);
  } catch {
    health("The playground has stopped", true);
  }
}

function show(state) {
  showPeople(state.people, state);
  showDevices(state.devices, state);
  showReport(state);
  showTime(state);
  showChecks(state);
  showFaults(state);
  showRequests(state);
  const count = faultCount(state.faults);
  const words = count === 1 ? "Graph: 1 fault is on" : `Graph: ${count} faults are on`;
  health(count === 0 ? "Graph is well" : words, count > 0);
}

/** Written only when it changes, because a screen reader reads every change of a status. */
function health(text, bad) {
  const element = at("health");
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("bad", bad);
}

let silence;
function say(text) {
  at("said").textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => at("said").replaceChildren(), SAID_MS);
}

at("reset").addEventListener("click", () =>
  send("POST", "reset", {}, "Everything is as on the first day, but for the time and the list of requests."),
);

await refresh();
setInterval(() => {
  if (!document.hidden) void refresh();
}, REFRESH_MS);
