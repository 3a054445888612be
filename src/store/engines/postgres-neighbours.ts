import { Client } from "pg";
import type { Neighbours } from "../../ports/neighbours.ts";
import type { Log } from "../../telemetry/log.ts";

export interface ClosableNeighbours extends Neighbours {
  close(): Promise<void>;
}

const CHANNEL = "beckon_neighbours";
const CONNECT_TIMEOUT_MS = 2_000;
/** For the last note, which says that this process is gone. */
const CLOSE_WITHIN_MS = 500;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A server that takes notes this slowly gets no more of them until it has caught up. */
const MOST_UNDER_WAY = 20;

/**
 * Notes between the processes on one PostgreSQL, by LISTEN and NOTIFY on a connection of their own: no table, no
 * polling, and nothing that a press has to wait for. A connection that is lost is opened again; until then nobody hears.
 * A pooler that shares connections between transactions passes no notifications on, and then each process is alone.
 */
export function postgresNeighbours(connectionString: string, log: Log): ClosableNeighbours {
  const listeners: ((note: string) => void)[] = [];
  let client: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pause = FIRST_PAUSE_MS;
  let underWay = 0;
  let newest = Promise.resolve();
  let closed = false;

  async function open(): Promise<void> {
    const fresh = new Client({
      connectionString,
      application_name: "beckon neighbours",
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    fresh.on("error", () => lost(fresh));
    fresh.on("end", () => lost(fresh));
    fresh.on("notification", ({ payload }) => {
      for (const listener of listeners) listener(payload ?? "");
    });
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
      pause = FIRST_PAUSE_MS;
    } catch {
      lost(fresh);
    }
  }

  /** An error is followed by the end of the same connection: that is one loss. */
  function lost(which: Client): void {
    if (client !== which) return;
    client = null;
    underWay = 0;
    void which.end().catch(() => undefined);
    if (closed) return;
    log.warn("neighbours.lost", { again: pause });
    timer = setTimeout(() => void open(), pause);
    timer.unref();
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }

  void open();
  return {
    tell(note) {
      const through = client;
      if (through === null || underWay >= MOST_UNDER_WAY) return;
      underWay += 1;
      newest = through
        .query("select pg_notify($1, $2)", [CHANNEL, note])
        .catch(() => undefined)
        .then(() => {
          if (client === through) underWay -= 1;
        });
    },
    hear: (listener) => void listeners.push(listener),
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = null;
      const patience = Promise.withResolvers<void>();
      const late = setTimeout(patience.resolve, CLOSE_WITHIN_MS);
      await Promise.race([newest, patience.promise]);
      clearTimeout(late);
      await last?.end().catch(() => undefined);
    },
  };
}
