import { DatabaseSync } from "node:sqlite";
import type { TicketId } from "../src/domain/ticket/ids.ts";
import type { Shown } from "../test/support/chats.ts";
import { allTickets, lostSentence, onlyNameOf, type Tickets } from "./check.ts";
import type { Coverage } from "./coverage.ts";
import { type AtRest, runChaos } from "./run.ts";

/** Damage on SQLite that one check exists for. */
interface Control {
  readonly name: string;
  /** @returns how the finding about this very damage begins. */
  inject(target: Target): Promise<string> | string;
}

/** Where the damage is done: each control has a ticket or card of its own, so that none hides another. */
interface Target extends AtRest {
  readonly tickets: Tickets;
  readonly edited: TicketId;
  readonly withCards: TicketId;
}

export const CONTROLS: readonly Control[] = [
  {
    name: "an acknowledged action that is not in the store",
    inject({ env, answers, tickets, dice }) {
      const kept = answers.filter((each) => onlyNameOf(each, tickets) !== null);
      const dropped = dice.pick(kept);
      inFile(env, (database) =>
        database.prepare("delete from presses where press = ?").run(onlyNameOf(dropped, tickets)),
      );
      return lostSentence(dropped);
    },
  },
  {
    name: "an event that was changed",
    inject({ env, edited }) {
      inFile(env, (database) =>
        database.prepare("update events set body = body || ' ' where version = 1 and ticket = ?").run(edited),
      );
      return `broken trail ${edited}: `;
    },
  },
  {
    name: "a card that missed an update",
    async inject(target) {
      const message = await messageOf("ticket-channel", target);
      message.card = { type: "AdaptiveCard", body: [] };
      return `stale: ticket-channel of ${target.withCards}`;
    },
  },
  {
    name: "a card that is missing",
    async inject(target) {
      target.chats.remove(await messageOf("ticket-sharer", target));
      return `missing: ticket-sharer of ${target.withCards}`;
    },
  },
  {
    name: "messages faster than Teams takes them",
    async inject({ chats }) {
      // More than half a minute may hold, for a machine that is too busy to send eight within a second.
      for (let sent = 0; sent < 70; sent++) await post(chats.serviceUrl, FLOODED, { text: "hello" });
      return `too fast to ${FLOODED}: `;
    },
  },
  {
    name: "a card that was posted twice",
    async inject(target) {
      const { conversation } = await messageOf("ticket-channel", target);
      const content = { type: "AdaptiveCard", body: [{ type: "TextBlock", text: target.withCards }] };
      // The limits do not count this one; every other control has come before.
      target.chats.mishap(null);
      const id = await post(target.chats.serviceUrl, conversation, { attachments: [{ content }] });
      return `posted twice: ${conversation} ${id}`;
    },
  },
];

const FLOODED = "a:control";

export interface ControlReport {
  /** By the name of the control. */
  readonly caught: Readonly<Record<string, boolean>>;
  /** Findings that no control has caused. */
  readonly unexpected: readonly string[];
  readonly coverage: Coverage;
}

/** A calm run in which each control damages something after all is at rest. */
export async function runControls(seed: number): Promise<ControlReport> {
  const expected: string[] = [];
  const size = { profile: "willing", processes: 1, stories: 6, kills: 0, longest: 120 } as const;
  const { wrong, coverage } = await runChaos({
    seed,
    ...size,
    isCalm: true,
    keepsLimits: true,
    async damage(atRest) {
      const target = await targetIn(atRest);
      for (const { inject } of CONTROLS) expected.push(await inject(target));
    },
  });
  const isAbout = (finding: string) => expected.some((each) => finding.startsWith(each));
  const caught = CONTROLS.map(({ name }, i) => {
    const start = expected[i];
    return [name, start !== undefined && wrong.some((finding) => finding.startsWith(start))] as const;
  });
  return {
    caught: Object.fromEntries(caught),
    unexpected: wrong.filter((finding) => !isAbout(finding)),
    coverage,
  };
}

/** A ticket whose cards were never posted again, so that a duplicate is not taken for one of those. */
async function targetIn(atRest: AtRest): Promise<Target> {
  const { store, bots, dice } = atRest;
  const tickets = await allTickets(store);
  const postedAgain = new Set(
    bots.log.filter(({ name }) => name === "surface.posted-again").map(({ ticket }) => ticket),
  );
  const withCards = dice.pick([...tickets.keys()].filter((id) => !postedAgain.has(id)));
  const edited = dice.pick([...tickets.keys()].filter((id) => id !== withCards));
  return { ...atRest, tickets, edited, withCards };
}

/** @throws when the ticket has no such card. */
async function messageOf(key: string, { store, chats, withCards }: Target): Promise<Shown> {
  const posted = (await store.posted(withCards)).find((each) => each.key === key);
  const messages = posted === undefined ? [] : chats.in(posted.address.conversationId);
  const message = messages.find(({ id }) => id === posted?.activityId);
  if (message === undefined) throw new Error(`${withCards} has no ${key}`);
  return message;
}

/** @returns the id of the message. */
async function post(serviceUrl: string, conversation: string, body: object): Promise<string> {
  const answer = await fetch(`${serviceUrl}/v3/conversations/${conversation}/activities`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  const { id = "" } = (await answer.json()) as { readonly id?: string };
  return id.replace(/^.*;messageid=/, "");
}

function inFile(env: NodeJS.ProcessEnv, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(env.DATABASE_FILE ?? "");
  try {
    work(database);
  } finally {
    database.close();
  }
}
