import type { EventOf, EventType, TicketEvent } from "./events.ts";
import { isAbove } from "./level.ts";
import type { Denial, Ticket } from "./ticket.ts";

/** The newest refusal by eligibility that is not settled. */
export const standingDenial = ({ denials }: Ticket): Denial | null =>
  denials.findLast(({ settled }) => settled === null) ?? null;

/** The part of `evolve` for refusals by eligibility. They are kept; settling one records when and how. */
export function evolveDenials(before: Ticket, event: TicketEvent): readonly Denial[] {
  switch (event.type) {
    case "EligibilityDenied":
      return denied(before, event);
    case "ViewAsked":
    case "EscalationAsked":
    case "ExtensionAsked":
      // An ask for a lower level settles no refusal of a higher one.
      return settle(before, event.at, "asked", ({ level }) => !isAbove(level, event.terms.level));
    case "TicketAmended":
      return event.device?.id === before.device?.id
        ? before.denials
        : settle(before, event.at, "device-changed");
    default: {
      const how = ENDS[event.type];
      return how === undefined ? before.denials : settle(before, event.at, how);
    }
  }
}

type How = NonNullable<Denial["settled"]>["how"];

const ENDS: { readonly [Type in EventType]?: How } = {
  TicketClaimed: "helper-changed",
  TicketHandedOver: "helper-changed",
  ClaimGivenBack: "helper-changed",
  ClaimLapsed: "helper-changed",
  SessionEnded: "session-ended",
  TicketResolved: "resolved",
  TicketWithdrawn: "withdrawn",
};

/** The same refusal again replaces the standing one, with the newer findings. */
function denied(ticket: Ticket, event: EventOf<"EligibilityDenied">): readonly Denial[] {
  const helper = event.by ?? ticket.session?.helper;
  if (helper === undefined) return ticket.denials;
  const { at, level, findings } = event;
  const standing = standingDenial(ticket);
  const same = standing?.level === level && standing.helper.id === helper.id;
  const before = same ? ticket.denials.filter((each) => each !== standing) : settle(ticket, at, "superseded");
  return [...before, { at, helper, level, findings, settled: null }];
}

const settle = (
  { denials }: Ticket,
  at: number,
  how: How,
  concerns: (denial: Denial) => boolean = () => true,
): readonly Denial[] =>
  denials.map((denial) =>
    denial.settled === null && concerns(denial) ? { ...denial, settled: { at, how } } : denial,
  );
