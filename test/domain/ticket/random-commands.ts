import fc from "fast-check";
import type { Command, SystemCommand, UserCommand } from "../../../src/domain/ticket/commands.ts";
import { type Actor, personal } from "../../../src/domain/ticket/person.ts";
import type { Ticket } from "../../../src/domain/ticket/ticket.ts";
import { check, eligible, notEligible, orders, silentCheck } from "../../support/commands.ts";
import { asHana, asHugo, asLena, asMia, asSam, hugo, lena, mia, sam, samsMac } from "../../support/people.ts";
import { MINUTE } from "../../support/tickets.ts";

/** One step of a random story. What it means depends on where the story stands: `ask` counts back from the newest. */
export interface Step {
  readonly order: UserCommand | SystemCommand;
  readonly actor: Actor;
  /** Minutes that pass before it; the clock also jumps back. */
  readonly minutes: number;
  /** 0: about the newest ask or session, 1: about the one before it. */
  readonly back: number;
  /** In place of the order: what people would sensibly do next, so that stories lead somewhere. */
  readonly sensible: boolean;
}

/** Sam, who is also a lead and tries to use that on his own ticket; Hana, who was taken out of the helpers group. */
const asSamTheLead: Actor = { person: sam, roles: { helper: true, lead: true } };
const asHanaOutside: Actor = { person: asHana.person, roles: asMia.roles };
const anybody = fc.constantFrom(asSam, asHana, asHugo, asLena, asMia, asSamTheLead, asHanaOutside);
const mostly = (actor: Actor) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(actor) }, { weight: 1, arbitrary: anybody });

const between = (from: number, to: number) =>
  fc.integer({ min: from * 60, max: to * 60 }).map((seconds) => seconds / 60);
const minutes = fc.oneof(
  { weight: 240, arbitrary: between(0, 1) },
  { weight: 70, arbitrary: between(1, 3) },
  { weight: 7, arbitrary: between(4, 40) },
  { weight: 6, arbitrary: fc.constantFrom(45, 45, 45, 60, 600, 8 * 24 * 60) },
  { weight: 25, arbitrary: between(-0.5, 0) },
  // So far back that it is in doubt for a while.
  { weight: 1, arbitrary: between(-30, -0.5) },
);
const back = fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) });
const sensible = fc.nat(2).map((luck) => luck === 0);
const length = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(10 * MINUTE, 45 * MINUTE, Number.MAX_SAFE_INTEGER) },
  { weight: 1, arbitrary: fc.constantFrom(-MINUTE, 0, 3 * MINUTE) },
);
const levelOf = (order: { eligibility: { level: "view" | "control" | "elevation" } }) =>
  order.eligibility.level;

const checks = {
  met: routineOf(check(0)),
  silent: routineOf(silentCheck(0)),
  lost: (keeps: "view" | "control" | null) => routineOf(check(0, keeps)),
};

type Choice = readonly [weight: number, actor: Actor, order: fc.Arbitrary<UserCommand | SystemCommand>];
const just = (...some: readonly (UserCommand | SystemCommand)[]) => fc.constantFrom(...some);

function routineOf(command: Command): SystemCommand {
  if (command.type !== "RecordCheck") throw new Error(`${command.type} is no check`);
  return command;
}

function asking<Ask extends (typeof orders)["askForView" | "askForControl" | "askForElevation"]>(order: Ask) {
  return fc.tuple(length, fc.nat(9)).map(([longest, luck]): UserCommand => {
    const eligibility = luck === 0 ? notEligible(levelOf(order)) : eligible(levelOf(order));
    return { ...order, length: longest, eligibility };
  });
}

const CHOICES: readonly Choice[] = [
  [6, asHana, just(orders.claim)],
  [1, asHana, just(orders.giveBack)],
  [1, asLena, just(orders.handOver, { ...orders.handOver, to: lena }, { ...orders.handOver, to: sam })],
  [1, asHana, just({ ...orders.handOver, to: mia, toRoles: asMia.roles }, { ...orders.handOver, to: hugo })],
  [10, asHana, asking(orders.askForView)],
  [9, asHana, asking(orders.askForControl)],
  [8, asHana, asking(orders.askForElevation)],
  [9, asHana, just(orders.askForTime, { ...orders.askForTime, eligibility: eligible("view") })],
  [14, asSam, length.map((shorter): UserCommand => ({ ...orders.allow, length: shorter }))],
  [10, asSam, just(orders.allow)],
  [4, asSam, just(orders.refuse, { ...orders.allow, phrase: "12" })],
  [1, asHana, just(orders.cancel)],
  [1, asSam, just(orders.stop)],
  [4, asSam, just(orders.stepDown)],
  [4, asSam, just(orders.pause)],
  [8, asSam, just(orders.resume)],
  [1, asSam, just(orders.askForMoreHelp)],
  [2, asSam, just(orders.amend, { ...orders.amend, device: samsMac })],
  [1, asHana, just(orders.addNote, { ...orders.addNote, note: personal(hugo.id, "Hm.") })],
  [3, asHana, just(orders.resolve, orders.resolve, orders.resolve, orders.resolve, orders.withdraw)],
  [8, asSam, just(orders.reopen, orders.feedback, { ...orders.feedback, fixed: false })],
  [1, asHana, just(orders.helperStarted, orders.sharerEnded)],
  [10, asSam, just({ type: "PassTime" })],
  [1, asSam, just({ type: "ConfirmEnd", session: 1 })],
  [12, asSam, just(checks.met)],
  [
    3,
    asSam,
    just(checks.silent, checks.silent, checks.lost("view"), checks.lost("control"), checks.lost(null)),
  ],
];

const step: fc.Arbitrary<Step> = fc.oneof(
  ...CHOICES.map(([weight, actor, order]) => ({
    weight,
    arbitrary: fc.record({ order, actor: mostly(actor), minutes, back, sensible }).map(readable),
  })),
);

const told = (verdicts: object) => Object.values(verdicts).map(({ verdict }) => verdict);

/** A failing story is printed with one line per step. */
function readable(step: Step): Step {
  const { actor, order, minutes, back, sensible } = step;
  const about = "level" in order ? order.level : "verdicts" in order ? told(order.verdicts) : "";
  const who = sensible ? "sensible" : actor.person.name.text;
  const line = `\n+${minutes} ${who}: ${order.type} ${about} -${back}`;
  return Object.defineProperty({ ...step }, fc.toStringMethod, { value: () => line });
}

const usual = (actor: Actor, order: UserCommand): Step =>
  readable({ order, actor, minutes: 0.5, back: 0, sensible: false });
const opening = usual(asSam, orders.open);
/** Two stories in three begin as most do, so that the rest of them happens where there is something to lose. */
const toView = [
  opening,
  usual(asHana, orders.claim),
  usual(asHana, orders.askForView),
  usual(asSam, orders.allow),
];
const toControl = [...toView, usual(asHana, orders.askForControl), usual(asSam, orders.allow)];
const beginnings = fc.constantFrom<readonly Step[]>([opening], toView, toControl);

export const stories: fc.Arbitrary<readonly Step[]> = fc
  .tuple(beginnings, fc.array(step, { minLength: 30, maxLength: 60, size: "max" }))
  .map(([beginning, rest]) => [...beginning, ...rest]);

/** A step as a command at a moment of the story. */
export function commandOf(step: Step, at: number, ticket: Ticket | null): Command {
  const { order, actor } = step.sensible && ticket !== null ? sensibly(step, ticket) : step;
  const sessions = ticket === null ? 0 : ticket.past.length + (ticket.session === null ? 0 : 1);
  const about = {
    ...("ask" in order ? { ask: Math.max(1, (ticket?.asks ?? 0) - step.back) } : {}),
    ...("session" in order ? { session: Math.max(1, sessions - step.back) } : {}),
    ...(order.type === "AskForView" && step.back === 0 ? { device: ticket?.device ?? samsMac } : {}),
  };
  return isRoutine(order) ? { ...order, ...about, at } : { ...order, ...about, actor, at };
}

const ROUTINES: readonly string[] = ["PassTime", "RecordCheck", "ConfirmEnd"];
const isRoutine = (order: UserCommand | SystemCommand): order is SystemCommand =>
  ROUTINES.includes(order.type);

function sensibly({ order }: Step, { status, claim, session }: Ticket): Pick<Step, "order" | "actor"> {
  const holder = [asHana, asHugo, asLena].find(({ person }) => person.id === claim?.helper.id) ?? asHana;
  if (status === "resolved") return { actor: asSam, order: orders.reopen };
  if (claim === null) return { actor: asHana, order: orders.claim };
  if (session === null) return { actor: holder, order: orders.askForView };
  if (session.pausedBy !== null) return { actor: asSam, order: orders.resume };
  if (session.asks.some(({ answer }) => answer === null)) return { actor: asSam, order: orders.allow };
  const isAsk = order.type === "AskForEscalation" || order.type === "AskForExtension";
  return isAsk ? { actor: holder, order } : { actor: asSam, order: checks.met };
}
