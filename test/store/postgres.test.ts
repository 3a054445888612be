import { describe, inject } from "vitest";
import { postgres } from "../../src/store/engines/postgres.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { createDatabase, emptyDatabase } from "../support/postgres.ts";
import { type FindPlace, placeAt } from "./place.ts";
import { storeContract } from "./store.contract.ts";

const server = inject("postgresServer");

let database: Promise<string> | undefined;
const freshDatabase: FindPlace = async () => {
  database ??= createDatabase(server ?? "");
  const databaseUrl = await database;
  await emptyDatabase(databaseUrl);
  return placeAt({ databaseUrl }, () => postgres(databaseUrl, silentLog));
};

describe.skipIf(server === null)("on PostgreSQL", () => {
  storeContract(freshDatabase);
});
