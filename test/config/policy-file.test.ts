import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Policies, parsePolicyFile } from "../../src/config/policy-file.ts";
import { DEFAULT_ELIGIBILITY_POLICY } from "../../src/domain/eligibility/policy.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { DEFAULT_REPORTS } from "../../src/ports/report-policy.ts";
import { DEFAULT_RETENTION } from "../../src/ports/retention.ts";

const DEFAULTS: Policies = {
  policy: defaultPolicy,
  eligibility: DEFAULT_ELIGIBILITY_POLICY,
  retention: DEFAULT_RETENTION,
  reports: DEFAULT_REPORTS,
};
const MINUTE = 60_000;
const MIA = { person: "a0000000-0000-4000-8000-000000000004", about: "helpdesk" };

const parsed = (content: unknown) => parsePolicyFile(JSON.stringify(content));

function accepted(content: unknown): Policies {
  const outcome = parsed(content);
  if ("mistakes" in outcome) throw new Error(outcome.mistakes.join("\n"));
  return outcome;
}

function mistakes(content: unknown): readonly string[] {
  const outcome = parsed(content);
  return "mistakes" in outcome ? outcome.mistakes : [];
}

describe("the policy file", () => {
  test("in the repository states exactly the defaults", () => {
    expect(parsePolicyFile(readFileSync("env/policy.json", "utf8"))).toEqual(DEFAULTS);
  });

  test("without any key leaves the defaults", () => {
    expect(parsed({})).toEqual(DEFAULTS);
  });

  test("changes only what it names, in minutes and days", () => {
    const { policy } = accepted({
      answerWindowMinutes: { view: 3 },
      longestMinutes: { control: 0.5 },
      extension: { most: 0 },
      reopenWindowDays: 1,
      consent: { phrase: false },
      limits: { notes: 20, fileMegabytes: 0.5, filesPerRequest: 0 },
    });
    expect(policy).toEqual({
      ...defaultPolicy,
      answerWindow: { ...defaultPolicy.answerWindow, view: 3 * MINUTE },
      longest: { ...defaultPolicy.longest, control: MINUTE / 2 },
      extension: { ...defaultPolicy.extension, most: 0 },
      reopenWindow: 24 * 60 * MINUTE,
      consent: { ...defaultPolicy.consent, phrase: false },
      limits: {
        openRequests: 10,
        notes: 20,
        events: 5000,
        fileBytes: 512 * 1024,
        filesPerMessage: 5,
        filesPerRequest: 0,
      },
    });
  });

  test("names hours of duty as clocks show them, in the helpdesk's time zone unless it says another", () => {
    const shifts = [{ weekdays: [1, 2], from: "08:30", to: "24:00" }];
    const duty = accepted({ duty: { shifts, holidays: ["2026-12-25"] } }).policy.duty;
    expect(duty).toEqual({
      timeZone: "UTC",
      shifts: [{ weekdays: [1, 2], from: 510 * MINUTE, to: 1_440 * MINUTE, group: null }],
      holidays: ["2026-12-25"],
      group: null,
    });
    const inBerlin = parsePolicyFile(JSON.stringify({ duty: { shifts } }), "Europe/Berlin");
    expect(inBerlin).toMatchObject({ policy: { duty: { timeZone: "Europe/Berlin" } } });
  });

  test.each([
    [
      "a shift that ends before it begins",
      { duty: { shifts: [{ weekdays: [1], from: "22:00", to: "06:00" }] } },
      /two shifts/,
    ],
    [
      "a shift on no day",
      { duty: { shifts: [{ weekdays: [], from: "08:00", to: "17:00" }] } },
      /name a weekday/,
    ],
    [
      "a time that no clock shows",
      { duty: { shifts: [{ weekdays: [1], from: "8", to: "25:00" }] } },
      /08:30/,
    ],
    ["a day that no calendar has", { duty: { holidays: ["2026-02-30"] } }, /2026-12-25/],
    ["holidays of a helpdesk that always works", { duty: { holidays: ["2026-12-25"] } }, /duty.shifts/],
    ["an unknown time zone", { duty: { timeZone: "Berlin" } }, /Europe\/Berlin/],
    ["a group by its name", { duty: { group: "Helpdesk" } }, /object id/],
    [
      "leads who are called before it is posted again",
      { firstResponse: { leadsMinutes: { urgent: 5 } } },
      /againMinutes.urgent/,
    ],
  ])("refuses %s and says what to write", (_, content, said) => {
    expect(mistakes(content).join()).toMatch(said);
  });

  test("may name the warnings in any order", () => {
    expect(accepted({ warningsMinutes: [1, 10, 3] }).policy.warnings).toEqual([
      10 * MINUTE,
      3 * MINUTE,
      1 * MINUTE,
    ]);
  });

  test("changes one check and keeps the others", () => {
    const { eligibility } = accepted({ eligibility: { checks: { "device-compliant": "warn" } } });
    expect(eligibility).toEqual({
      ...DEFAULT_ELIGIBILITY_POLICY,
      checks: { ...DEFAULT_ELIGIBILITY_POLICY.checks, "device-compliant": "warn" },
    });
  });

  test("names who gets the digest, by object id, however it is written", () => {
    const person = "A0000000-0000-4000-8000-00000000000B";
    const recipients = [
      { person, about: "helpdesk" },
      { person, about: "reports" },
    ];
    expect(accepted({ digest: { recipients } }).reports.digest).toEqual({
      ...DEFAULT_REPORTS.digest,
      recipients: recipients.map(({ about }) => ({ person: person.toLowerCase(), about })),
    });
  });

  test("can take a level away from one platform", () => {
    const { eligibility } = accepted({ eligibility: { osFloor: { macos: { view: "14.0" } } } });
    expect(eligibility.osFloor).toEqual({
      ...DEFAULT_ELIGIBILITY_POLICY.osFloor,
      macos: { view: "14.0" },
    });
  });
});

describe("a mistake in the policy file", () => {
  test.each([
    ["an unknown key", { answerWindow: { view: 5 } }, ["answerWindow: is no key of the policy"]],
    [
      "unknown keys further down, all of them",
      { consent: { phrases: true }, eligibility: { check: {}, floors: {} } },
      [
        "consent.phrases: is no key of the policy",
        "eligibility.check: is no key of the policy",
        "eligibility.floors: is no key of the policy",
      ],
    ],
    [
      "a duration that nobody means",
      { longestMinutes: { view: 3000 } },
      ["longestMinutes.view: must be at most 480 minutes"],
    ],
    [
      "limits under which nobody could work",
      { limits: { openRequests: 0, notes: 0.5, events: 99 } },
      [
        "limits.openRequests: must be at least 1",
        "limits.notes: Invalid input: expected int, received number",
        "limits.events: must be at least 100",
      ],
    ],
    [
      "a shorter time that is longer",
      { shorterMinutes: 40 },
      ["shorterMinutes: must not be longer than longestMinutes.view"],
    ],
    [
      "a warning before the session begins",
      { warningsMinutes: [30] },
      ["warningsMinutes: must be shorter than longestMinutes.view"],
    ],
    [
      "a recipient by name, with a scope that there is not",
      { digest: { recipients: [{ person: "mia@halden.example", about: "team" }] } },
      [
        "digest.recipients.0.person: must be the object id of a person in Entra",
        "digest.recipients.0.about: must be helpdesk, or reports for those who report to them",
      ],
    ],
    [
      "a recipient who is named twice",
      { digest: { recipients: [MIA, { ...MIA, about: "reports" }, MIA] } },
      ["digest.recipients.2: is the same as digest.recipients.0"],
    ],
    [
      "a check that is gone",
      { eligibility: { checks: { "device-remote-help": "off" } } },
      [
        "eligibility.checks.device-remote-help: this check is gone, because it could never prove that an app is missing; remove the line",
      ],
    ],
    [
      "a floor that is no version",
      { eligibility: { osFloor: { macos: { view: "Sonoma" } } } },
      ["eligibility.osFloor.macos.view: must be a version such as 12.6"],
    ],
  ])("is named with its path: %s", (_, content, expected) => {
    expect(mistakes(content)).toEqual(expected);
  });

  test.each([
    [
      "an unknown check",
      { eligibility: { checks: { "device-blue": "deny" } } },
      "eligibility.checks.device-blue",
    ],
    [
      "an unknown mode",
      { eligibility: { checks: { "device-os": "perhaps" } } },
      "eligibility.checks.device-os",
    ],
    ["no time to answer", { answerWindowMinutes: { view: 0 } }, "answerWindowMinutes.view"],
    ["a word for a number", { claimLeaseMinutes: "ten" }, "claimLeaseMinutes"],
    ["no accepted plan", { eligibility: { acceptedPlans: [] } }, "eligibility.acceptedPlans"],
    ["a cron expression with words", { digest: { cron: "0 8 * * MON" } }, "digest.cron"],
    ["a day that no month has", { digest: { cron: "0 8 0 * *" } }, "digest.cron"],
    ["hours that run backwards", { digest: { cron: "0 9-8 * * *" } }, "digest.cron"],
    ["a group of nobody", { digest: { minimumGroup: 0 } }, "digest.minimumGroup"],
    ["an unknown rule", { anomalies: { off: ["full-moon"] } }, "anomalies.off.0"],
    ["a longer look back", { anomalies: { refusedAsks: { hours: 25 } } }, "anomalies.refusedAsks.hours"],
    ["a day that ends first", { anomalies: { outOfHours: { from: 20 } } }, "anomalies.outOfHours"],
    ["a list for an object", [], "the file"],
  ])("is found: %s", (_, content, path) => {
    const found = mistakes(content);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${path.replaceAll(".", "\\.")}: .+`));
  });

  test("in its syntax is found, and the file is not quoted", () => {
    const outcome = parsePolicyFile('{\n  "claimLeaseMinutes": hunter2\n}');
    expect(outcome).toEqual({ mistakes: [expect.stringMatching(/^is no JSON/)] });
    expect(JSON.stringify(outcome)).not.toContain("hunter2");
  });
});

describe("docs/configuration.md", () => {
  /** Maps that hold one entry per check or platform are one row. */
  const WHOLE = new Set(["eligibility.checks", "eligibility.osFloor"]);

  const leaves = (value: unknown, path = ""): [string, unknown][] =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !WHOLE.has(path)
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === "" ? key : `${path}.${key}`))
      : [[path, value]];

  test("has a row for every key, with the default", () => {
    const section = readFileSync("docs/configuration.md", "utf8").split("## Policy")[1] ?? "";
    const rows = [...section.matchAll(/^\| `([a-zA-Z.]+)` +\| (.+?) +\| .+ \|$/gm)];
    const { $schema, ...named } = JSON.parse(readFileSync("env/policy.json", "utf8"));
    expect($schema).toBe("./policy.schema.json");
    const policy = leaves(named);
    expect(rows.map(([, key]) => key)).toEqual(policy.map(([key]) => key));
    const stated = rows.filter(([, , value]) => value?.startsWith("`"));
    expect(stated.map(([, key, value]) => [key, JSON.parse(value?.slice(1, -1) ?? "")])).toEqual(
      policy.filter(([key]) => stated.some(([, named]) => named === key)),
    );
  });
});
