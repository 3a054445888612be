import type { Log } from "../telemetry/log.ts";
import { inTurn } from "../telemetry/turn.ts";
import type { Activity } from "./activity.ts";
import type { RunTurn } from "./sdk.ts";

/** Says of every turn what it was, what it came to and how many milliseconds it took to its answer. */
export const measured =
  (run: RunTurn, log: Log): RunTurn =>
  (claims, activity) =>
    inTurn(kindOf(activity), async (turn) => {
      const began = performance.now();
      try {
        return await run(claims, activity);
      } finally {
        const { kind, action, outcome } = turn;
        log.info("turn.done", { turn: kind, action, outcome, ms: Math.round(performance.now() - began) });
      }
    });

const INVOKES: Readonly<Record<string, string>> = {
  "composeExtension/query": "search",
  "composeExtension/fetchTask": "dialog",
  "composeExtension/submitAction": "dialog",
};

function kindOf({ type, name }: Activity): string {
  if (type === "invoke") return INVOKES[String(name)] ?? "button";
  return type === "message" || type === "messageUpdate" || type === "messageDelete" ? "message" : "event";
}
