import type { CardContent } from "../../cards/catalog.ts";
import { titleOf } from "../../cards/findings.ts";
import type { TicketView } from "../../cards/view.ts";
import { toYes } from "../../domain/eligibility/to-yes.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Denial, Ticket } from "../../domain/ticket/ticket.ts";
import { clockOf, noticeOn } from "../session/sessions.ts";
import { nameOf } from "../words.ts";

type Settled = NonNullable<Denial["settled"]>;

/** A refusal that stands in nobody's way any more: what was not met then, and why that is over. */
export function settledFindings(
  ticket: Ticket,
  denial: Denial,
  settled: Settled,
  reader: Person,
  view: TicketView,
): CardContent {
  const clock = clockOf(reader, view);
  const lost = toYes(denial)
    .map((each) => titleOf(each, view.wordsOf(reader)))
    .join(", ");
  return noticeOn(ticket, {
    heading: settled.how === "asked" ? "Settled" : "No longer in question",
    text: `At ${clock(denial.at)} this stood in the way: ${lost}. ${SINCE[settled.how](denial, clock(settled.at))}`,
  });
}

const SINCE: Readonly<Record<Settled["how"], (denial: Denial, at: string) => string>> = {
  asked: (_, at) => `It was checked again at ${at}, and nothing stood in the way.`,
  superseded: (_, at) => `Something else was checked at ${at}; the newer card says what came of it.`,
  "device-changed": (_, at) => `Since ${at} the request is about another device.`,
  "helper-changed": ({ helper }, at) =>
    `It was checked for ${nameOf(helper)}, who does not have the request any more since ${at}.`,
  "session-ended": (_, at) => `Access was withdrawn ${at}.`,
  resolved: (_, at) => `The request was closed ${at}.`,
  withdrawn: (_, at) => `The request was withdrawn ${at}.`,
};
