import type { Config } from "../config/config.ts";
import type { Problem } from "../graph/connection.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../telemetry/log.ts";
import { endOf, judgeEnd } from "./sign-in-checks.ts";
import type { Tools } from "./tools.ts";

const DAILY = "7 6 * * *";
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

interface Deps {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** With a short deadline, and its own quiet connection: a permission that is optional is no problem. */
  readonly tools: () => Pick<Tools, "graph" | "round">;
  readonly problem: (problem: Problem) => void;
}

/** Warns 30 days before what Beckon signs in with ends: each day in the log, each week in the helpdesk channel. */
export function watchSecrets({ config, clock, log, tools, problem }: Deps) {
  async function run(): Promise<void> {
    const apps = [
      ["BOT", config.bot.credential],
      ["GRAPH", config.graph.credential],
    ] as const;
    const warned = new Set<string>();
    for (const [app, credential] of apps) {
      const end = await endOf(credential, app, tools());
      const now = clock.now();
      const judged = judgeEnd({ end, now });
      // The Graph app is the bot's own unless it is another one.
      const same = "clientId" in credential ? credential.clientId : app;
      if (end.kind !== "at" || judged.outcome === "ok" || warned.has(same)) continue;
      warned.add(same);
      const { variable } = end;
      log.warn("secret.ends", { variable, days: Math.floor((end.at - now) / (WEEK_MS / 7)) });
      problem({
        matter: `${variable} ${Math.floor(now / WEEK_MS)}`,
        heading: ({ say }) => say("problem.secret-ends", { variable }),
        text: (words) =>
          `${words.say("problem.secret-ends.text")} ${judged.seen(words)}. ${judged.fix?.(words) ?? ""}`,
      });
    }
  }
  return { name: "secret-ends", cron: DAILY, run } as const;
}
