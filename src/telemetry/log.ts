import { currentTurn, settleTurn } from "./turn.ts";

/**
 * JSON lines. A name is stable and dotted (`control.requested`); fields hold ids, codes and counts: never names
 * of people, free text, codes, tokens or keys.
 */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(name: string, fields?: Fields): void;
  warn(name: string, fields?: Fields): void;
  error(name: string, fields?: Fields): void;
}

const LOG_LEVELS = ["info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

interface LogOptions {
  /** In every line, such as the version. */
  readonly always?: Fields;
  /** Told of every line, also of those that are not written. */
  readonly observe?: (level: LogLevel, name: string, fields: Fields) => void;
}

/** @param least the lowest level that is written. */
export function createLog(
  write: (line: string) => void = (line) => process.stdout.write(line),
  least: LogLevel = "info",
  { always, observe = () => {} }: LogOptions = {},
): Log {
  const at = (level: LogLevel) => {
    const isWritten = LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);
    return (name: string, fields?: Fields) => {
      settleTurn(name);
      observe(level, name, fields ?? {});
      if (!isWritten) return;
      const trace = currentTurn()?.trace ?? undefined;
      write(
        `${JSON.stringify({ at: new Date().toISOString(), level, name, ...always, trace, ...fields })}\n`,
      );
    };
  };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

/** What the log may know of a fault: its class, because a message may repeat what a person wrote. */
export const faultName = (fault: unknown): string => (fault instanceof Error ? fault.name : "unknown");

export const silentLog: Log = { info() {}, warn() {}, error() {} };
