import { databaseToken } from "../graph/sign-in.ts";
import type { Environment } from "./environment.ts";

type Needed = Pick<
  Environment,
  "DATABASE_URL" | "DATABASE_FILE" | "DATABASE_POOL_SIZE" | "DATABASE_IDENTITY"
>;

/** Which database, and who Beckon is there. */
export function databaseOf({ DATABASE_URL, DATABASE_FILE, DATABASE_POOL_SIZE, DATABASE_IDENTITY }: Needed) {
  if (DATABASE_URL === undefined) return { file: DATABASE_FILE };
  return {
    databaseUrl: DATABASE_URL,
    poolSize: DATABASE_POOL_SIZE,
    ...(DATABASE_IDENTITY !== undefined && { databasePassword: databaseToken(DATABASE_IDENTITY) }),
  };
}
