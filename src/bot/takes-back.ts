import { readsAsAnswer } from "./reads-as-answer.ts";
import { readsAsStop } from "./reads-as-stop.ts";

/** The verbs whose data are `lenient`: they take access, work or a question back, or tell that the screen is gone. */
const VERBS: ReadonlySet<string> = new Set([
  "stop-session",
  "step-down",
  "pause-session",
  "withdraw-ticket",
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

/** The same for words: whatever may mean stop, also beside other words, and a no to a question. */
export const wordsTakeBack = (text: string, locale: string): boolean =>
  readsAsStop(text, { locale }) !== "neither" || readsAsAnswer(text) === "no";
