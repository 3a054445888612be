import { choice, h, table, toggle } from "./dom.js";

/** Short names, so that a person fits in two lines; a group that is not here is one of devices. */
const SHORT = {
  "IT Helpdesk": "Helpdesk",
  "IT Helpdesk leads": "Leads",
  "Intune help desk operators": "Operator role",
  "Remote Help viewers": "Viewer role",
  "Sales people": "Sales",
};

const RISKS = [
  ["none", "None"],
  ["low", "Low"],
  ["medium", "Medium"],
  ["high", "High"],
];

export function peopleTable(place, send) {
  return table(
    place,
    ["Person", "Account", "Remote Help", "Kind", "Risk", "Groups", "Manager"],
    (person, state) => row(person, state, send),
  );
}

function row({ id, displayName: name }, { groups, people, licence }, send) {
  const change = (body, said) => send("PATCH", `people/${id}`, body, said);
  const account = toggle({ label: `Account of ${name}` }, (on) =>
    change({ accountEnabled: on }, `The account of ${name} is ${on ? "on" : "off"}.`),
  );
  const licensed = toggle({ label: `Remote Help licence of ${name}` }, (on) =>
    change(
      { assignedPlans: on ? licence : [] },
      `${name} ${on ? "has a" : "has no"} Remote Help licence now.`,
    ),
  );
  const kinds = [
    ["Member", "Member"],
    ["Guest", "Guest"],
    ["", "Not told"],
  ];
  const kind = choice({ label: `Kind of account of ${name}`, options: kinds, good: ["Member"] }, (userType) =>
    change({ userType: userType || null }, `${name} is ${userType || "of no told kind"} now.`),
  );
  const risk = choice({ label: `Risk of ${name}`, options: RISKS, good: ["none"] }, (level) =>
    change(
      { risk: level === "none" ? null : { riskLevel: level, riskState: "atRisk" } },
      `Entra sees ${level === "none" ? "no" : `a ${level}`} risk in ${name} now.`,
    ),
  );
  const others = people.filter((other) => other.id !== id).map((other) => [other.id, other.displayName]);
  const manager = choice({ label: `Manager of ${name}`, options: [["", "Nobody"], ...others] }, (chosen) =>
    change({ manager: chosen === "" ? null : chosen }, `${name} has another manager now.`),
  );
  const chips = groups
    .filter(({ displayName }) => displayName in SHORT)
    .map((group) => membership(group, id, name, send));
  const who = h("th", { scope: "row" });
  const cells = [account, licensed, kind, risk].map(({ element }) => h("td", {}, element));
  const inGroups = h("td", {}, h("div", { class: "groups" }, ...chips.map(({ element }) => element)));
  return {
    element: h("tr", {}, who, ...cells, inGroups, h("td", {}, manager.element)),
    show(person, state) {
      who.replaceChildren(person.displayName, ...description(person));
      account.show(person.accountEnabled);
      licensed.show(person.assignedPlans.some(({ capabilityStatus }) => capabilityStatus === "Enabled"));
      kind.show(person.userType ?? "");
      risk.show(person.risk?.riskState === "atRisk" ? person.risk.riskLevel : "none");
      manager.show(person.manager ?? "");
      for (const chip of chips) chip.show(state.groups);
    },
  };
}

/** "Sales Assistant: has no licence" names the job, and what is not met at the start. */
function description({ jobTitle, userPrincipalName }) {
  const [job, special] = (jobTitle ?? "").split(": ");
  const note = special === undefined ? [] : [h("small", { class: "note" }, `at the start: ${special}`)];
  return [h("small", { title: userPrincipalName }, job), ...note];
}

function membership({ id: group, displayName }, member, name, send) {
  const input = h("input", {
    type: "checkbox",
    "aria-label": `${name} in ${displayName}`,
    change: () =>
      send(
        input.checked ? "PUT" : "DELETE",
        `groups/${group}/members/${member}`,
        {},
        `${name} is ${input.checked ? "in" : "no longer in"} ${displayName}.`,
      ),
  });
  const element = h("label", { class: "chip" }, input, SHORT[displayName]);
  return {
    element,
    show(groups) {
      const members = groups.find(({ id }) => id === group).members;
      const through = groups.find(
        ({ id, members: nested }) => members.includes(id) && nested.includes(member),
      );
      const isIn = members.includes(member);
      input.checked = isIn || through !== undefined;
      input.disabled = !isIn && through !== undefined;
      element.title = input.disabled ? `${displayName}, through ${through.displayName}` : displayName;
    },
  };
}
