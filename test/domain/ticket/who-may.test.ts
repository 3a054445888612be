import { describe, test } from "vitest";
import type { UserCommand } from "../../../src/domain/ticket/commands.ts";
import type { TicketEvent } from "../../../src/domain/ticket/events.ts";
import { type Actor, personal } from "../../../src/domain/ticket/person.ts";
import type { RefusalCode } from "../../../src/domain/ticket/refusal.ts";
import { by, orders } from "../../support/commands.ts";
import {
  asHana,
  asHugo,
  asLena,
  asMia,
  asSam,
  hana,
  lena,
  sam,
  samsLaptop,
  samsMac,
} from "../../support/people.ts";
import { given } from "../../support/spec.ts";
import {
  allowed,
  claimed,
  controlAllowed,
  ended,
  escalationAsked,
  event,
  extensionAsked,
  MINUTE,
  opened,
  resolved,
  T0,
  viewAsked,
  withdrawn,
} from "../../support/tickets.ts";

type Answer = "yes" | RefusalCode;
type Row = readonly [
  order: UserCommand,
  sharer: Answer,
  holder: Answer,
  otherHelper: Answer,
  lead: Answer,
  stranger: Answer,
  /** The holder, who is no helper any more: may only give back. */
  formerHelper: Answer,
];

const COLUMNS: readonly (readonly [string, Actor])[] = [
  ["the sharer", asSam],
  ["the claiming helper", asHana],
  ["another helper", asHugo],
  ["a lead", asLena],
  ["a stranger", asMia],
  ["a claiming helper without the role", { ...asHana, roles: asMia.roles }],
];

/** Sam's ticket, held by Hana, in the states that a helpdesk knows. */
const open = opened();
const held = [...open, ...claimed()];
const asked = [...held, ...viewAsked()];
const live = [...asked, ...allowed()];
const controlAsked = [...live, ...escalationAsked()];
const inControl = [...controlAsked, ...controlAllowed()];
const moreTimeAsked = [...live, ...extensionAsked(10)];
const paused = [...live, event(10, asSam.person, { type: "SessionPaused", session: 1 })];
const over = [...live, ...ended(11), ...resolved(11)];

const SHARER = "not_the_sharer";
const HELPER = "not_a_helper";
const HOLDER = "not_the_claiming_helper";
const INVOLVED = "not_involved";
const { helperStarted, sharerEnded } = orders;
const allowSecond = { ...orders.allow, ask: 2 };
const request = { subject: personal(sam.id, "VPN keeps dropping"), device: samsLaptop } as const;
const words = personal(sam.id, "Since this morning, every ten minutes.");
const urgent = { ...orders.amend, ...request, details: words };
const otherDevice = { ...urgent, device: samsMac };
const toLena = { ...orders.handOver, to: lena };

/** Design §3, "Who may", as a table: columns in the order of `COLUMNS`. */
const TABLE: Readonly<Record<string, readonly [readonly TicketEvent[], readonly Row[]]>> = {
  "without a ticket": [[], [[orders.open, "yes", "yes", "yes", "yes", HELPER, HELPER]]],
  "an open ticket": [
    open,
    [
      [urgent, "yes", INVOLVED, INVOLVED, "yes", INVOLVED, INVOLVED],
      [orders.amend, "yes", INVOLVED, INVOLVED, SHARER, INVOLVED, INVOLVED],
      [otherDevice, "yes", INVOLVED, INVOLVED, SHARER, INVOLVED, INVOLVED],
      [orders.withdraw, "yes", INVOLVED, INVOLVED, "yes", INVOLVED, INVOLVED],
      [orders.claim, HELPER, "yes", "yes", "yes", HELPER, HELPER],
      [orders.giveBack, HELPER, "not_claimed", "not_claimed", "not_claimed", HELPER, HELPER],
      [orders.handOver, HELPER, "not_claimed", "not_claimed", "yes", HELPER, HELPER],
      [orders.resolve, HELPER, "not_claimed", "not_claimed", "yes", HELPER, HELPER],
      [orders.askForView, HELPER, "not_claimed", "not_claimed", "not_claimed", HELPER, HELPER],
      [orders.askForMoreHelp, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
      [orders.addNote, "yes", INVOLVED, INVOLVED, "yes", INVOLVED, INVOLVED],
    ],
  ],
  "a claimed ticket": [
    held,
    [
      [urgent, "yes", "yes", INVOLVED, "yes", INVOLVED, "yes"],
      [orders.amend, "yes", SHARER, INVOLVED, SHARER, INVOLVED, SHARER],
      [otherDevice, "yes", SHARER, INVOLVED, SHARER, INVOLVED, SHARER],
      [orders.withdraw, "yes", "yes", INVOLVED, "yes", INVOLVED, "yes"],
      [orders.claim, HELPER, "already_yours", "already_claimed", "already_claimed", HELPER, HELPER],
      [orders.giveBack, HELPER, "yes", HOLDER, HOLDER, HELPER, "yes"],
      [toLena, HELPER, "yes", HOLDER, "yes", HELPER, HELPER],
      [orders.addNote, "yes", "yes", INVOLVED, "yes", INVOLVED, "yes"],
      [orders.resolve, HELPER, "yes", HOLDER, "yes", HELPER, HELPER],
      [orders.askForView, HELPER, "yes", HOLDER, HOLDER, HELPER, HELPER],
      [orders.askForMoreHelp, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
    ],
  ],
  "a question for view": [
    asked,
    [
      [orders.allow, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
      [orders.refuse, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
      [orders.cancel, HELPER, "yes", HOLDER, "yes", HELPER, "yes"],
      [orders.stop, "yes", "yes", HOLDER, "yes", HELPER, "yes"],
    ],
  ],
  "a live session": [
    live,
    [
      [orders.askForControl, HELPER, "yes", HOLDER, HOLDER, HELPER, HELPER],
      [orders.askForElevation, HELPER, "yes", HOLDER, HOLDER, HELPER, HELPER],
      [orders.askForTime, HELPER, "yes", HOLDER, HOLDER, HELPER, HELPER],
      [orders.askForMoreHelp, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
      [orders.pause, "yes", "yes", HOLDER, "yes", HELPER, "yes"],
      [orders.stop, "yes", "yes", HOLDER, "yes", HELPER, "yes"],
      [orders.giveBack, HELPER, "yes", HOLDER, HOLDER, HELPER, "yes"],
      [toLena, HELPER, "yes", HOLDER, "yes", HELPER, HELPER],
      [orders.resolve, HELPER, "yes", HOLDER, "yes", HELPER, HELPER],
      [helperStarted, HELPER, "yes", HOLDER, HOLDER, HELPER, "yes"],
      [sharerEnded, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
    ],
  ],
  "a question for control": [
    controlAsked,
    [
      [allowSecond, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
      [{ ...orders.cancel, ask: 2 }, HELPER, "yes", HOLDER, "yes", HELPER, "yes"],
      [orders.stop, "yes", "yes", HOLDER, "yes", HELPER, "yes"],
    ],
  ],
  "a question for more time": [moreTimeAsked, [[allowSecond, "yes", SHARER, SHARER, SHARER, SHARER, SHARER]]],
  control: [
    inControl,
    [
      [orders.stepDown, "yes", "yes", HOLDER, "yes", HELPER, "yes"],
      [orders.pause, "yes", "yes", HOLDER, "yes", HELPER, "yes"],
      [orders.stop, "yes", "yes", HOLDER, "yes", HELPER, "yes"],
    ],
  ],
  "a paused session": [
    paused,
    [
      [orders.resume, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
      [orders.stop, "yes", "yes", HOLDER, "yes", HELPER, "yes"],
    ],
  ],
  "a resolved ticket": [
    over,
    [
      [orders.reopen, "yes", SHARER, SHARER, "yes", SHARER, SHARER],
      [orders.feedback, "yes", SHARER, SHARER, SHARER, SHARER, SHARER],
      [orders.addNote, "yes", "yes", INVOLVED, "yes", INVOLVED, INVOLVED],
      [orders.claim, HELPER, "ticket_over", "ticket_over", "ticket_over", HELPER, HELPER],
    ],
  ],
  "a ticket that its sharer withdrew": [
    [...held, ...withdrawn(5)],
    [
      [orders.reopen, "yes", SHARER, SHARER, "yes", SHARER, SHARER],
      [orders.addNote, "yes", "yes", INVOLVED, "yes", INVOLVED, INVOLVED],
    ],
  ],
  "a ticket that its holder withdrew": [
    [...held, ...withdrawn(5, hana)],
    [[orders.reopen, "yes", "yes", SHARER, "yes", SHARER, SHARER]],
  ],
};

describe.each(Object.entries(TABLE))("who may, with %s:", (_, [story, rows]) => {
  const cells = rows.flatMap(([order, ...answers]) =>
    COLUMNS.map(([who, actor], column) => ({ order, who, actor, answer: answers[column] ?? "yes" })),
  );
  const minutes = ((story.at(-1)?.at ?? T0) - T0) / MINUTE;
  const name = (order: UserCommand) => [order.type, "level" in order ? order.level : ""].join(" ").trim();

  for (const { order, who, actor, answer } of cells) {
    test(`${name(order)} by ${who}: ${answer}`, () => {
      const outcome = given(story).when(by(actor, minutes, order));
      if (answer === "yes") outcome.leaves();
      else outcome.refuses(answer);
    });
  }
});
