import { z } from "zod";
import template from "../../cards/ticket-story.json" with { type: "json" };
import { isLive, isOver } from "../domain/ticket/authority.ts";
import type { TicketEvent } from "../domain/ticket/events.ts";
import { whoHelped } from "../domain/ticket/session-account.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { StoryRead } from "../ports/evidence.ts";
import type { ThreadMessage } from "../ports/thread-store.ts";
import type { SearchScope } from "../ports/ticket-search.ts";
import { defineCard } from "./define-card.ts";
import { deviceOf, kindOf } from "./devices.ts";
import { fileLine } from "./message.ts";
import { STORY } from "./queue.ts";
import { type StoryReader, storyLine } from "./story-lines.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, ownText, STATUS_TONE, stateBadge } from "./ticket-parts.ts";

/** Lines on one card, so that it stays within the size that Teams takes. */
const MOST_LINES = 10;

/** All that happened on one ticket, in words and in order, a part at a time. */
export const ticketStory = defineCard("ticket-story", template, {
  ...onSurface,
  number: z.number().int(),
  ...stateBadge,
  heading: humanText(160),
  people: humanText(160),
  device: humanText(120),
  lines: z
    .array(
      z.strictObject({
        when: ownText(60),
        what: humanText(220),
        hasText: z.boolean(),
        text: humanText(300),
      }),
    )
    .max(MOST_LINES),
  /** What its reader can do about it. */
  hasActions: z.boolean(),
  canPickUp: z.boolean(),
  canReopen: z.boolean(),
  canReassign: z.boolean(),
  canStop: z.boolean(),
  hasPages: z.boolean(),
  place: ownText(40),
  hasEarlier: z.boolean(),
  earlier: z.number().int(),
  hasLater: z.boolean(),
  later: z.number().int(),
});

interface Story {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
  /** What the two people wrote to each other; nothing of it for auditors. */
  readonly thread: readonly ThreadMessage[];
  /** Who was shown this story before, for those who are told. */
  readonly reads: readonly StoryRead[];
  readonly reader: StoryReader;
  readonly sight: SearchScope;
  /** For so many milliseconds after its end a request can be reopened. */
  readonly reopenWindow: number;
  readonly now: number;
  /** From 0, the newest. */
  readonly page: number;
}

/** All that happened on a ticket, in words and in order. The last page comes first; buttons lead to what was before. */
export function storyData(story: Story, words: Words): z.infer<typeof ticketStory.data> {
  const { ticket, events, thread, reads, reader, now, page } = story;
  const told = [
    ...events.map((event) => ({ at: event.at, line: storyLine(event, reader, now, words) })),
    ...reads.map(({ at, reader: { name } }) => ({
      at,
      line: {
        when: words.moment(at, now),
        what: words.say("story.read", { who: words.text(name) }),
        hasText: false,
        text: "",
      },
    })),
  ];
  const written = reader === "auditor" ? [] : thread.map((message) => messageLine(message, now, words));
  const lines = [...told, ...written]
    .toSorted((one, other) => one.at - other.at)
    .flatMap(({ line }) => line ?? []);
  const pages = Math.max(1, Math.ceil(lines.length / MOST_LINES));
  const shown = Math.min(page, pages - 1);
  const to = lines.length - shown * MOST_LINES;
  const isAudited = reader === "auditor";
  const sharer = words.name(ticket.sharer);
  return {
    ticket: ticket.id,
    number: Number(ticket.id.replace("BK-", "")),
    state: words.say(`status.${ticket.status}`),
    tone: STATUS_TONE[ticket.status],
    version: ticket.version,
    surface: STORY,
    ...actionsOf(story),
    heading: isAudited ? words.say("story.of", { sharer }) : words.quoted(ticket.subject),
    people: peopleOf(ticket, sharer, words),
    device: deviceIn(ticket, isAudited, words),
    lines: lines.slice(Math.max(0, to - MOST_LINES), to),
    hasPages: pages > 1,
    place: words.say("story.part", { part: pages - shown, parts: pages }),
    hasEarlier: shown < pages - 1,
    earlier: Math.min(shown + 1, pages - 1),
    hasLater: shown > 0,
    later: Math.max(shown - 1, 0),
  };
}

/** Only mirrors the rules: every action is judged again. */
function actionsOf({ ticket, reader, sight, reopenWindow, now }: Story) {
  const isLead = sight.kind === "lead" && reader === "staff";
  const isRecent = ticket.closedAt !== null && now - ticket.closedAt <= reopenWindow;
  const can = {
    canPickUp: ticket.status === "open" && reader === "staff",
    canReopen: isRecent && (isLead || ticket.sharer.id === sight.person),
    canReassign: isLead && !isOver(ticket),
    canStop: isLead && isLive(ticket.session),
  };
  return { ...can, hasActions: Object.values(can).some(Boolean) };
}

function messageLine({ at, by, text, state, files }: ThreadMessage, now: number, words: Words) {
  const key = state === "sent" ? "story.message" : (`story.message-${state}` as const);
  const names = state === "removed" ? [] : files.map((file) => fileLine(file, words));
  const told = names.length === 0 ? "" : words.say("story.files", { files: words.list(names) });
  const shown = [words.textOrNothing(text), told].filter(Boolean).join(" · ");
  return {
    at,
    line: {
      when: words.moment(at, now),
      what: words.say(key, { who: words.name(by) }),
      hasText: shown !== "",
      text: shown,
    },
  };
}

function peopleOf(ticket: Ticket, sharer: string, words: Words): string {
  const helper = ticket.claim?.helper ?? whoHelped(ticket);
  return helper === null ? sharer : words.say("story.helped-by", { sharer, helper: words.name(helper) });
}

function deviceIn({ device }: Ticket, isAudited: boolean, words: Words): string {
  if (device === null) return words.say("story.no-device");
  return isAudited ? kindOf(device, words) : deviceOf(device, words);
}
