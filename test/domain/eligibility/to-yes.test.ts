import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain, titleOf } from "../../../src/cards/findings.ts";
import { ENGLISH } from "../../../src/cards/text/words.ts";
import type { Facts } from "../../../src/domain/eligibility/facts.ts";
import { judge, toYes } from "../../../src/domain/eligibility/judge.ts";
import { DEFAULT_ELIGIBILITY_POLICY as POLICY } from "../../../src/domain/eligibility/policy.ts";
import {
  goodFacts,
  STRICT,
  samFacts,
  withDevice,
  withHelper,
  withRights,
  withSharer,
} from "../../support/facts.ts";

const silence = { unknown: { why: "Graph answered 503" } } as const;
const changes = (facts: Facts, policy = POLICY) =>
  toYes(judge(facts, policy, "view")).map(({ check, outcome }) => `${check} ${outcome}`);

describe("the smallest set of changes", () => {
  test("is empty for a yes", () => {
    expect(changes(goodFacts, STRICT)).toEqual([]);
  });

  test("is one silence when Graph did not answer at all, not twelve", () => {
    const facts = { ...goodFacts, sharer: silence, device: silence, helper: silence, rights: silence };
    const [only, ...others] = toYes(judge(facts, POLICY, "view"));
    expect(others).toEqual([]);
    if (only === undefined) throw new Error("a deny has a reason");
    expect(titleOf(only, ENGLISH)).toBe("No answer from Microsoft Graph");
    expect(explain(only, "sharer", ENGLISH)).toEqual({
      sentence: "Beckon couldn't read this from Microsoft Graph.",
      remedy: "Try again in a minute. Until then nothing is allowed.",
      who: "",
    });
    expect(explain(only, "helper", ENGLISH).sentence).toContain("Graph answered 503");
  });

  test("keeps the name of the condition when the silence left only one open", () => {
    expect(changes({ ...goodFacts, remoteHelp: silence }, STRICT)).toEqual(["tenant-remote-help unknown"]);
  });

  test("tells two silences apart", () => {
    const missing = { unknown: { why: "Graph answered 403", missingPermission: "User.Read.All" } } as const;
    expect(changes({ ...goodFacts, sharer: missing, rights: silence })).toEqual([
      "silent-source unknown",
      "silent-source unknown",
    ]);
  });

  test("puts what is known to be wrong before what nobody knows", () => {
    const facts = { ...withDevice({ complianceState: "noncompliant" }), sharer: silence };
    expect(changes(facts)).toEqual(["device-compliant unmet", "silent-source unknown"]);
  });

  test("asks for enrolment alone when a device is not managed: the rest comes with it", () => {
    const facts = withDevice({
      managementState: "discovered",
      registrationState: "notRegistered",
      complianceState: "unknown",
      lastSyncAt: null,
    });
    expect(changes(facts)).toEqual(["device-managed unmet"]);
  });

  test("asks for a role alone when there is none: it brings its scope with it", () => {
    expect(changes(withRights({ assignments: [] }))).toEqual(["helper-permissions unmet"]);
  });

  test("asks for another helper alone when somebody would help themself", () => {
    const alone = { ...withHelper({ id: samFacts.id, plans: [] }), rights: silence };
    expect(changes(alone)).toEqual(["helper-not-sharer unmet"]);
  });

  test("asks no licence for a guest, who cannot have help anyway", () => {
    expect(changes(withSharer({ userType: "Guest", plans: [] }))).toEqual(["sharer-member unmet"]);
  });

  test("is never empty for a no, and names nothing that is not in the verdict", () => {
    const source = fc.constantFrom("sharer", "device", "helper", "rights", "risk", "remoteHelp");
    fc.assert(
      fc.property(fc.uniqueArray(source, { minLength: 1 }), fc.boolean(), (silent, noncompliant) => {
        const base = noncompliant ? withDevice({ complianceState: "noncompliant" }) : goodFacts;
        const facts = { ...base, ...Object.fromEntries(silent.map((one) => [one, silence])) };
        const verdict = judge(facts, STRICT, "control");
        const told = toYes(verdict);
        expect(told.length).toBeGreaterThan(0);
        expect(told.length).toBeLessThanOrEqual(2);
        const known = [...verdict.findings.map(({ check }) => check), "silent-source"];
        expect(told.every(({ check }) => known.includes(check))).toBe(true);
      }),
    );
  });
});
