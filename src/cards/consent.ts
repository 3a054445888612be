import template from "../../cards/consent.json" with { type: "json" };
import { askFields } from "./ask-fields.ts";
import { defineCard } from "./define-card.ts";

/** The first question of a session: may this helper see the screen? Nothing is open to anybody before its yes. */
export const consent = defineCard("consent", template, askFields);
