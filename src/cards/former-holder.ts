import type { Person } from "../domain/ticket/person.ts";
import type { Reopening } from "../domain/ticket/ticket.ts";
import { noticeOn } from "./notice.ts";
import type { Words } from "./text/words.ts";
import type { TicketView } from "./view.ts";

/** What the desk card turns into once its reader does not hold the ticket any more. */
export function formerHolderContent(view: TicketView, reader: Person, words: Words) {
  const { ticket, at, policy } = view;
  const { claim, resolution, status } = ticket;
  const { say } = words;
  const subject = words.quoted(ticket.subject);
  const closed = words.moment(ticket.closedAt ?? ticket.lastAt, at);
  if (status === "withdrawn") {
    const by = ticket.withdrawnBy ?? ticket.sharer;
    const told =
      by.id === reader.id
        ? say("former.you-withdrew", { subject, time: closed })
        : say("former.withdrawn", { subject, name: words.name(by), time: closed });
    return noticeOn(view.ticket, say("status.withdrawn"), told);
  }
  if (status === "resolved") {
    const how =
      resolution === null ? "" : ` ${say(`outcome.${resolution.outcome}`)}. ${words.quoted(resolution.done)}`;
    return noticeOn(
      view.ticket,
      say("status.resolved"),
      `${say("former.resolved", { subject, time: closed })}${how}`,
    );
  }
  const mine = ticket.formerClaims.findLast(({ helper }) => helper.id === reader.id);
  if (claim !== null) {
    const time = words.moment(claim.since, at);
    const handedByReader = claim.handover?.by.id === reader.id;
    return noticeOn(
      view.ticket,
      say("former.other-has-it", { helper: words.name(claim.helper) }),
      say(handedByReader ? "former.you-handed-over" : "former.picked-up", {
        subject,
        helper: words.firstName(claim.helper),
        time,
      }),
    );
  }
  const reopening = ticket.reopenings.at(-1);
  const isReopened = reopening !== undefined && mine !== undefined && reopening.at >= mine.endedAt;
  const why = isReopened
    ? reopenedBy(reopening, view, words)
    : mine?.ended === "given-back"
      ? say("former.given-back")
      : mine?.ended === "lapsed"
        ? mine.reminded === "answer"
          ? say("former.silent", { sharer: words.firstName(ticket.sharer) })
          : say("former.lapsed", { length: words.duration(policy.claimLease) })
        : say("former.given-back-since");
  return noticeOn(
    view.ticket,
    say(isReopened ? "former.open-again" : "former.back-in-channel"),
    [say("former.subject", { subject }), why, say("former.pick-up")].join(" "),
  );
}

function reopenedBy({ by, reason, at }: Reopening, view: TicketView, words: Words): string {
  const who = { name: words.name(by), time: words.moment(at, view.at) };
  return reason === null
    ? words.say("reopened.by", who)
    : words.say("reopened.by-reason", { ...who, reason: words.quoted(reason) });
}
