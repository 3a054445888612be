import { type Audience, explain, titleOf } from "../../cards/findings.ts";
import { ENGLISH } from "../../cards/text/words.ts";
import { toYes } from "../../domain/eligibility/to-yes.ts";
import type { Finding } from "../../domain/ticket/finding.ts";

const isSeen = ({ outcome }: Finding): boolean => outcome === "unmet";

/** Was it seen that a condition is lost, or could nobody see that it holds? */
export const wasSeen = (findings: readonly Finding[]): boolean => findings.some(isSeen);

/** `compliant device, helper's scope`: all that a manager learns about somebody's account or device. */
export const lostKinds = (findings: readonly Finding[]): string =>
  toYes({ findings: findings.filter(isSeen) })
    .map((finding) => titleOf(finding, ENGLISH))
    .join(", ")
    .toLowerCase();

/** Which condition was lost, in the words of the one who reads: "" when none was seen to be. */
export function lostCondition(findings: readonly Finding[], reader: Audience): string {
  const lost = toYes({ findings: findings.filter(isSeen) });
  const [first, ...rest] = lost;
  if (first === undefined) return "";
  const also =
    rest.length === 0
      ? ""
      : ` Also: ${rest
          .map((finding) => titleOf(finding, ENGLISH))
          .join(", ")
          .toLowerCase()}.`;
  return `${explain(first, reader, ENGLISH).sentence}${also}`;
}
