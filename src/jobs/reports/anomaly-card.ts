import { MOST_EVIDENCE, MOST_PEOPLE_TOLD } from "../../cards/anomaly.ts";
import type { CardContent, CardData } from "../../cards/catalog.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { ReaderLocale } from "../../ports/address-book.ts";
import { datedMoment } from "../../surfaces/words.ts";
import type { Anomaly, Rule } from "./anomaly.ts";

interface Look {
  readonly names: ReadonlyMap<PersonId, string>;
  readonly reader: ReaderLocale;
  readonly at: number;
}

/** Names only those whom somebody has to talk to; the rest is ticket numbers and times. */
export function anomalyCard(
  { title, advice }: Pick<Rule, "title" | "advice">,
  { seen, people, evidence }: Pick<Anomaly, "seen" | "people" | "evidence">,
  { names, reader, at }: Look,
): CardContent {
  const shown = evidence.slice(-MOST_EVIDENCE);
  const rest = evidence.length - shown.length;
  const data: CardData<"anomaly"> = {
    state: "Worth a look",
    tone: "warning",
    found: `Found ${datedMoment(at, reader)}`,
    heading: title,
    seen,
    people: people
      .slice(0, MOST_PEOPLE_TOLD)
      .map(({ role, person }) => ({ role, name: names.get(person) ?? `Entra id ${person}` })),
    evidence: shown.map((each) => ({
      ticket: each.ticket ?? "No ticket",
      when: datedMoment(each.at, reader),
      what: each.what,
    })),
    hasRest: rest > 0,
    rest: `… and ${rest} before these.`,
    advice,
  };
  return { card: "anomaly", data };
}
