import { DatabaseSync } from "node:sqlite";
import type { Ruins } from "./run.ts";

export interface Control {
  readonly name: string;
  /** On SQLite, after all is at rest. */
  readonly sabotage: (ruins: Ruins) => Promise<void>;
  /** What the report has to say. */
  readonly expects: RegExp;
}

const inFile = (env: NodeJS.ProcessEnv, work: (database: DatabaseSync) => void): void => {
  const database = new DatabaseSync(env.DATABASE_FILE ?? "");
  try {
    work(database);
  } finally {
    database.close();
  }
};

/** Damage that each check exists for. A check that overlooks it is worth nothing. */
export const CONTROLS: readonly Control[] = [
  {
    name: "an append that was acknowledged and dropped",
    expects: /^lost: /,
    sabotage: async ({ env }) =>
      inFile(env, (database) =>
        database.exec("delete from presses where rowid in (select max(rowid) from presses)"),
      ),
  },
  {
    name: "an event that was changed",
    expects: /^broken chain: /,
    sabotage: async ({ env }) =>
      inFile(env, (database) =>
        database.exec(
          "update events set at = at + 1, hash = 'f' || substr(hash, 2) where version = 1 and ticket = (select max(ticket) from events)",
        ),
      ),
  },
  {
    name: "a card that an update never reached",
    expects: /^stale: /,
    sabotage: async ({ chats }) => {
      const [first] = chats.in("19:helpdesk@thread.tacv2").filter(({ card }) => card !== null);
      if (first !== undefined) first.card = { type: "AdaptiveCard", body: [] };
    },
  },
  {
    name: "a card that was posted twice",
    expects: /^posted twice: /,
    sabotage: async ({ chats }) => {
      const { serviceUrl } = chats;
      const attachments = [{ content: { type: "AdaptiveCard", body: [] } }];
      await fetch(`${serviceUrl}/v3/conversations/a:sam/activities`, {
        method: "POST",
        body: JSON.stringify({ attachments }),
      });
    },
  },
  {
    name: "messages faster than Teams takes them",
    expects: /^too fast: /,
    sabotage: async ({ chats }) => {
      const once = () =>
        fetch(`${chats.serviceUrl}/v3/conversations/a:sam/activities`, {
          method: "POST",
          body: JSON.stringify({ text: "hello" }),
        });
      await Promise.all(Array.from({ length: 9 }, once));
    },
  },
];
