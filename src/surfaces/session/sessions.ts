import type { CardContent } from "../../cards/catalog.ts";
import type { TicketView } from "../../cards/view.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { EndedSession, Session, Ticket } from "../../domain/ticket/ticket.ts";
import { moment } from "../words.ts";

export const isEnded = (session: Session | EndedSession): session is EndedSession => "endedAt" in session;

/** Every session of the ticket, oldest first. */
export const sessionsOf = ({ past, session }: Ticket): readonly (Session | EndedSession)[] =>
  session === null ? past : [...past, session];

/** How moments are written for one person. */
export type Clock = (at: number) => string;
export const clockOf = (person: Person, view: TicketView): Clock => {
  const reader = view.readerOf(person.id);
  return (at) => moment(at, view.at, reader);
};

/** A picture larger than this would crowd out the words of the card. */
const LARGEST_PHOTO = 5_000;

export function photoOf(person: Person, view: TicketView): { hasPhoto: boolean; photo: string } {
  const photo = view.photoOf(person.id) ?? "";
  return photo !== "" && photo.length <= LARGEST_PHOTO
    ? { hasPhoto: true, photo }
    : { hasPhoto: false, photo: "" };
}

export const noticeOn = (
  { id }: Ticket,
  { heading, text }: { readonly heading: string; readonly text: string },
): CardContent => ({ card: "notice", data: { hasTicket: true, ticket: id, heading, text } });

/** Teams takes no longer card. Whoever wants the rest reads the story of the ticket. */
const FIRST_LINES = 8;
const LAST_LINES = 20;

/** Where there are too many, how it began and how it ended is told, and how many lines are missing between them. */
export function asLines(lines: readonly string[]): { line: string }[] {
  const left = lines.length - FIRST_LINES - LAST_LINES;
  const told =
    left <= 1
      ? lines
      : [...lines.slice(0, FIRST_LINES), `… and ${left} more in between`, ...lines.slice(-LAST_LINES)];
  return told.map((line) => ({ line }));
}
