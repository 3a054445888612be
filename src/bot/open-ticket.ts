import { z } from "zod";
import { MOST_DETAILS, MOST_SUBJECT } from "../cards/request-form.ts";
import type { Device } from "../domain/ticket/device.ts";
import { URGENCIES } from "../domain/ticket/events.ts";
import { type IdempotencyKey, idempotencyKey, type TicketId } from "../domain/ticket/ids.ts";
import { type Actor, type Person, personal } from "../domain/ticket/person.ts";
import type { BotDeps, Caller } from "./action.ts";
import { maybeText, text } from "./fields.ts";
import { perform } from "./perform.ts";

/** What every form of a request sends. */
export const requestFields = {
  form: z.guid(),
  subject: text(MOST_SUBJECT),
  urgency: z.enum(URGENCIES),
  details: maybeText(MOST_DETAILS),
};

interface Filled {
  readonly subject: string;
  readonly urgency: (typeof URGENCIES)[number];
  readonly details: string | null;
}

/** One form is one ticket, also when its text was changed on another client meanwhile. */
export const keyOfForm = (caller: Caller, form: string): IdempotencyKey =>
  idempotencyKey(`form/${caller.id}/${form.toLowerCase()}`);

/** Opens the ticket of a form that its author has filled in, for themselves or for another person. */
export const openTicket = (
  ticket: TicketId,
  key: IdempotencyKey,
  { subject, details, urgency }: Filled,
  about: {
    readonly sharer: Person;
    readonly device: Device | null;
    readonly language: string;
    readonly actor: Actor;
  },
  deps: BotDeps,
) =>
  perform(deps, ticket, key, {
    type: "OpenTicket",
    ticket,
    subject: personal(about.sharer.id, subject),
    details: details === null ? null : personal(about.sharer.id, details),
    urgency,
    at: deps.clock.now(),
    ...about,
  });
