import { z } from "zod";
import template from "../../cards/digest.json" with { type: "json" };
import { END_CAUSES } from "../domain/ticket/events.ts";
import { defineCard } from "./define-card.ts";
import { ownText, stateBadge } from "./ticket-parts.ts";

const count = z.number().int().nonnegative();

/** A week of the helpdesk. Not one text on it is a person's: numbers, and words of Beckon's own. */
export const digest = defineCard("digest", template, {
  ...stateBadge,
  about: ownText(160),
  heading: ownText(60),
  isWithheld: z.boolean(),
  withheld: ownText(300),
  hasNumbers: z.boolean(),
  numbers: z.array(z.strictObject({ label: ownText(60), value: ownText(60) })).max(16),
  hasEnds: z.boolean(),
  ends: z.array(z.strictObject({ label: ownText(120), count, share: ownText(20) })).max(END_CAUSES.length),
  /** The same in words. */
  endsSum: ownText(1_200),
  hasLevels: z.boolean(),
  levels: z
    .array(
      z.strictObject({
        label: ownText(40),
        /** As on the axis of the chart: the same as in `length`, which is rounded up too. */
        minutes: z.number().nonnegative(),
        length: ownText(20),
        image: z.string().startsWith("data:image/png;base64,").max(2_000),
      }),
    )
    .max(3),
  levelsSum: ownText(200),
  hasFindings: z.boolean(),
  findings: z.array(z.strictObject({ title: ownText(60), times: ownText(60) })).max(5),
  respect: ownText(200),
});
