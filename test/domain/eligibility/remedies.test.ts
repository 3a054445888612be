import { describe, expect, test } from "vitest";
import { CHECKS } from "../../../src/domain/eligibility/checks.ts";
import { judge } from "../../../src/domain/eligibility/judge.ts";
import { CHECK_IDS, DEFAULT_ELIGIBILITY_POLICY as POLICY } from "../../../src/domain/eligibility/policy.ts";
import { explain, titleOf } from "../../../src/domain/eligibility/remedies.ts";
import type { Finding } from "../../../src/domain/ticket/finding.ts";
import { fullRights, goodFacts, withRights } from "../../support/facts.ts";

const finding = (check: string, change: Partial<Finding> = {}): Finding => ({
  check,
  outcome: "unmet",
  seen: "SEEN",
  owner: "intune-admin",
  ...change,
});
const READERS = ["sharer", "helper"] as const;

describe.each(CHECK_IDS)("%s", (check) => {
  test.each(READERS)("tells the %s what is wrong, one thing to do and who does it", (reader) => {
    const { sentence, remedy, owner } = explain(finding(check, { owner: CHECKS[check].owner }), reader);
    for (const text of [sentence, remedy]) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text).not.toContain("{");
      expect(text.length).toBeLessThan(160);
    }
    expect(owner).not.toBe("");
  });

  test.each(READERS)("tells the %s to try again when it could not be checked", (reader) => {
    const { sentence, remedy } = explain(
      finding(check, { outcome: "unknown", owner: "helper", seen: "Graph answered 503" }),
      reader,
    );
    expect(sentence).toContain("could not check");
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
      remedy: "Ask an Intune administrator for a role that holds it, or hand the ticket over.",
      owner: "an Intune administrator",
    });
  });

  test("keeps the names of Graph permissions away from the sharer", () => {
    const lacking = finding("device-compliant", {
      outcome: "unknown",
      owner: "identity-admin",
      seen: "Graph answered 403; Beckon lacks DeviceManagementManagedDevices.Read.All",
    });
    expect(Object.values(explain(lacking, "sharer")).join(" ")).not.toContain("DeviceManagement");
    expect(explain(lacking, "helper").sentence).toContain("DeviceManagementManagedDevices.Read.All");
  });

  test("does not send people to try again when Intune itself cannot tell", () => {
    const undecided = finding("device-compliant", {
      outcome: "unknown",
      seen: "Intune says unknown",
      owner: "sharer",
    });
    expect(explain(undecided, "sharer").remedy).toContain("Sync");
  });

  test("of what is met is short and asks for nothing", () => {
    const [first] = judge(goodFacts, POLICY, "view").findings;
    expect(explain(first ?? finding("none"), "sharer")).toEqual({
      sentence: "Active account.",
      remedy: "Nothing to do.",
      owner: "nobody",
    });
  });

  test("of a warning because nobody knows does not claim that something is wrong", () => {
    const facts = { ...goodFacts, remoteHelp: { unknown: { why: "Graph answered 503" } } };
    const checks = { ...POLICY.checks, "tenant-remote-help": "warn" } as const;
    const { verdict, findings } = judge(facts, { ...POLICY, checks }, "view");
    const warning = findings.find(({ outcome }) => outcome === "warning") ?? finding("none");
    expect(verdict).toBe("allow");
    expect(explain(warning, "helper")).toEqual({
      sentence: "Beckon could not check this: Remote Help switched on (Graph answered 503).",
      remedy: "Go on with care, or try again in a minute.",
      owner: "you",
    });
  });

  test("of what Entra cannot tell sends nobody to Company Portal", () => {
    const hidden = finding("sharer-risk", { outcome: "unknown", seen: "Entra says risk hidden" });
    for (const reader of READERS) expect(explain(hidden, reader).remedy).not.toContain("Company Portal");
    expect(explain(hidden, "helper").owner).toBe("an identity administrator");
  });

  test("of a check that is gone is still true", () => {
    expect(explain(finding("moon-phase"), "sharer").sentence).toContain("SEEN");
    expect(titleOf(finding("moon-phase"))).toBe("An earlier condition");
  });

  test("says you to the reader who can put it right", () => {
    const own = finding("device-recent", { owner: "sharer" });
    expect(explain(own, "sharer").owner).toBe("you");
    expect(explain(own, "helper").owner).toBe("the person you help");
  });

  test("takes what was seen literally, whatever it holds", () => {
    expect(explain(finding("device-os", { seen: "$& {seen}" }), "helper").sentence).toContain("$& {seen}");
  });
});
