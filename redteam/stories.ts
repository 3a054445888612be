import { randomUUID } from "node:crypto";
import { DEVICE_IDS, PEOPLE_IDS } from "../playground/company.ts";
import { runCommand } from "../src/domain/run-command.ts";
import type { UserCommand } from "../src/domain/ticket/commands.ts";
import { deviceId, idempotencyKey, personId, type TicketId } from "../src/domain/ticket/ids.ts";
import type { Level } from "../src/domain/ticket/level.ts";
import { type Actor, type Person, person, personal } from "../src/domain/ticket/person.ts";
import type { Ticket } from "../src/domain/ticket/ticket.ts";
import { chatOf } from "./activities.ts";
import { arrival, type Target } from "./target.ts";

const MINUTE = 60_000;
const PHRASE = { code: "47", choices: ["12", "47", "83"] } as const;

const asHelper = (key: "hana" | "hedda"): Actor => ({
  person: person(personId(PEOPLE_IDS[key]), key),
  roles: { helper: true, lead: false },
});
const hana = asHelper("hana");
const hedda = asHelper("hedda");

type Step = (of: { ticket: TicketId; sharer: Person; device: ReturnType<typeof deviceOf>; asks: number }) => {
  readonly by: Actor | "sharer";
  readonly order: UserCommand;
};

const claim: Step = () => ({ by: hana, order: { type: "ClaimTicket", rights: null } });
const eligible = (level: Level) => ({ level, verdict: "allow", findings: [] }) as const;
const reason = personal(hana.person.id, "to look");

const askView: Step = ({ device }) => ({
  by: hana,
  order: {
    type: "AskForView",
    device,
    length: 30 * MINUTE,
    reason,
    phrase: PHRASE,
    eligibility: eligible("view"),
  },
});
const ask =
  (level: "control" | "elevation"): Step =>
  () => ({
    by: hana,
    order: {
      type: "AskForEscalation",
      level,
      length: 10 * MINUTE,
      reason,
      phrase: PHRASE,
      eligibility: eligible(level),
    },
  });
const askTime: Step = () => ({
  by: hana,
  order: { type: "AskForExtension", reason, eligibility: eligible("view") },
});
const yes: Step = ({ asks }) => ({
  by: "sharer",
  order: {
    type: "AnswerAsk",
    ask: asks,
    answer: "allow",
    length: null,
    phrase: PHRASE.code,
    language: "en",
  },
});
const by =
  (who: Actor | "sharer", order: UserCommand): Step =>
  () => ({ by: who, order });

/** Every ticket has a past helper: Hedda, who gave it back. */
const opened = [by(hedda, { type: "ClaimTicket", rights: null }), by(hedda, { type: "GiveBack" })];
const claimed = [...opened, claim];
const asked = [...claimed, askView];
const viewing = [...asked, yes];
const controlAsked = [...viewing, ask("control")];
const controlling = [...controlAsked, yes];
const resolved = [
  ...viewing,
  by(hana, { type: "ResolveTicket", outcome: "fixed", done: personal(hana.person.id, "done") }),
];

/** The states of a ticket in which everything is tried. */
export const STATES = {
  open: opened,
  claimed,
  "view asked": asked,
  viewing,
  "more help wished": [...viewing, by("sharer", { type: "AskForMoreHelp", level: "control" })],
  "control asked": controlAsked,
  controlling,
  "administrator control asked": [...controlling, ask("elevation")],
  "administrator control": [...controlling, ask("elevation"), yes],
  "more time asked": [...viewing, askTime],
  paused: [...viewing, by("sharer", { type: "PauseSession" })],
  stopped: [...viewing, by("sharer", { type: "StopSession" })],
  resolved,
  reopened: [...resolved, by("sharer", { type: "ReopenTicket", reason: null })],
  withdrawn: [...opened, by("sharer", { type: "WithdrawTicket" })],
} as const satisfies Record<string, readonly Step[]>;

export type StateName = keyof typeof STATES;

const deviceOf = (sharer: Person, id: string) =>
  ({
    id: deviceId(id),
    name: personal(sharer.id, "LAPTOP"),
    model: "Model",
    platform: "windows",
    osVersion: "10.0.26100.2314",
  }) as const;

/** A new person with a laptop of their own asks for help, and the story of this state happens to their ticket. */
export async function tellStory(target: Target, state: StateName): Promise<Ticket> {
  const { beckon, config, graph } = target;
  const { store } = beckon;
  const [id, laptop] = [personId(randomUUID()), randomUUID()];
  moveIn(graph, id, laptop);
  await target.post(arrival(chatOf(id), "personal", id));
  const sharer = person(id, "Sharer");
  const device = deviceOf(sharer, laptop);
  const ticket = await store.nextTicketId();
  const asSharer: Actor = { person: sharer, roles: { helper: false, lead: false } };
  const give = async (actor: Actor, order: UserCommand) => {
    const command = { ...order, actor, at: target.now() };
    const result = await runCommand(
      { store, policy: config.policy },
      ticket,
      idempotencyKey(randomUUID()),
      command,
    );
    if (result.kind === "refused") throw new Error(`${state}: ${order.type} is ${result.refusal.refused}`);
    return result.ticket;
  };
  let after = await give(asSharer, {
    type: "OpenTicket",
    ticket,
    sharer,
    language: "en",
    subject: personal(id, "VPN keeps dropping"),
    details: null,
    urgency: "normal",
    device,
  });
  for (const step of STATES[state]) {
    const { by: who, order } = step({ ticket, sharer, device, asks: after.asks });
    after = await give(who === "sharer" ? asSharer : who, order);
  }
  beckon.delivery.wake(ticket, after);
  return after;
}

/** Like Sam, with a laptop like Sam's. */
export function moveIn(graph: Target["graph"], id: string, laptop: string): void {
  const { people, devices } = graph.tenant();
  const sam = people.find((each) => each.id === PEOPLE_IDS.sam);
  const model = devices.find((each) => each.id === DEVICE_IDS.samLaptop);
  if (sam === undefined || model === undefined) throw new Error("Sam or the laptop is missing");
  people.push({
    ...structuredClone(sam),
    id,
    userPrincipalName: `${id}@halden.example`,
    displayName: "Sharer",
  });
  devices.push({ ...structuredClone(model), id: laptop, azureADDeviceId: randomUUID(), userId: id });
}
