import { describe, inject } from "vitest";
import { silentLog } from "../../src/log.ts";
import { postgres } from "../../src/store/postgres.ts";
import { createDatabase } from "../support/postgres.ts";
import { type FindPlace, placeAt } from "./place.ts";
import { trailContract } from "./trail.contract.ts";

const server = inject("postgresServer");

const freshDatabase: FindPlace = async () => {
  const databaseUrl = await createDatabase(server ?? "");
  return placeAt({ databaseUrl }, () => postgres(databaseUrl, silentLog));
};

describe.skipIf(server === null)("on PostgreSQL", () => {
  trailContract(freshDatabase);
});
