import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { atT0, type Here } from "./place.ts";

export function profileContract(here: Here): void {
  describe("a store and the profile that created it", () => {
    const deps = { clock: atT0, log: silentLog };

    test("production's is not opened by the playground, which is told what to do", async () => {
      const config = { ...here.place.config, profile: "playground" } as const;
      await expect(openStore(config, deps)).rejects.toThrow(
        /belongs to production.*Remove BECKON_PROFILE=playground, or name another store/,
      );
      await (await here.place.open()).time();
    });

    test("the playground's is not opened by production, and goes on serving the playground", async () => {
      const place = await here.find();
      const database = place.database();
      if (database.dialect.name === "postgres") {
        await database.query((db) => sql`drop schema public cascade`.execute(db));
        await database.query((db) => sql`create schema public`.execute(db));
      }
      const config = { ...place.config, profile: "playground" } as const;
      await (await openStore(config, deps)).close();
      await expect(openStore({ ...config, profile: "production" }, deps)).rejects.toThrow(
        /created by the playground.*DATABASE_URL or DATABASE_FILE, or set BECKON_PROFILE=playground/,
      );
      await (await openStore(config, deps)).close();
      await place.leave();
    });

    test("without a mark it counts as production's", async () => {
      await here.database.query((db) => db.deleteFrom("settings").where("name", "=", "profile").execute());
      await expect(openStore({ ...here.place.config, profile: "playground" }, deps)).rejects.toThrow(
        "belongs to production",
      );
    });

    test("that is refused is not changed, whatever its tables are", async () => {
      await here.database.query((db) => db.deleteFrom("settings").where("name", "=", "master-key").execute());
      await expect(openStore({ ...here.place.config, profile: "playground" }, deps)).rejects.toThrow();
      const settings = await here.database.query((db) => db.selectFrom("settings").select("name").execute());
      expect(settings).not.toContainEqual({ name: "master-key" });
    });
  });
}
