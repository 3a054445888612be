import { choice, field, h, table, toggle } from "./dom.js";

const COMPLIANCE = [
  ["compliant", "Compliant"],
  ["inGracePeriod", "In grace period"],
  ["noncompliant", "Not compliant"],
  ["unknown", "Unknown"],
];
const SYSTEMS = ["Windows", "macOS", "Android", "iOS", "Linux"].map((name) => [name, name]);
const THREATS = [
  ["secured", "No threat"],
  ["mediumSeverity", "Medium threat"],
  ["highSeverity", "High threat"],
  ["unknown", "Threat unknown"],
];
const SAFE = ["secured", "unknown"];
/** As Intune's list of apps names them; it is days behind in a real tenant. */
const APPS = [
  ["Remote help", "Remote Help"],
  ["Company Portal", "Company Portal"],
];
/** Where Beckon looks for them: an Android gets its app with its enrolment. */
const SYSTEMS_WITH = { "Remote help": ["Windows", "macOS"], "Company Portal": ["macOS"] };
const HEADS = [
  "Device",
  "Owner",
  "System",
  "Compliance",
  "Managed",
  "Rooted",
  "Days silent",
  "Also reported",
  "",
];

export function devicesTable(place, send) {
  return table(place, HEADS, (device, state) => row(device, state, send));
}

function row({ id, deviceName: name, manufacturer, model }, { people }, send) {
  const change = (body, said) => send("PATCH", `devices/${id}`, body, `${name} ${said}`);
  const owners = people.map((person) => [person.id, person.displayName]);
  const controls = {
    owner: choice({ label: `Owner of ${name}`, options: [["", "Nobody"], ...owners] }, (userId) =>
      change({ userId }, "has another owner now."),
    ),
    system: choice({ label: `System of ${name}`, options: SYSTEMS }, (operatingSystem) =>
      change({ operatingSystem }, `runs ${operatingSystem} now.`),
    ),
    version: field({ label: `System version of ${name}`, type: "text" }, (osVersion) =>
      change({ osVersion }, `runs version ${osVersion} now.`),
    ),
    compliance: choice(
      { label: `Compliance of ${name}`, options: COMPLIANCE, good: ["compliant", "inGracePeriod"] },
      (complianceState) => change({ complianceState }, `is ${complianceState} now.`),
    ),
    managed: toggle({ label: `${name} is managed by Intune` }, (on) =>
      change(
        {
          managementState: on ? "managed" : "discovered",
          deviceRegistrationState: on ? "registered" : "notRegistered",
        },
        `is ${on ? "managed" : "not managed"} now.`,
      ),
    ),
    rooted: toggle({ label: `${name} is rooted or jailbroken`, kind: "fault" }, (on) =>
      change({ jailBroken: on ? "True" : "False" }, on ? "is rooted now." : "is not rooted any more."),
    ),
    age: field(
      { label: `Days since the last check-in of ${name}`, type: "number", min: 0, step: "any" },
      (checkedInDaysAgo) => change({ checkedInDaysAgo }, `checked in ${checkedInDaysAgo} days ago.`),
    ),
  };
  const { owner, system, version, compliance, managed, rooted, age } = controls;
  const threat = choice(
    { label: `Threat on ${name}`, options: THREATS, good: SAFE },
    (partnerReportedThreatState) =>
      change({ partnerReportedThreatState }, `is ${partnerReportedThreatState} now.`),
  );
  const more = chips(name, change);
  const remove = () => send("DELETE", `devices/${id}`, {}, `${name} is no longer in Intune.`);
  const removal = h("button", { class: "quiet", type: "button", click: remove }, "Remove");
  removal.setAttribute("aria-label", `Remove ${name} from Intune`);
  const make = model.startsWith(manufacturer) ? model : `${manufacturer} ${model}`;
  const element = h(
    "tr",
    {},
    h("th", { scope: "row" }, name, h("small", {}, make)),
    h("td", {}, owner.element),
    h("td", { class: "system" }, system.element, " ", version.element),
    ...[compliance, managed, rooted, age].map((control) => h("td", {}, control.element)),
    h("td", { class: "reported" }, more.element, threat.element),
    h("td", {}, removal),
  );
  return {
    element,
    show(device) {
      owner.show(device.userId);
      system.show(device.operatingSystem);
      version.show(device.osVersion);
      compliance.show(device.complianceState);
      managed.show(device.managementState === "managed");
      rooted.show(device.jailBroken === "True");
      age.show(device.checkedInDaysAgo);
      threat.show(device.partnerReportedThreatState);
      more.show(device);
    },
  };
}

/** What the optional checks look at: the encryption, and the apps that Intune lists. */
function chips(name, change) {
  let apps = [];
  const encrypted = chip(`${name} is encrypted`, "Encrypted", (isEncrypted) =>
    change({ isEncrypted }, `is ${isEncrypted ? "encrypted" : "not encrypted"} now.`),
  );
  const listed = APPS.map(([app, text]) => ({
    app,
    ...chip(`${text} is listed on ${name}`, text, (on) =>
      change(
        { detectedApps: on ? [...apps, app] : apps.filter((one) => !isCalled(one, app)) },
        `${on ? "has" : "no longer has"} ${app} on its list of apps.`,
      ),
    ),
  }));
  return {
    element: h("div", { class: "groups narrow" }, ...[encrypted, ...listed].map(({ element }) => element)),
    show({ isEncrypted, detectedApps, operatingSystem }) {
      apps = detectedApps;
      encrypted.show(isEncrypted);
      for (const { app, element, show } of listed) {
        element.hidden = !(SYSTEMS_WITH[app] ?? []).includes(operatingSystem);
        show(apps.some((one) => isCalled(one, app)));
      }
    },
  };
}

const isCalled = (listed, app) => listed.toLowerCase().includes(app.toLowerCase());

function chip(label, text, changed) {
  const input = h("input", { type: "checkbox", "aria-label": label, change: () => changed(input.checked) });
  return {
    element: h("label", { class: "chip" }, input, text),
    show(on) {
      input.checked = on;
    },
  };
}
