import { AsyncLocalStorage } from "node:async_hooks";

/** What a turn came to: `rejected` before anything was decided, such as somebody of another tenant. */
export type Outcome = "done" | "refused" | "rejected" | "failed";

/** One activity of Teams while it is handled, and the work that it starts. */
export interface Turn {
  readonly kind: string;
  /** Epoch milliseconds. */
  readonly beganAt: number;
  /** The verb of the button or the name of the typed command; null when it is neither. */
  action: string | null;
  outcome: Outcome;
  /** Of the trace, in hexadecimal digits; null while none is made. */
  trace: string | null;
}

const turns = new AsyncLocalStorage<Turn>();

/** Everything that the work does and starts belongs to the turn, also what goes on after it. */
export function inTurn<Result>(kind: string, work: (turn: Turn) => Promise<Result>): Promise<Result> {
  const turn: Turn = { kind, beganAt: Date.now(), action: null, outcome: "done", trace: null };
  return turns.run(turn, () => work(turn));
}

/** What the work starts belongs to no turn. */
export const outsideTurns = <Result>(work: () => Result): Result => turns.exit(work);

export const currentTurn = (): Turn | undefined => turns.getStore();

/** @param action a name from the code, never what somebody sent. */
export function nameTurn(action: string): void {
  const turn = turns.getStore();
  if (turn !== undefined) turn.action = action;
}

/** Lines of the log that say what a turn came to. */
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  "command.refused": "refused",
  "press.rejected": "rejected",
  "message.rejected": "rejected",
  "search.rejected": "rejected",
  "event.rejected": "rejected",
  "request.probed": "refused",
  "turn.failed": "failed",
};

export function settleTurn(line: string): void {
  const outcome = OUTCOMES[line];
  const turn = turns.getStore();
  if (outcome !== undefined && turn !== undefined) turn.outcome = outcome;
}
