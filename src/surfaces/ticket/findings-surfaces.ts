import type { Audience } from "../../domain/eligibility/remedies.ts";
import type { Person } from "../../domain/ticket/person.ts";
import type { Denial, Ticket } from "../../domain/ticket/ticket.ts";
import type { CardSlot, RenderContext } from "../surface.ts";
import { findings } from "./findings.ts";
import { settledFindings } from "./settled-findings.ts";

/**
 * What each refusal rests on, told to both people in their own words. It stays in their chats, so it stays here: once
 * something newer has happened it says what became of it.
 */
export const findingsSurfaces = (ticket: Ticket, scene: RenderContext): CardSlot[] =>
  ticket.denials.flatMap((denial, i) => {
    const told = (reader: Audience, to: Person): CardSlot => {
      const key = `findings-${reader}:${i + 1}`;
      return {
        key,
        target: { kind: "person", person: to.id },
        alert: true,
        content: drawing(ticket, denial, reader, to, key, scene),
      };
    };
    return [told("sharer", ticket.sharer), told("helper", denial.helper)];
  });

const drawing = (
  ticket: Ticket,
  denial: Denial,
  reader: Audience,
  to: Person,
  key: string,
  scene: RenderContext,
): CardSlot["content"] =>
  denial.settled === null
    ? { card: "eligibility", data: findings(ticket, denial, reader, key, scene) }
    : settledFindings(ticket, denial, denial.settled, to, scene);
