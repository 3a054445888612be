import { z } from "zod";
import template from "../../cards/desk.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { facts, humanText, onSurface, ownChoices, ownText, stateBadge } from "./fields.ts";

/** The helper's cockpit for one ticket: what is so now, and what can be done next. */
export const desk = defineCard("desk", template, {
  ...onSurface,
  ...stateBadge,
  heading: ownText(60),
  subject: humanText(120),
  lead: humanText(600),
  facts,
  /** What the person asked the helper to ask for. */
  hasWish: z.boolean(),
  wish: humanText(200),
  hasPhrase: z.boolean(),
  phrase: ownText(8),
  ask: z.number().int().nonnegative(),
  session: z.number().int().nonnegative(),
  /** What the helper opens now, so that the screen really gets there. */
  hasSteps: z.boolean(),
  transport: ownText(40),
  steps: z.array(z.strictObject({ number: z.number().int(), text: humanText(300) })),
  hasStepActions: z.boolean(),
  links: z.array(z.strictObject({ title: ownText(20), url: z.url({ protocol: /^https$/ }) })),
  honesty: ownText(300),
  /** What the form to ask with starts with. */
  reason: humanText(200),
  lengths: ownChoices,
  minutes: ownText(4),
  hasNotes: z.boolean(),
  notes: z.array(z.strictObject({ note: humanText(300), written: humanText(120) })).max(3),
  hasActions: z.boolean(),
  canTakeBack: z.boolean(),
  canAskView: z.boolean(),
  canSayStarted: z.boolean(),
  canSayEnded: z.boolean(),
  canRequestControl: z.boolean(),
  canRequestElevation: z.boolean(),
  canAskTime: z.boolean(),
  canStepDown: z.boolean(),
  canEnd: z.boolean(),
});
