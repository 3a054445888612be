import { MOST_EVIDENCE, MOST_PEOPLE_TOLD } from "../../cards/anomaly.ts";
import type { CardContent, CardData } from "../../cards/catalog.ts";
import type { Words } from "../../cards/text/words.ts";
import type { PersonId } from "../../domain/ticket/ids.ts";
import type { Anomaly } from "./anomaly.ts";

interface Look {
  readonly names: ReadonlyMap<PersonId, string>;
  readonly words: Words;
  readonly at: number;
}

/** Names only the people to talk to; the rest is request numbers and times. */
export function anomalyCard(
  { title, advice }: { readonly title: string; readonly advice: string },
  { seen, people, evidence }: Pick<Anomaly, "seen" | "people" | "evidence">,
  { names, words, at }: Look,
): CardContent {
  const { say } = words;
  const shown = evidence.slice(-MOST_EVIDENCE);
  const count = evidence.length - shown.length;
  const data: CardData<"anomaly"> = {
    state: say("anomaly.state"),
    tone: "warning",
    found: say("anomaly.found", { time: words.dated(at) }),
    heading: title,
    seen,
    people: people.slice(0, MOST_PEOPLE_TOLD).map(({ role, person }) => ({
      role: say(`anomaly.role.${role}`),
      name: names.get(person) ?? say("anomaly.unknown-person", { person }),
    })),
    evidence: shown.map((each) => ({
      ticket: each.ticket ?? say("anomaly.no-ticket"),
      when: words.dated(each.at),
      what: each.what,
    })),
    hasRest: count > 0,
    rest: say("anomaly.rest", { count }),
    advice,
  };
  return { card: "anomaly", data, language: words.language };
}
