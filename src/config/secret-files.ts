import { readFileSync } from "node:fs";
import { type Given, given, VARIABLES, type Variable } from "./environment.ts";

/** Variables that hold secrets: each may also come from the file that `NAME_FILE` names, as containers mount them. */
export const SECRETS: readonly Variable[] = VARIABLES.filter(
  (name) => name.startsWith("SECRET_") || name === "DATABASE_URL",
);

export interface ReadVariables {
  readonly set: Given;
  readonly mistakes: readonly string[];
}

/** The variables that are set, secrets from files included. Mistakes name variables, never a value or a path. */
export function readVariables(
  env: NodeJS.ProcessEnv,
  readFile: (path: string) => string = (path) => readFileSync(path, "utf8"),
): ReadVariables {
  const direct = given(env);
  const mistakes: string[] = [];
  const fromFiles = SECRETS.flatMap((name) => {
    const path = env[`${name}_FILE`]?.trim();
    if (!path) return [];
    if (direct[name] !== undefined) {
      mistakes.push(`${name}_FILE: is set beside ${name}; keep one of them`);
      return [];
    }
    const content = contentOf(path, readFile);
    if (content !== null) return [[name, content] as const];
    mistakes.push(`${name}_FILE: names no file with text in it that Beckon may read`);
    return [];
  });
  return { set: Object.assign({}, direct, Object.fromEntries(fromFiles)), mistakes };
}

/** Editors and `echo` end a file with a line break, which belongs to no secret. */
function contentOf(path: string, readFile: (path: string) => string): string | null {
  try {
    return readFile(path).trim() || null;
  } catch {
    return null;
  }
}
