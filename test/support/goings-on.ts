import { readFileSync } from "node:fs";
import { GROUP_IDS, PEOPLE_IDS, TENANT_ID } from "../../playground/company.ts";
import { type Beckon, startBeckon } from "../../src/compose.ts";
import { readConfig } from "../../src/config/config.ts";
import type { EventType } from "../../src/domain/ticket/events.ts";
import { personId, type TicketId, ticketId } from "../../src/domain/ticket/ids.ts";
import type { Ticket } from "../../src/domain/ticket/ticket.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import type { Json } from "./chats.ts";
import { type Answered, HELPDESK, type Office } from "./office.ts";
import { buttonsOf, choicesOf, textOf } from "./reading-cards.ts";

/** The first ticket of an office. */
export const FIRST = ticketId("BK-1001");
export const REFERENCE = /Reference [2-9A-Z]{4}-[2-9A-Z]{4}$/;

/**
 * What goes on in an office, as far as a test needs it before its own story begins. While a request is open, what Sam types
 * belongs to it: then the form is opened by its button.
 */
export async function asksForHelp(office: Office, inputs: object = {}): Promise<Answered> {
  const subject = "my vpn keeps dropping";
  const request = { subject, urgency: "normal", details: "since the update" };
  const open = await office.beckon.store.openTicketsOf(personId(PEOPLE_IDS.sam));
  if (open.length > 0) {
    const { card: form } = await office.sam.sends(invoke("request-help", { message: subject }));
    const send = buttonsOf(form).find(({ verb }) => verb === "send-request");
    const device = choicesOf(form, "device")[0]?.value;
    return office.sam.sends(invoke("send-request", { ...send?.data, ...request, device, ...inputs }));
  }
  await office.sam.types(subject);
  const form = office.sam.messages().at(-1)?.card ?? null;
  const device = choicesOf(form, "device")[0]?.value;
  return office.sam.presses("send-request", { ...request, device, ...inputs });
}

export async function picksUp(office: Office): Promise<void> {
  await asksForHelp(office);
  await office.hana.presses("pick-up", {}, { in: HELPDESK });
}

export async function asksToView(office: Office): Promise<void> {
  await picksUp(office);
  await office.hana.presses("ask-to-view", { reason: "look at the VPN client", minutes: "30" });
}

export async function views(office: Office): Promise<void> {
  await asksToView(office);
  await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
}

export async function controls(office: Office): Promise<void> {
  await views(office);
  await office.hana.presses("request-control", { level: "control", reason: "restart the service" });
  await office.sam.presses("answer-ask", { phrase: saidNumber(office) }, { titled: "Allow" });
}

/** The number that Hana's desk tells her to say. */
export const saidNumber = (office: Office): string =>
  /this number: (\d\d)/.exec(deskText(office))?.[1] ?? "none";

export const deskText = (office: Office): string =>
  textOf(office.hana.messages().find(({ card }) => has(card, "give-back"))?.card ?? null);

export const has = (card: Json | null, verb: string): boolean =>
  buttonsOf(card).some((button) => button.verb === verb);

export async function ticketIn(office: Office, id: TicketId = FIRST): Promise<Ticket> {
  const ticket = await office.beckon.store.read(id);
  if (ticket === null) throw new Error(`there is no ticket ${id}`);
  return ticket;
}

export async function trailOf(office: Office, id: TicketId = FIRST): Promise<EventType[]> {
  return (await office.beckon.store.trail(id)).map(({ event }) => event.type);
}

/** What every button of a ticket's card sends. */
export const on = (surface: string, more: object = {}) => ({ ticket: FIRST, version: 1, surface, ...more });

/** A press as the client sends it, with whatever data somebody put into it. */
export const invoke = (verb: unknown, data: unknown, more: object = {}) => ({
  type: "invoke",
  name: "adaptiveCard/action",
  replyToId: "1600000000000",
  value: { action: { type: "Action.Execute", verb, data }, trigger: "manual" },
  ...more,
});

/** A request as it is, for what is no activity at all. */
export async function postRaw(office: Office, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${office.beckon.url}/api/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: answer.status, text: await answer.text() };
}

/** A second process on the office's SQLite file. */
export function startTwin(office: Office): Promise<Beckon> {
  const config = readConfig(
    {
      BECKON_PROFILE: "playground",
      PORT: "0",
      BOT_TENANT_ID: TENANT_ID,
      TIME_ZONE: "Europe/Berlin",
      HELPDESK_CHANNEL_ID: HELPDESK,
      GRAPH_BASE_URL: office.graph.url,
      HELPERS_GROUP_ID: GROUP_IDS.helpers,
      LEADS_GROUP_ID: GROUP_IDS.leads,
      DATABASE_FILE: office.databaseFile,
    },
    (path) => readFileSync(path, "utf8"),
  );
  return startBeckon(config, { clock: { now: office.now }, background: false, log: silentLog });
}
