import { choice, field, h, table, toggle } from "./dom.js";

const COMPLIANCE = [
  ["compliant", "Compliant"],
  ["inGracePeriod", "In grace period"],
  ["noncompliant", "Not compliant"],
  ["unknown", "Unknown"],
];
const SYSTEMS = ["Windows", "macOS", "Android", "iOS", "Linux"].map((name) => [name, name]);
const HEADS = ["Device", "Owner", "System", "Compliance", "Managed", "Rooted", "Days since check-in", ""];

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
    },
  };
}
