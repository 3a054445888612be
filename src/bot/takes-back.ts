import { NUMBER } from "./commands/stop.ts";
import { readsAsAnswer } from "./reads-as-answer.ts";
import { readsAsStop } from "./reads-as-stop.ts";

/** The verbs whose data are `lenient`: they take access, work or a question back, or tell that the screen is gone. */
const VERBS: ReadonlySet<string> = new Set([
  "stop-session",
  "step-down",
  "pause-session",
  "withdraw-ticket",
  "disown-request",
  "give-back",
  "resolve-ticket",
  "cancel-ask",
  "report-transport",
]);

/** Never limited, because somebody may be watched until it is done. */
export function pressTakesBack(verb: string, data: unknown): boolean {
  if (VERBS.has(verb)) return true;
  const isRefusal = typeof data === "object" && data !== null && "answer" in data && data.answer === "refuse";
  return verb === "answer-ask" && isRefusal;
}

/**
 * The same for words. A plain stop is never limited; words beside a stop and a no only of somebody in a session, because
 * elsewhere they become a message or a form like all others.
 */
export async function wordsTakeBack(
  text: string,
  locale: string,
  isInSession: () => Promise<boolean>,
): Promise<boolean> {
  const reading = readsAsStop(text.replace(NUMBER, " "), { locale });
  if (reading === "stop") return true;
  return (reading === "show-stop" || readsAsAnswer(text) === "no") && (await isInSession());
}
