import template from "../../cards/change-device.json" with { type: "json" };
import { defineCard } from "./define-card.ts";
import { humanChoices, humanText, onSurface, ownText } from "./ticket-parts.ts";

/** Which device the request is about: the person's own, or none. */
export const changeDevice = defineCard("change-device", template, {
  ...onSurface,
  subject: humanText(120),
  devices: humanChoices,
  /** The present one. */
  device: ownText(40),
});
