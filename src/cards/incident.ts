import { z } from "zod";
import template from "../../cards/incident.json" with { type: "json" };
import type { PersonId } from "../domain/ticket/ids.ts";
import type { IncidentReport, IncidentRequest } from "../ports/incident-store.ts";
import type { CardContent } from "./catalog.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText } from "./ticket-parts.ts";

const MOST_REQUESTS = 10;

/** What a person reported about somebody who said that they were from the helpdesk, for the security or audit channel. */
export const incident = defineCard("incident", template, {
  reportedAt: ownText(60),
  heading: ownText(80),
  name: humanText(80),
  contact: ownText(60),
  asked: humanText(1_000),
  given: humanText(120),
  requests: z.array(z.strictObject({ request: humanText(240) })).max(MOST_REQUESTS),
});

/** @param names of helpers, without those who were erased */
export function incidentContent(
  {
    at,
    reporter,
    report,
  }: { readonly at: number; readonly reporter: string; readonly report: IncidentReport },
  names: ReadonlyMap<PersonId, string>,
  words: Words,
): CardContent {
  const { say } = words;
  const { how, asked, name, requests } = report;
  const written = (text: IncidentReport["asked"]) =>
    text === null ? say("incident.nothing-written") : words.quoted(text);
  const lines = requests.slice(0, MOST_REQUESTS).map((each) => ({ request: lineOf(each, names, words) }));
  return {
    card: "incident",
    language: words.language,
    data: {
      reportedAt: say("incident.reported-at", { time: words.dated(at) }),
      heading: say(how === "disowned" ? "incident.disowned" : "incident.title"),
      name: reporter,
      contact: say(`verify.way.${how}`),
      asked: written(asked),
      given: written(name),
      requests: lines.length > 0 ? lines : [{ request: say("incident.no-requests") }],
    },
  };
}

function lineOf(
  { ticket, state, helper, since }: IncidentRequest,
  names: ReadonlyMap<PersonId, string>,
  { say, dated }: Words,
): string {
  const time = dated(since);
  if (state === "waiting" || helper === null) return say("incident.request.waiting", { ticket, time });
  return say(`incident.request.${state}`, { ticket, time, helper: names.get(helper) ?? helper });
}
