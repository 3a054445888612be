import type { Reopening, Ticket } from "../../domain/ticket/ticket.ts";
import { clockOf, noticeOn } from "../session/sessions.ts";
import type { CardSlot, RenderContext } from "../surface.ts";
import { nameOf, textOf } from "../words.ts";

/** Whoever had the ticket when it was closed is told that it is open again: they know it best. */
export const reopenedSurfaces = (ticket: Ticket, scene: RenderContext): CardSlot[] =>
  ticket.reopenings.flatMap((reopening, i) => {
    const last = ticket.formerClaims.findLast(({ endedAt }) => endedAt <= reopening.at);
    if (last === undefined) return [];
    const { helper } = last;
    return [
      {
        key: `reopened:${i + 1}`,
        target: { kind: "person", person: helper.id },
        alert: true,
        content: noticeOn(ticket, {
          heading: `Reopened: ${textOf(ticket.subject)}`,
          text: `${said(reopening, clockOf(helper, scene)(reopening.at))} ${now(ticket, i)}`,
        }),
      },
    ];
  });

function said({ by, reason }: Reopening, at: string): string {
  return `${nameOf(by)} reopened it ${at}${reason === null ? "." : `: “${textOf(reason)}”`}`;
}

function now({ claim, status, reopenings }: Ticket, i: number): string {
  if (i + 1 < reopenings.length) return "It was closed and reopened since.";
  if (claim !== null) return `${nameOf(claim.helper)} has it now.`;
  return status === "open" ? "Pick it up in the channel to go on." : "It is closed again.";
}
