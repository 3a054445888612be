import { z } from "zod";
import template from "../../cards/live.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanText, onSurface, ownText, stateBadge } from "./fields.ts";

/** The sharer's card while a session runs: what is allowed, until when, and the way out before everything else. */
export const live = defineCard("live", template, {
  ...onSurface,
  session: z.number().int(),
  ...stateBadge,
  /** `Hana Weber may see your screen` */
  heading: humanText(160),
  /** `View only approved until 11:01` */
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
  hasMore: z.boolean(),
  mayOffer: z.boolean(),
  maySayEnded: z.boolean(),
});
