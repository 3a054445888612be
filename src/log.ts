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

export function createLog(write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  const at = (level: string) => (name: string, fields: Fields) =>
    write(`${JSON.stringify({ at: new Date().toISOString(), level, name, ...fields })}\n`);
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

export const silentLog: Log = { info() {}, warn() {}, error() {} };
