import { expect, test } from "vitest";
import type { BotDeps } from "../../src/bot/action.ts";
import { sendMessage } from "../../src/bot/conversation.ts";
import { idempotencyKey } from "../../src/domain/ticket/ids.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { StoreUnavailable } from "../../src/ports/ticket-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { hana, inBerlin, sam } from "../support/people.ts";
import { claimed, opened, ticketAfter } from "../support/tickets.ts";

test.each([
  [sam, "Sent to Hana."],
  [hana, "Sent to Sam."],
])(
  "a message that was kept counts as sent, also when the store fails right after it: %j",
  async (author, told) => {
    const ticket = ticketAfter([...opened(), ...claimed()]);
    const woken: unknown[] = [];
    const fails = async () => {
      throw new StoreUnavailable("away");
    };
    const deps = {
      policy: defaultPolicy,
      log: silentLog,
      clock: { now: () => ticket.lastAt },
      store: { addMessage: async () => "added", read: fails },
      wake: (id: unknown) => woken.push(id),
      addresses: { contact: fails },
    } as unknown as BotDeps;
    const caller = { id: author.id, name: "", ...inBerlin };
    const said = await sendMessage(ticket, caller, { text: "look", source: idempotencyKey("m1") }, deps);
    expect([said, woken]).toEqual([told, [ticket.id]]);
  },
);
