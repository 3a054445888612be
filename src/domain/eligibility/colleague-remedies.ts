import type { Finding } from "../ticket/finding.ts";
import type { CheckId } from "./check-ids.ts";
import { type Explanation, explain } from "./remedies.ts";
import type { Advice } from "./remedy.ts";

type HelperCheck = Extract<CheckId, `helper-${string}`>;

/** What stands between a colleague and a session, said to whoever wants to give them a request. */
const COLLEAGUE_REMEDIES: Readonly<Record<HelperCheck, Advice>> = {
  "helper-not-sharer": {
    sentence: "They are the one who needs help.",
    remedy: "Choose somebody else.",
  },
  "helper-enabled": {
    sentence: "Their work account is switched off.",
    remedy: "Ask an identity administrator to enable it in Entra.",
  },
  "helper-member": {
    sentence: "They are a guest here ({seen}), and guests cannot give Remote Help.",
    remedy: "Ask an identity administrator for a member account.",
  },
  "helper-in-group": {
    sentence: "They are not in the helpers' group of Beckon.",
    remedy: "Ask your service desk lead to add them.",
  },
  "helper-licensed": {
    sentence: "Their account has no working licence for Remote Help ({seen}).",
    remedy: "Ask an identity administrator to assign them a licence with Remote Help.",
  },
  "helper-permissions": {
    sentence: "They lack this permission in Intune: {seen}.",
    remedy: "Ask an Intune administrator for a role that holds it.",
  },
  "helper-scope": {
    sentence: "Their Intune roles do not cover this person or device ({seen}).",
    remedy: "Ask an Intune administrator for the scope.",
  },
  "helper-device": {
    sentence: "They have no device that is managed, compliant and lately checked in ({seen}).",
    remedy: "They can bring one of their devices in order with the Company Portal app.",
  },
};

/** Says a finding that is unmet about one helper to another one. */
export function explainColleague(finding: Finding): Explanation {
  const told = explain(finding, "helper");
  const advice = adviceOn(finding);
  if (advice === undefined) return told;
  const fill = (text: string) => text.replaceAll("{seen}", () => finding.seen);
  const owner = finding.owner === "helper" ? "your colleague" : told.owner;
  return { sentence: fill(advice.sentence), remedy: fill(advice.remedy), owner };
}

const adviceOn = ({ check, outcome }: Finding): Advice | undefined =>
  outcome === "unmet" && Object.hasOwn(COLLEAGUE_REMEDIES, check)
    ? COLLEAGUE_REMEDIES[check as HelperCheck]
    : undefined;
