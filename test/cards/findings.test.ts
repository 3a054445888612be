import { describe, expect, test } from "vitest";
import { explain as explainIn, titleOf as titleIn } from "../../src/cards/findings.ts";
import { ENGLISH } from "../../src/cards/text/words.ts";
import { CHECKS, judge } from "../../src/domain/eligibility/judge.ts";
import { CHECK_IDS, DEFAULT_ELIGIBILITY_POLICY as POLICY } from "../../src/domain/eligibility/policy.ts";
import type { Finding } from "../../src/domain/ticket/finding.ts";
import { fullRights, goodFacts, withRights } from "../support/facts.ts";

const finding = (check: string, change: Partial<Finding> = {}): Finding => ({
  check,
  outcome: "unmet",
  seen: "SEEN",
  owner: "intune-admin",
  ...change,
});
const READERS = ["sharer", "helper", "colleague"] as const;
const explain = (about: Finding, reader: (typeof READERS)[number]) => explainIn(about, reader, ENGLISH);
const titleOf = (about: Finding) => titleIn(about, ENGLISH);

describe.each(CHECK_IDS)("%s", (check) => {
  test.each(READERS)("tells the %s what is wrong, one thing to do and who can do it", (reader) => {
    const { sentence, remedy, who } = explain(finding(check, { owner: CHECKS[check].owner }), reader);
    for (const text of [sentence, remedy, ...(who === "" ? [] : [who])]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text).not.toContain("{");
      expect(text.length).toBeLessThan(160);
    }
    const isTheirs =
      CHECKS[check].owner === reader || (reader === "colleague" && CHECKS[check].owner === "helper");
    expect(who === "").toBe(isTheirs);
  });

  test.each(READERS)("tells the %s to try again when it could not be checked", (reader) => {
    const { sentence, remedy } = explain(
      finding(check, { outcome: "unknown", owner: "helper", seen: "Graph answered 503" }),
      reader,
    );
    expect(sentence).toMatch(/^We couldn't tell (whether|when) /);
    expect(remedy).toContain("Try again");
  });
});

describe("an explanation", () => {
  test("names the missing permission as the Intune portal spells it", () => {
    const rights = withRights({
      assignments: fullRights.assignments.map((one) => ({
        ...one,
        actions: one.actions.filter((action) => !/TakeFullControl|Elevation/.test(action)),
      })),
    });
    const unmet = judge(rights, POLICY, "control").findings.find(({ outcome }) => outcome === "unmet");
    expect(explain(unmet ?? finding("none"), "helper")).toEqual({
      sentence: "You lack this permission in Intune: Remote Help app – Take full control.",
      remedy: "Ask an Intune administrator for a role that holds it, or hand the request over.",
      who: "An Intune administrator can do this.",
    });
  });

  test("keeps the names of Graph permissions away from the sharer", () => {
    const lacking = finding("device-compliant", {
      outcome: "unknown",
      owner: "identity-admin",
      seen: {
        fact: "lacks-permission",
        why: { fact: "status", status: 403 },
        permission: "DeviceManagementManagedDevices.Read.All",
      },
    });
    expect(Object.values(explain(lacking, "sharer")).join(" ")).not.toContain("DeviceManagement");
    expect(explain(lacking, "helper").sentence).toContain("DeviceManagementManagedDevices.Read.All");
  });

  test("does not send people to try again when Intune itself cannot tell", () => {
    const undecided = finding("device-compliant", {
      outcome: "unknown",
      seen: { fact: "intune-says", value: "unknown" },
      owner: "sharer",
    });
    expect(explain(undecided, "sharer").remedy).toContain("Sync");
  });

  test("of a warning because nobody knows does not claim that something is wrong", () => {
    const facts = { ...goodFacts, remoteHelp: { unknown: { why: "Graph answered 503" } } };
    const checks = { ...POLICY.checks, "tenant-remote-help": "warn" } as const;
    const { verdict, findings } = judge(facts, { ...POLICY, checks }, "view");
    const warning = findings.find(({ outcome }) => outcome === "warning") ?? finding("none");
    expect(verdict).toBe("allow");
    expect(explain(warning, "helper")).toEqual({
      sentence: "We couldn't tell whether Remote Help is switched on. Reason: Graph answered 503.",
      remedy: "Go on with care, or try again in a minute.",
      who: "",
    });
  });

  test("of what Entra cannot tell sends nobody to Company Portal", () => {
    const hidden = finding("sharer-risk", {
      outcome: "unknown",
      seen: { fact: "entra-says", value: { fact: "risk-level", level: "hidden" } },
    });
    for (const reader of READERS) expect(explain(hidden, reader).remedy).not.toContain("Company Portal");
    expect(explain(hidden, "helper").who).toBe("An identity administrator can do this.");
  });

  test("of a check that is gone is still true", () => {
    expect(explain(finding("moon-phase"), "sharer").sentence).toContain("SEEN");
    expect(titleOf(finding("moon-phase"))).toBe("An earlier condition");
  });

  test("names nobody else when the reader can put it right", () => {
    const own = finding("device-recent", { owner: "sharer" });
    expect(explain(own, "sharer").who).toBe("");
    expect(explain(own, "helper").who).toBe("The person you help can do this.");
  });

  test("takes what was seen literally, whatever it holds", () => {
    expect(explain(finding("device-os", { seen: "$& {seen}" }), "helper").sentence).toContain("$& {seen}");
  });
});
