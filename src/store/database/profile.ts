import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** A playground believes everybody, so its store and a real one never meet. */
export type StoreProfile = "production" | "playground";

/** The row in `settings` that the first migration writes. */
export const PROFILE_SETTING = "profile";

const OTHER: Readonly<Record<StoreProfile, string>> = {
  production:
    "This store was created by the playground, so production does not open it. Name another one with DATABASE_URL or DATABASE_FILE, or set BECKON_PROFILE=playground to look at this one.",
  playground:
    "This store belongs to production, and in the playground everybody is believed, so the playground does not open it. Remove BECKON_PROFILE=playground, or name another store.",
};

/** A store without the mark counts as production's. @throws when another profile created it. */
export async function insistOnProfile(db: Kysely<Schema>, profile: StoreProfile): Promise<void> {
  const created = await db
    .selectFrom("settings")
    .select("value")
    .where("name", "=", PROFILE_SETTING)
    .executeTakeFirst();
  if ((created?.value ?? "production") !== profile) throw new Error(OTHER[profile]);
}
