import fc from "fast-check";
import { type CardContent, render } from "../../src/cards/catalog.ts";
import { nudges } from "../../src/cards/nudge.ts";
import { plan } from "../../src/cards/plan.ts";
import { languageOf, wordsFor } from "../../src/cards/text/words.ts";
import { storyData } from "../../src/cards/ticket-story.ts";
import type { Absence, RenderContext, SummaryTo } from "../../src/cards/view.ts";
import { viewOf } from "../../src/cards/view.ts";
import { authority, isLive } from "../../src/domain/ticket/authority.ts";
import type { TicketEvent } from "../../src/domain/ticket/events.ts";
import { replay } from "../../src/domain/ticket/evolve.ts";
import { defaultPolicy, type Policy } from "../../src/domain/ticket/policy.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import type { SummaryGap } from "../../src/ports/delivery-store.ts";
import { createRemoteHelp } from "../../src/transports/remote-help.ts";
import { oddText } from "./odd-texts.ts";
import { inBerlin } from "./people.ts";
import { sceneAt } from "./scenes.ts";
import { MINUTE, TICKET } from "./tickets.ts";

const DAY = 24 * 60 * MINUTE;
const LOCALES = ["en-GB", "de-DE", "my-MM", "ar-EG", "ta-IN", "zh-Hans-CN", "fa-IR", "kl-GL", "not a locale"];
const ZONES = ["Europe/Berlin", "Pacific/Apia", "Asia/Kathmandu", "Nowhere/Atall"];

/** A moment's policy, as a helpdesk may set it or as a test run shortens it. */
const shortened: Policy = {
  ...defaultPolicy,
  longest: { view: 0.5 * MINUTE, control: 0.3 * MINUTE, elevation: 0.2 * MINUTE },
  shorter: 0.2 * MINUTE,
  claimLease: 0.5 * MINUTE,
  consent: { phrase: false, wording: "2026-11" },
};
const stretched: Policy = {
  ...defaultPolicy,
  longest: { view: 480 * MINUTE, control: 480 * MINUTE, elevation: 480 * MINUTE },
  shorter: 480 * MINUTE,
};

/** Who looks at a ticket, when and where, and what they see of people beside it. */
export const looks = fc.record({
  text: oddText,
  seen: oddText.map((text) => text ?? ""),
  policy: fc.constantFrom(defaultPolicy, shortened, stretched),
  reader: fc.record({ locale: fc.constantFrom(...LOCALES), timeZone: fc.constantFrom(...ZONES) }),
  /** Between the newest event and the look; another process's clock may be behind the one that wrote it. */
  later: fc.constantFrom(0, -1, -1_500, -5 * MINUTE, 1, 29_999, 6 * MINUTE, 2 * 60 * MINUTE, 400 * DAY),
  absence: fc.constantFrom<Absence | null>(null, "removed", "not-installed"),
  gap: fc.constantFrom<SummaryGap | null>(null, "waits", "went-to-channel"),
  photo: fc.constantFrom(null, `data:image/jpeg;base64,${"A".repeat(4_970)}`, "A".repeat(20_000)),
  summaryTo: fc.constantFrom<SummaryTo>("helpers-manager", "sharers-manager", { channel: "19:x" }),
});
export type Look = typeof looks extends fc.Arbitrary<infer L> ? L : never;

/** Nothing odd. */
export const usual: Look = {
  text: "Plain.",
  seen: "Plain.",
  policy: defaultPolicy,
  reader: inBerlin,
  later: 1_000,
  absence: null,
  gap: "waits",
  photo: null,
  summaryTo: "helpers-manager",
};

/**
 * Draws every card that the ticket has anywhere and every card to read about it.
 *
 * @returns the names of those cards.
 * @throws {CardFault}
 */
export function drawAll(trail: readonly TicketEvent[], look: Look): Set<string> {
  const drawings = contentsOf(trail, look);
  for (const drawing of drawings) render(drawing, languageOf(look.reader));
  return new Set(drawings.map(({ card }) => card));
}

/** What every card holds that the ticket has anywhere, and every card to read about it. */
export function contentsOf(trail: readonly TicketEvent[], look: Look): CardContent[] {
  const ticket = replay(TICKET, trail);
  if (ticket === null) throw new Error("every story opens a ticket");
  const scene = sceneOf(ticket, look);
  const view = viewOf(ticket, scene);
  const posted = ["nudge:1", "nudge:7"];
  const shown = [...plan(view), ...nudges(view, posted)].flatMap((each) =>
    each.otherwise === undefined ? [each] : [each, { ...each, ...each.otherwise }],
  );
  return [...shown.map(({ content }) => content()), ...storiesOf(ticket, trail, scene)];
}

function sceneOf(ticket: Ticket, look: Look): RenderContext {
  const at = ticket.lastAt + look.later;
  const { session } = ticket;
  const level = authority(ticket, at).level ?? "view";
  return {
    ...sceneAt(0),
    at,
    policy: look.policy,
    summaryTo: look.summaryTo,
    summaryFallback: "19:summaries",
    summaryGap: () => look.gap,
    absenceOf: () => look.absence,
    readerOf: () => look.reader,
    channelReader: inBerlin,
    photoOf: () => look.photo,
    handOff: isLive(session) ? createRemoteHelp().handOff(session, level) : null,
  };
}

function* storiesOf(
  ticket: Ticket,
  events: readonly TicketEvent[],
  scene: RenderContext,
): Generator<CardContent> {
  const words = wordsFor(scene.readerOf(ticket.sharer.id));
  for (const reader of ["sharer", "staff", "auditor"] as const) {
    for (const page of [0, 1, 99]) {
      const story = {
        ticket: viewOf(ticket, scene).ticket,
        events,
        sight: { kind: "lead", person: ticket.sharer.id } as const,
        reopenWindow: scene.policy.reopenWindow,
        thread: [],
        reads: [],
        reader,
        now: scene.at,
        page,
      };
      yield { card: "ticket-story", data: storyData(story, words) };
    }
  }
}
