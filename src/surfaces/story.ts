import type { CardContent, CardData } from "../cards/catalog.ts";
import type { TicketEvent } from "../domain/ticket/events.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { StoryRead } from "../ports/evidence.ts";
import { STATUS } from "./names.ts";
import { type StoryLine, type StoryReader, storyLine } from "./story-lines.ts";
import { deviceOf, kindOf, nameOf, textOf } from "./words.ts";

export type { StoryReader } from "./story-lines.ts";

/** Lines on one card, so that it stays within what Teams takes, whatever people wrote. */
const MOST_LINES = 10;
const TONE = { open: "accent", claimed: "accent", resolved: "good", withdrawn: "default" } as const;

interface Story {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
  /** Who was shown this story before, for those who are told. */
  readonly reads: readonly StoryRead[];
  readonly reader: StoryReader;
  readonly clock: (at: number) => string;
  /** From 0, the newest. */
  readonly page: number;
}

/** All that happened on a ticket, in words and in order. Its last page comes first; buttons lead to what was before. */
export function storyCard({ ticket, events, reads, reader, clock, page }: Story): CardContent {
  const told = [
    ...events.map((event) => ({ at: event.at, line: storyLine(event, reader, clock) })),
    ...reads.map((read) => ({ at: read.at, line: readLine(read, clock) })),
  ];
  const lines = told.toSorted((one, other) => one.at - other.at).flatMap(({ line }) => line ?? []);
  const pages = Math.max(1, Math.ceil(lines.length / MOST_LINES));
  const shown = Math.min(page, pages - 1);
  const to = lines.length - shown * MOST_LINES;
  const isAudited = reader === "auditor";
  return {
    card: "ticket-story",
    data: {
      id: ticket.id,
      number: Number(ticket.id.replace("BK-", "")),
      state: STATUS[ticket.status],
      tone: TONE[ticket.status],
      heading: isAudited ? `Request of ${nameOf(ticket.sharer)}` : textOf(ticket.subject),
      people: peopleOf(ticket),
      device: deviceIn(ticket, isAudited),
      lines: lines.slice(Math.max(0, to - MOST_LINES), to),
      ...pagesAround(shown, pages),
    },
  };
}

const readLine = ({ at, reader }: StoryRead, clock: Story["clock"]): StoryLine => ({
  when: clock(at),
  what: `${textOf(reader.name)} read this story`,
  hasText: false,
  text: "",
});

function pagesAround(
  page: number,
  pages: number,
): Pick<CardData<"ticket-story">, "hasPages" | "hasEarlier" | "earlier" | "hasLater" | "later" | "place"> {
  return {
    hasPages: pages > 1,
    place: `Part ${pages - page} of ${pages}`,
    hasEarlier: page < pages - 1,
    earlier: Math.min(page + 1, pages - 1),
    hasLater: page > 0,
    later: Math.max(page - 1, 0),
  };
}

function peopleOf({ sharer, claim, helpers }: Ticket): string {
  const helper = claim?.helper ?? helpers.at(-1);
  return helper === undefined ? nameOf(sharer) : `${nameOf(sharer)}, helped by ${nameOf(helper)}`;
}

function deviceIn({ device }: Ticket, isAudited: boolean): string {
  if (device === null) return "No device";
  return isAudited ? kindOf(device) : deviceOf(device);
}
