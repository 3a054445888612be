/** Tells people at a terminal how far a long command is, with rate and remaining time. */
export interface Progress {
  /** @param what is counted, such as `tickets`. @param total of them; null when it is not known. */
  begin(what: string, total: number | null): Counter;
}

export interface Counter {
  /** So many are done, counted from the beginning. */
  done(count: number): void;
  /** Takes the line away again. */
  end(): void;
}

interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Between two drawings: often enough to be alive, and cheap. */
const REDRAWN_MS = 200;
const CLEAR = "\r\u001b[K";

/**
 * One line that is drawn over itself. Silent when `terminal` is none, so that logs and pipes get nothing of it.
 * @param now milliseconds, from any beginning.
 */
export function progressOn(terminal: Terminal, now: () => number): Progress {
  if (terminal.isTTY !== true) return silentProgress;
  return {
    begin(what, total) {
      const begun = now();
      let drawn = begun;
      return {
        done(count) {
          const at = now();
          if (at - drawn < REDRAWN_MS) return;
          drawn = at;
          terminal.write(`${CLEAR}${progressLine(what, count, total, at - begun)}`);
        },
        end: () => void terminal.write(CLEAR),
      };
    },
  };
}

export const silentProgress: Progress = { begin: () => ({ done() {}, end() {} }) };

/** `tickets: 1,200 of 20,000 (6%), 400 a second, 47 s left`. */
export function progressLine(what: string, count: number, total: number | null, elapsed: number): string {
  const rate = elapsed === 0 ? 0 : (count / elapsed) * 1_000;
  const number = new Intl.NumberFormat("en", { maximumFractionDigits: rate < 10 ? 1 : 0 });
  const speed = `${number.format(rate)} a second`;
  if (total === null || total === 0) return `${what}: ${number.format(count)}, ${speed}`;
  const share = `${Math.min(100, Math.floor((count / total) * 100))}%`;
  const left = rate === 0 ? "" : `, ${inWords(Math.max(0, total - count) / rate)} left`;
  return `${what}: ${number.format(count)} of ${number.format(total)} (${share}), ${speed}${left}`;
}

function inWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.ceil(whole / 60)} min`;
  return `${Math.floor(whole / 3_600)} h ${Math.ceil((whole % 3_600) / 60)} min`;
}
