import { z } from "zod";
import { wordsFor } from "../../cards/text/words.ts";
import { isOver } from "../../domain/ticket/authority.ts";
import { idempotencyKey } from "../../domain/ticket/ids.ts";
import { refuse } from "../../domain/ticket/refusal.ts";
import { OutcomeUnknown, StoreUnavailable } from "../../ports/ticket-store.ts";
import { defineAction } from "../define-action.ts";
import { lenient } from "../fields.ts";
import { actorOn, explain, perform } from "../perform.ts";
import { reportIncident } from "../report-incident.ts";

/** The sharer did not ask for what a helper opened for them: it is withdrawn first, then reported. */
export const disownRequest = defineAction({
  verb: "disown-request",
  by: "sharer",
  data: z.object(lenient),
  async show({ ticket, caller, deps }) {
    // One's own request is withdrawn, not reported.
    if (ticket.openedBy.id === caller.id) return refuse("not_involved");
    const { say } = wordsFor(caller);
    const key = `disown/${ticket.id}/${ticket.reopenings.length}`;
    if (!isOver(ticket)) {
      const actor = await actorOn(ticket, caller, "WithdrawTicket", deps.directory);
      const withdrawal = { type: "WithdrawTicket", actor, at: deps.clock.now() } as const;
      const result = await perform(deps, ticket.id, idempotencyKey(key), withdrawal, ticket);
      if (result.kind === "refused" && result.refusal.refused !== "ticket_over") {
        return { say: explain(result.refusal, caller, deps) };
      }
    }
    const report = { how: "disowned", asked: null, name: ticket.openedBy.name.text } as const;
    const said = await reportIncident(idempotencyKey(`${key}/report`), caller, report, deps, [ticket]).catch(
      (fault: unknown) => {
        if (fault instanceof StoreUnavailable || fault instanceof OutcomeUnknown) return null;
        throw fault;
      },
    );
    if (said === null) return { say: say("disown.unreported", { ticket: ticket.id }) };
    return { say: `${say("disown.done", { ticket: ticket.id })} ${said}` };
  },
});
