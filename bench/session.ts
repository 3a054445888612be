import { randomUUID } from "node:crypto";
import { DEVICE_IDS, type PersonKey } from "../playground/company.ts";
import { buttonsOf } from "../test/support/reading-cards.ts";
import { activity, inHelpdesk, pressed } from "./activities.ts";
import type { Arrival, Connector } from "./connector.ts";
import { post } from "./load.ts";

export type Step = "pickup" | "ask" | "allow" | "stop";

/**
 * Does one step of a session: has it sent, and waits until the other side's card shows it.
 * @param shown settles when that card arrives.
 */
export type Take = (
  step: Step,
  ticket: string,
  shown: Promise<Arrival>,
  send: () => Promise<string>,
) => Promise<void>;

/**
 * One whole session over HTTP: asked for, picked up, allowed, stopped by the sharer.
 * @param url where activities are posted.
 * @returns its ticket, still open.
 */
export async function session(url: string, connector: Connector, take: Take): Promise<string> {
  const sends = (who: PersonKey, verb: string, data: object, more: object = {}) =>
    post(url, JSON.stringify(activity(connector.serviceUrl, who, { ...more, ...pressed(verb, data) })));
  const form = { form: randomUUID(), subject: "vpn", urgency: "normal" };
  const request = await sends("sam", "send-request", { ...form, device: DEVICE_IDS.samLaptop });
  const ticket = /BK-\d+/.exec(request)?.[0] ?? "";
  const on = (surface: string) => ({ ticket, version: 1, surface });

  /** The next card of this ticket in a person's chat that holds a word. */
  const seen = (who: string, word: string) =>
    connector.arrival(`a:${who}`, (text) => text.includes(ticket) && text.includes(word));

  const desk = seen("hana", "ask-to-view");
  await take("pickup", ticket, seen("sam", "Hana"), () =>
    sends("hana", "pick-up", on("ticket-channel"), inHelpdesk),
  );
  await desk;
  const [said, question] = [seen("hana", "this number: "), seen("sam", "answer-ask")];
  await take("ask", ticket, question, () =>
    sends("hana", "ask-to-view", { ...on("desk"), reason: "look at it", minutes: "30" }),
  );
  const phrase = /this number: (\d\d)/.exec((await said).text)?.[1] ?? "";
  const allow = buttonsOf(JSON.parse((await question).text).attachments[0].content).find(
    ({ verb, data }) => verb === "answer-ask" && data.answer === "allow",
  );
  await take("allow", ticket, seen("hana", "is approved"), () =>
    sends("sam", "answer-ask", { ...allow?.data, phrase }),
  );
  await take("stop", ticket, seen("hana", "resolve-ticket"), () =>
    sends("sam", "stop-session", on("live:1")),
  );
  return ticket;
}
