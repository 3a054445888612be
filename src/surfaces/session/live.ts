import type { CardContent } from "../../cards/catalog.ts";
import type { Words } from "../../cards/text/words.ts";
import type { TicketView } from "../../cards/view.ts";
import { authority, openAsk } from "../../domain/ticket/authority.ts";
import type { Level } from "../../domain/ticket/level.ts";
import type { Ask, Session, Ticket } from "../../domain/ticket/ticket.ts";
import type { HandOff } from "../../ports/transport.ts";
import { LEVEL, MAY_WITH_YOURS } from "../names.ts";
import { deviceOf, jobTitleOf, nameOf } from "../words.ts";
import { asLines, clockOf, photoOf } from "./sessions.ts";
import { trailLines } from "./trail.ts";
import { unchecked } from "./unchecked.ts";

/** A question that was answered with yes and is in force: the way out comes before everything else. */
export function live(
  ticket: Ticket,
  session: Session,
  ask: Ask,
  surface: string,
  view: TicketView,
): CardContent {
  const clock = clockOf(ticket.sharer, view);
  const { level, until } = authority(ticket, view.at);
  const name = nameOf(session.helper);
  const title = jobTitleOf(session.helper);
  return {
    card: "live",
    data: {
      ticket: ticket.id,
      version: ticket.version,
      surface,
      session: session.number,
      ...(level === null || until === null
        ? paused(session, unchecked(session, clock))
        : running(level, name, clock(until), unchecked(session, clock))),
      ...photoOf(session.helper, view),
      helper: title === "" ? name : `${name} · ${title}`,
      device: deviceOf(session.device),
      audience:
        "Only your helper, while it is approved. The helpdesk sees that a session runs, never its picture.",
      trail: asLines(trailLines(ticket, session, clock)),
      ...handOffData(carriesTheTop(session, ask, level) ? view.handOff : null, view.wordsOf(ticket.sharer)),
      stopHint: stopHint(view.handOff, view.wordsOf(ticket.sharer)),
      ...offerData(ticket, session, ask, level),
    },
  };
}

const running = (level: Level, name: string, until: string, doubts: readonly string[]) => ({
  state: level === "view" ? "Live: view only" : `Live: ${LEVEL[level].toLowerCase()}`,
  tone: level === "view" ? ("good" as const) : ("warning" as const),
  heading: `${name} may ${MAY_WITH_YOURS[level]}`,
  lead: [`${LEVEL[level]} approved until ${until}. Then it ends by itself.`, ...doubts].join(" "),
  mayStepDown: level !== "view",
  mayPause: true,
  mayResume: false,
});

/** A pause takes our approval away; the window of the transport may still be open. */
const paused = ({ pausedBy, helper }: Session, doubts: readonly string[]) => ({
  state: "Paused",
  tone: "warning" as const,
  heading: "Paused: nothing is approved right now",
  lead: [
    `${pausedBy?.id === helper.id ? "Your helper" : "You"} paused it, and only you can resume. Remote Help may still show your screen: close it there, or keep private things closed.`,
    ...doubts,
  ].join(" "),
  mayStepDown: false,
  mayPause: false,
  mayResume: true,
});

/** Only the newest yes shows what to do now, so that two live cards never tell two things. */
const carriesTheTop = ({ grants }: Session, { ask }: Ask, level: Level | null): boolean =>
  level !== null && grants.some((grant) => grant.ask === ask && grant.level === level && grant.over === null);

const handOffData = (handOff: HandOff | null, { say }: Words) => ({
  transport: handOff?.name ?? "",
  hasSteps: handOff !== null && handOff.sharer.length > 0,
  steps: (handOff?.sharer ?? []).map(({ text, link }, i) => ({
    number: i + 1,
    text: say(`transport.${text}`),
    hasLink: link !== null,
    linkTitle: link === null ? "" : say(`transport.${link.title}`),
    link: link?.url ?? "",
  })),
});

/** Where somebody else carries the screen, only the approval is ours to take back. */
function stopHint(handOff: HandOff | null, { say }: Words): string {
  if (handOff === null || handOff.enforced)
    return "Stops at once, no questions asked. Typing stop does the same.";
  return `Takes your approval back at once, no questions asked; typing stop does the same. ${say(`transport.${handOff.endAtOnce}`)}`;
}

function offerData(ticket: Ticket, session: Session, ask: Ask, level: Level | null) {
  const onView = level === "view" && ask.kind === "view" && openAsk(session) === null;
  const offered = onView && ticket.wanted !== null;
  const mayOffer = onView && !offered;
  const maySayEnded = session.transport["sharer-says-ended"] === undefined;
  return {
    mayOffer,
    maySayEnded,
    hasMore: mayOffer || maySayEnded,
    hasOffer: offered || mayOffer,
    offer: offered
      ? "You offered control, and your helper has been told. Nothing changes until they ask and you allow it."
      : mayOffer
        ? "Shall your helper use mouse and keyboard too? Offer it: they still have to ask, and you to allow it."
        : "",
  };
}
