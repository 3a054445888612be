import { z } from "zod";
import template from "../../cards/live.json" with { type: "json" };
import type { Level } from "../domain/ticket/level.ts";
import type { Ask, Grant, Session } from "../domain/ticket/ticket.ts";
import type { HandOff } from "../ports/transport.ts";
import type { CardContent, CardData } from "./catalog.ts";
import { photoOf } from "./consent.ts";
import { defineCard } from "./define-card.ts";
import { deviceOf } from "./devices.ts";
import { asLines, type Clock, peopleSayEnded, sentences, takenBack, unchecked } from "./session-words.ts";
import type { Words } from "./text/words.ts";
import { humanText, onSurface, ownText, stateBadge } from "./ticket-parts.ts";
import type { TicketView } from "./view.ts";

/** The sharer's card while a session runs: what is allowed, until when, and the way out before everything else. */
export const live = defineCard("live", template, {
  ...onSurface,
  session: z.number().int(),
  ...stateBadge,
  /** `Hana Weber may see your screen` */
  heading: humanText(160),
  /** `Until 11:01. Then it ends by itself.` */
  lead: ownText(),
  hasPhoto: z.boolean(),
  photo: z.string().max(5_000),
  helper: humanText(160),
  device: humanText(120),
  audience: ownText(),
  /** What is known, in order: `Approved by you 10:31` */
  trail: z.array(z.strictObject({ line: ownText() })),
  transport: ownText(80),
  hasSteps: z.boolean(),
  steps: z.array(
    z.strictObject({
      number: z.number().int(),
      text: ownText(),
      hasLink: z.boolean(),
      linkTitle: ownText(20),
      link: z.union([z.literal(""), z.url({ protocol: /^https$/ })]),
    }),
  ),
  /** What the buttons do at once, and what the person has to do besides. */
  stopHint: ownText(),
  mayStepDown: z.boolean(),
  mayPause: z.boolean(),
  mayResume: z.boolean(),
  hasOffer: z.boolean(),
  offer: ownText(),
  mayOffer: z.boolean(),
  maySayEnded: z.boolean(),
});

/** A question that was answered with yes and is in force: *Stop everything* comes before everything else. */
export function liveContent(
  view: TicketView,
  session: Session,
  ask: Ask,
  key: string,
  words: Words,
): CardContent {
  const { ticket, authority, handOff } = view;
  const { say } = words;
  const clock: Clock = (at) => words.moment(at, view.at);
  const { level, until } = authority;
  const name = words.name(session.helper);
  const title = words.textOrNothing(session.helper.title);
  const doubt = unchecked(session, clock, words);
  const isNewestYes = session.grants.some((grant) => grant.ask === ask.ask && grant.level === level);
  return {
    card: "live",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface: key,
      session: session.number,
      ...(level === null || until === null
        ? paused(session, doubt, words)
        : running(level, name, clock(until), doubt, words)),
      ...photoOf(session.helper, view),
      helper: title === "" ? name : `${name} · ${title}`,
      device: deviceOf(session.device, words),
      audience: say("live.audience"),
      trail: asLines(
        [...trailLines(session, clock, words), ...peopleSayEnded(ticket, session, "sharer", clock, words)],
        words,
      ),
      ...handOffData(level !== null && isNewestYes ? handOff : null, words),
      stopHint:
        handOff === null || handOff.enforced
          ? say("live.stop-hint")
          : say("live.stop-hint-transport", { close: say(`transport.${handOff.endAtOnce}`) }),
      ...offerData(view, session, ask, words),
    },
  };
}

type State = Pick<
  CardData<"live">,
  "state" | "tone" | "heading" | "lead" | "mayStepDown" | "mayPause" | "mayResume"
>;

const running = (level: Level, helper: string, until: string, doubt: string, { say }: Words): State => ({
  state: say(`live.state-${level}`),
  tone: level === "view" ? "good" : "warning",
  heading: say(`helper-may.${level}`, { helper }),
  lead: sentences(say("live.until", { until }), doubt),
  mayStepDown: level !== "view",
  mayPause: true,
  mayResume: false,
});

/** A pause takes the approval away; the window of the transport may still be open. */
const paused = ({ pausedBy, helper }: Session, doubt: string, { say }: Words): State => ({
  state: say("session.paused"),
  tone: "warning",
  heading: say("live.paused"),
  lead: sentences(
    say(pausedBy?.id === helper.id ? "live.paused-by-helper" : "live.paused-by-you"),
    say("live.may-still-show"),
    doubt,
  ),
  mayStepDown: false,
  mayPause: false,
  mayResume: true,
});

/** The events of a session so far in the sharer's words, in order. */
function trailLines({ transport, grants, pauses }: Session, clock: Clock, words: Words): string[] {
  const { say } = words;
  const started = transport["helper-says-started"];
  const facts: { readonly at: number; readonly what: string }[] = [
    ...grants.flatMap((grant) => grantFacts(grant, words)),
    ...pauses.flatMap(({ from, to }) => [
      { at: from, what: say("session.paused") },
      ...(to === null ? [] : [{ at: to, what: say("live.resumed") }]),
    ]),
    ...(started === undefined ? [] : [{ at: started, what: say("live.helper-says-started") }]),
  ];
  return facts
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, what }) => say("live.trail", { what, time: clock(at) }));
}

function grantFacts({ level, from, over }: Grant, words: Words) {
  const name = words.say(`level.${level}`);
  const back = takenBack(over, words);
  const given = { at: from, what: words.say("live.approved-by-you", { level: name }) };
  return over === null || back === null ? [given] : [given, { at: over.at, what: `${name} ${back}` }];
}

/** Only the newest consent shows the next steps, so that two live cards never contradict each other. */
const handOffData = (handOff: HandOff | null, { say }: Words) => ({
  transport: handOff === null ? "" : say(`transport.${handOff.name}`),
  hasSteps: handOff !== null && handOff.sharer.length > 0,
  steps: (handOff?.sharer ?? []).map(({ text, link }, i) => ({
    number: i + 1,
    text: say(`transport.${text}`),
    hasLink: link !== null,
    linkTitle: link === null ? "" : say(`transport.${link.title}`),
    link: link?.url ?? "",
  })),
});

function offerData({ ticket, authority, openAsk }: TicketView, session: Session, ask: Ask, { say }: Words) {
  const canOffer = authority.level === "view" && ask.kind === "view" && openAsk === null;
  const offered = canOffer && ticket.wanted !== null;
  const maySayEnded = session.transport["sharer-says-ended"] === undefined;
  return {
    mayOffer: canOffer && !offered,
    maySayEnded,
    hasOffer: canOffer,
    offer: canOffer ? say(offered ? "live.offered" : "live.offer") : "",
  };
}
