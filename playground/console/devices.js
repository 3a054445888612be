import { choice, field, h, table, toggle } from "./dom.js";

const COMPLIANCE = [
  ["compliant", "Compliant"],
  ["inGracePeriod", "In grace period"],
  ["noncompliant", "Not compliant"],
  ["configManager", "Configuration Manager"],
  ["unknown", "Unknown"],
];
const MANAGEMENT = [
  ["managed", "Managed"],
  ["wipeCanceled", "Wipe called off"],
  ["wipeFailed", "Wipe failed"],
  ["retireCanceled", "Retirement called off"],
  ["unhealthy", "Unhealthy"],
  ["retirePending", "Being retired"],
  ["discovered", "Not managed"],
];
const SYSTEMS = ["Windows", "macOS", "Android", "iOS", "Linux", "ChromeOS", "visionOS"].map((name) => [
  name,
  name,
]);
const THREATS = [
  ["secured", "No threat"],
  ["mediumSeverity", "Medium threat"],
  ["highSeverity", "High threat"],
  ["unknown", "Threat unknown"],
];
const SAFE = ["secured", "unknown"];
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
    managed: choice(
      { label: `Management of ${name}`, options: MANAGEMENT, good: ["managed"] },
      (managementState) =>
        change(
          {
            managementState,
            deviceRegistrationState: managementState === "discovered" ? "notRegistered" : "registered",
          },
          `is ${managementState} now.`,
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
  const encrypted = chip(`${name} is encrypted`, "Encrypted", (isEncrypted) =>
    change({ isEncrypted }, `is ${isEncrypted ? "encrypted" : "not encrypted"} now.`),
  );
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
    h("td", { class: "reported" }, encrypted.element, threat.element),
    h("td", {}, removal),
  );
  return {
    element,
    show(device) {
      owner.show(device.userId);
      system.show(device.operatingSystem);
      version.show(device.osVersion);
      compliance.show(device.complianceState);
      managed.show(device.managementState);
      rooted.show(device.jailBroken === "True");
      age.show(device.checkedInDaysAgo);
      threat.show(device.partnerReportedThreatState);
      encrypted.show(device.isEncrypted);
    },
  };
}

function chip(label, text, changed) {
  const input = h("input", { type: "checkbox", "aria-label": label, change: () => changed(input.checked) });
  return {
    element: h("label", { class: "chip" }, input, text),
    show(on) {
      input.checked = on;
    },
  };
}
