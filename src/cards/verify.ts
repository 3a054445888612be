import { z } from "zod";
import template from "../../cards/verify.json" with { type: "json" };
import { authority, isLive, openAsk } from "../domain/ticket/authority.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import { defineCard } from "./define-card.ts";
import type { Words } from "./text/words.ts";
import { humanText, ownText } from "./ticket-parts.ts";

const MOST_HELPERS = 4;
/** Characters of all photos: a card has room for two. */
const MOST_PHOTOS = 8_000;
/** In place of a card's key in what its buttons send. */
const NO_SURFACE = "";

/** Who has a request or a session with its reader now, and the report of somebody who says so and has none. */
export const verify = defineCard("verify", template, {
  heading: ownText(60),
  lead: humanText(400),
  helpers: z
    .array(
      z.strictObject({
        ticket: ownText(20),
        version: z.number().int(),
        surface: ownText(100),
        name: humanText(80),
        title: humanText(80),
        what: humanText(240),
        why: humanText(300),
        hasPhoto: z.boolean(),
        photo: z.string().max(MOST_PHOTOS),
        photoOf: humanText(100),
        canStop: z.boolean(),
      }),
    )
    .max(MOST_HELPERS),
  hasMore: z.boolean(),
  /** Makes one form one report, however often it is sent. */
  form: z.guid(),
  canReport: z.boolean(),
  wasReported: z.boolean(),
  /** What became of the report. */
  reported: ownText(300),
});

/** What a reader is told after a report; null before it. */
type Reported = { readonly said: string } | null;

/** @param all the reader's open requests, as the clock has made them by `now` */
export function verifyData(
  all: readonly Ticket[],
  photoOf: (ticket: Ticket) => string | null,
  { form, reported }: { readonly form: string; readonly reported: Reported },
  now: number,
  words: Words,
): z.infer<typeof verify.data> {
  const { say } = words;
  const held = all
    .filter(({ claim }) => claim !== null)
    .toSorted((one, other) => Number(isLive(other.session)) - Number(isLive(one.session)));
  const waiting = all.length - held.length;
  let room = MOST_PHOTOS;
  const helpers = held.slice(0, MOST_HELPERS).flatMap((ticket) => {
    const photo = photoOf(ticket) ?? "";
    const hasPhoto = photo !== "" && photo.length <= room;
    if (hasPhoto) room -= photo.length;
    return rowOf(ticket, hasPhoto ? photo : "", now, words);
  });
  const leads = [
    held.length > 0 ? say("verify.somebody-lead") : say("verify.nobody-lead"),
    waiting > 0 ? say("verify.waiting", { count: waiting }) : "",
  ];
  return {
    heading: say(held.length > 0 ? "verify.somebody" : "verify.nobody"),
    lead: leads.filter(Boolean).join(" "),
    helpers,
    hasMore: held.length > MOST_HELPERS,
    form,
    canReport: reported === null,
    wasReported: reported !== null,
    reported: reported?.said ?? "",
  };
}

function rowOf(ticket: Ticket, photo: string, now: number, words: Words) {
  const { claim, session } = ticket;
  if (claim === null) return [];
  const { helper } = claim;
  const name = words.name(helper);
  const ask = openAsk(session);
  return [
    {
      ticket: ticket.id,
      version: ticket.version,
      surface: NO_SURFACE,
      name,
      title: words.textOrNothing(helper.title),
      what: whatOf(ticket, now, words),
      why:
        ask !== null || isLive(session)
          ? words.writes(helper, (ask ?? session?.asks.at(-1))?.reason ?? ticket.subject)
          : words.quoted(ticket.subject),
      hasPhoto: photo !== "",
      photo,
      photoOf: words.say("verify.photo", { name }),
      canStop: session !== null,
    },
  ];
}

function whatOf(ticket: Ticket, now: number, words: Words): string {
  const { session, claim, id } = ticket;
  const { say, moment } = words;
  const since = (at: number) => ({ ticket: id, time: moment(at, now) });
  const ask = openAsk(session);
  if (session !== null && isLive(session)) {
    const from = since(session.grants[0]?.from ?? session.askedAt);
    const { level, until } = authority(ticket, now);
    if (level === null) return say("verify.paused", from);
    const helper = words.firstName(session.helper);
    const may = say(`helper-may-until.${level}`, { helper, until: moment(until, now) });
    return say("verify.live", { ...from, may });
  }
  if (ask !== null) return say("verify.asked", since(ask.askedAt));
  return say("verify.claimed", since(claim?.since ?? ticket.openedAt));
}
