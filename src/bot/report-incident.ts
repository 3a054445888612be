import { setTimeout as pause } from "node:timers/promises";
import { wordsFor } from "../cards/text/words.ts";
import { isLive, openAsk } from "../domain/ticket/authority.ts";
import type { IdempotencyKey } from "../domain/ticket/ids.ts";
import { personal } from "../domain/ticket/person.ts";
import type { Ticket } from "../domain/ticket/ticket.ts";
import type { IncidentReport, IncidentRequest } from "../ports/incident-store.ts";
import type { BotDeps, Caller } from "./action.ts";
import { openRequestsOf } from "./commands/verify.ts";

/** Milliseconds that a person waits to hear whether their report was passed on. Teams gives up after five seconds. */
const PASSED_WITHIN = 2_000;

/**
 * Records the report in the audit log with the person's requests at that moment, and passes it on. It is recorded before anybody is
 * told, so that nothing is lost while the channel is away.
 * @returns what the person is told. @throws {StoreUnavailable} nothing was recorded.
 */
export async function reportIncident(
  key: IdempotencyKey,
  caller: Caller,
  { how, asked, name }: Pick<IncidentReport, "how"> & Record<"asked" | "name", string | null>,
  deps: BotDeps,
  also: readonly Ticket[] = [],
): Promise<string> {
  const { say, moment } = wordsFor(caller);
  const open = await openRequestsOf(caller.id, deps);
  const requests = [...also, ...open.filter(({ id }) => also.every((each) => each.id !== id))].map(requestOf);
  const about = [
    `person ${caller.id}`,
    ...requests.map(({ ticket, helper }) => `${ticket}${helper === null ? "" : `, person ${helper}`}`),
  ].join("; ");
  const written = (text: string | null) => (text === null ? null : personal(caller.id, text));
  const recorded = await deps.store.recordIncident(key, caller.id, {
    who: caller.id,
    name: personal(caller.id, caller.name),
    what: "incident",
    about,
    why: `reported in Teams: ${how}`,
    incident: { how, asked: written(asked), name: written(name), requests },
  });
  if (recorded === "full") {
    deps.log.warn("incident.too-many", { caller: caller.id });
    return say("verify.enough");
  }
  deps.log.warn("incident.recorded", { caller: caller.id, act: recorded.number, requests: requests.length });
  const isPassedOn = await Promise.race([
    deps.tellIncident(recorded.number),
    pause(PASSED_WITHIN, false, { ref: false }),
  ]);
  const now = deps.clock.now();
  return isPassedOn ? say("verify.passed", { time: moment(now, now) }) : say("verify.queued");
}

function requestOf(ticket: Ticket): IncidentRequest {
  const { id, session, claim, openedAt } = ticket;
  if (claim === null) return { ticket: id, state: "waiting", helper: null, since: openedAt };
  const helper = claim.helper.id;
  if (session !== null && isLive(session)) {
    return { ticket: id, state: "live", helper, since: session.grants[0]?.from ?? session.askedAt };
  }
  const ask = openAsk(session);
  if (ask !== null) return { ticket: id, state: "asked", helper, since: ask.askedAt };
  return { ticket: id, state: "claimed", helper, since: claim.since };
}
