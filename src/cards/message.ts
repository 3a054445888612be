import { z } from "zod";
import template from "../../cards/message.json" with { type: "json" };
import { isLive, isOver } from "../domain/ticket/authority.ts";
import type { TicketId } from "../domain/ticket/ids.ts";
import type { Person } from "../domain/ticket/person.ts";
import type { SharedFile, ThreadMessage } from "../ports/thread-store.ts";
import type { CardContent } from "./catalog.ts";
import { photoOf } from "./consent.ts";
import { defineCard } from "./define-card.ts";
import { noticeOn } from "./notice.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, ownText } from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

export const MOST_MESSAGE = 4_000;
export const MOST_MESSAGE_FILES = 5;

/** What the other side of a request wrote, with a form to reply. */
export const message = defineCard("message", template, {
  ...onSurface,
  number: z.number().int(),
  /** The author. */
  heading: humanText(80),
  /** The request, and what became of the message. */
  about: humanText(160),
  hasQuote: z.boolean(),
  /** The message that it answers. */
  quote: humanText(160),
  text: humanText(MOST_MESSAGE),
  /** For the notification and reading aloud. */
  preview: humanText(300),
  files: z.array(z.strictObject({ file: humanText(80) })).max(MOST_MESSAGE_FILES),
  /** A picture in the chat can be opened too, where Beckon has an address for that: not every client shows it. */
  canOpen: z.boolean(),
  entry: z.number().int(),
  hasPhoto: z.boolean(),
  photo: ownText(12_000),
  canReply: z.boolean(),
  /** On the newest message of a session, for its sharer. */
  canStop: z.boolean(),
});

/** Characters of a message beside which a photo leaves its card within the size that Teams takes; a file counts as some. */
const ROOM_FOR_PHOTO = 2_500;
const BESIDE_FILE = 250;
const NO_PHOTO = { hasPhoto: false, photo: "" };

/** Who reads a copy of a message, and where. */
interface Copy {
  readonly reader: Person;
  /** Of those to the same reader: a button further up would only be one more to keep true. */
  readonly isNewest: boolean;
  readonly key: string;
}

/** How much the two wrote to each other in this time, and where to read it. */
export function messagesIn(
  thread: readonly ThreadMessage[],
  { ticket, from, to }: { readonly ticket: TicketId; readonly from: number; readonly to: number },
  { say }: Words,
): { readonly hasMessages: boolean; readonly messages: string } {
  const written = thread.filter(({ at, state }) => state !== "removed" && at >= from && at <= to);
  const files = written.flatMap((each) => each.files).length;
  const count = written.length;
  return { hasMessages: count > 0, messages: say("message.counted", { count, files, ticket }) };
}

export function messageContent(
  view: TicketView,
  sent: ThreadMessage,
  { reader, isNewest, key }: Copy,
  words: Words,
): z.infer<typeof message.data> {
  const { ticket } = view;
  const { by, at, state, number, files } = sent;
  const { say } = words;
  const isSharer = reader.id === ticket.sharer.id;
  const canStop = isNewest && isSharer && isLive(ticket.session);
  const shown = state === "removed" ? [] : files;
  const hasRoom = (sent.text.text ?? "").length + BESIDE_FILE * shown.length < ROOM_FOR_PHOTO;
  const quoted = view.thread.find((each) => each.number === sent.quotes);
  return {
    ticket: ticket.id,
    number: Number(ticket.id.slice("BK-".length)),
    // Only *Stop everything* sends it: without that button, no action on the ticket changes this card.
    version: canStop ? ticket.version : 0,
    surface: key,
    heading: words.name(by),
    about: say(`message.about-${state}`, {
      subject: words.text(ticket.subject),
      time: words.moment(at, at),
    }),
    hasQuote: quoted !== undefined && state !== "removed",
    quote:
      quoted === undefined
        ? ""
        : say("message.quote", { name: words.firstName(quoted.by), text: textOf(quoted, words) }),
    text: textOf(sent, words),
    preview: textOf(sent, words) || shown.map(({ name }) => words.text(name)).join(", "),
    files: shown.map((file) => ({ file: fileLine(file, words) })),
    canOpen: shown.some(
      ({ isInline, name }) => name.text !== null && (!isInline || view.opensFiles === true),
    ),
    entry: number,
    ...(hasRoom ? photoOf(by, view) : NO_PHOTO),
    canReply: !isOver(ticket) && (isSharer || reader.id === ticket.claim?.helper.id),
    canStop,
  };
}

const textOf = ({ by, text, state }: ThreadMessage, words: Words): string =>
  state === "removed" ? words.say("message.removed", { name: words.firstName(by) }) : words.text(text);

/** `error.png · 240 KB` */
export const fileLine = ({ name, size }: SharedFile, words: Words): string =>
  words.say("message.file", {
    name: words.text(name),
    size: words.say("file.size", { kilobytes: Math.ceil(size / 1024) }),
  });

/** What stands in the place of a picture that is not there, or that Teams does not take. */
export function pictureContent(
  { ticket }: TicketView,
  { by, state }: ThreadMessage,
  file: SharedFile,
  words: Words,
): CardContent {
  const isGone = state === "removed" || file.name.text === null;
  const heading = words.say("message.picture-from", {
    name: words.firstName(by),
    file: fileLine(file, words),
  });
  return isGone
    ? noticeOn(ticket, words.name(by), words.say("message.picture-removed"))
    : noticeOn(ticket, heading, words.say("message.picture-not-shown"));
}
