import type { TicketId } from "../domain/ticket/ids.ts";
import { createDelivery, type Delivery } from "./delivery.ts";
import { createRechecks, type RecheckDeps } from "./rechecks.ts";
import type { ReconcileDeps } from "./reconcile-cards.ts";

export interface CheckedDelivery extends Delivery {
  /** Checks the conditions of the ticket's session at once: there is a hint that they changed. */
  recheck(ticket: TicketId): void;
}

export type DeliveryDeps = ReconcileDeps & RecheckDeps;

/** All that happens in the background: cards and deadlines, and the checks of running sessions beside them. */
export function createCheckedDelivery(worker: string, deps: DeliveryDeps): CheckedDelivery {
  const rechecks = createRechecks(deps, (ticket) => delivery.wake(ticket));
  const delivery = createDelivery(worker, deps);
  return {
    ...delivery,
    recheck: rechecks.begin,
    start() {
      rechecks.start();
      delivery.start();
    },
    async runDue() {
      const begun = await delivery.runDue();
      return begun + (await rechecks.runDue());
    },
    async stop() {
      await Promise.all([rechecks.stop(), delivery.stop()]);
    },
  };
}
