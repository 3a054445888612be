import { explainColleague } from "../domain/eligibility/colleague-remedies.ts";
import { explain as explainFinding } from "../domain/eligibility/remedies.ts";
import { toYes } from "../domain/eligibility/to-yes.ts";
import { type Refusal, sentence } from "../domain/ticket/refusal.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import { moment } from "../surfaces/words.ts";

/** A refusal in a sentence, with its moments on the reader's clock, and what would turn it into a yes. */
export function explain(
  refusal: Refusal,
  reader: ReaderLocale,
  { clock }: { readonly clock: Clock },
): string {
  const refused = sentence(refusal, (at) => moment(at, clock.now(), reader));
  const isAboutColleague = refusal.refused === "hand_over_without_right";
  const reasons = toYes({ findings: refusal.findings ?? [] }).map((finding) => {
    const { sentence, remedy, owner } = isAboutColleague
      ? explainColleague(finding)
      : explainFinding(finding, "helper");
    return `${sentence} ${remedy} Who can do this: ${owner}.`;
  });
  return [refused, ...reasons].join(" ");
}
