import { ConfigMistakes, readPolicies } from "../config/config.ts";
import { databaseOf } from "../config/database.ts";
import { DEFAULTS, Environment } from "../config/environment.ts";
import { readVariables } from "../config/secret-files.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { StoreConfig } from "../store/open-store.ts";
import { whyNoDatabase } from "../store/open-store.ts";

export interface Settings {
  readonly store: StoreConfig;
  readonly policy: Policy;
  readonly reader: ReaderLocale;
  /** Path of the anchors that are kept outside the database. */
  readonly anchorFile: string | undefined;
}

/** The auditor's commands need the database, its key and the policy, and none of the bot's credentials. */
const Needed = Environment.pick({
  DATABASE_URL: true,
  DATABASE_FILE: true,
  DATABASE_POOL_SIZE: true,
  DATABASE_IDENTITY: true,
  SECRET_MASTER_KEY: true,
  SECRET_FORMER_MASTER_KEY: true,
  POLICY_FILE: true,
  ANCHOR_FILE: true,
  TIME_ZONE: true,
  LOCALE: true,
});

/** The settings of a store that has to be there. @throws {ConfigMistakes} with all mistakes at once. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const settings = settingsIn(env);
  const mistake = whyNoDatabase(settings.store);
  if (mistake !== null) throw new ConfigMistakes([mistake]);
  return settings;
}

/** @throws {ConfigMistakes} with all mistakes at once. */
export function settingsIn(env: NodeJS.ProcessEnv): Settings {
  const { set, mistakes: unread } = readVariables(env);
  const profile = set.BECKON_PROFILE === "playground" ? "playground" : "production";
  const parsed = Needed.safeParse({ ...DEFAULTS[profile], ...set });
  if (!parsed.success || unread.length > 0) {
    const issues = parsed.error?.issues ?? [];
    throw new ConfigMistakes([
      ...unread,
      ...issues.map(({ path, message }) => `${String(path[0])}: ${message}`),
    ]);
  }
  const { SECRET_MASTER_KEY: masterKey, SECRET_FORMER_MASTER_KEY: formerMasterKey } = parsed.data;
  const policies = readPolicies(parsed.data.POLICY_FILE, parsed.data.TIME_ZONE);
  if ("mistakes" in policies) throw new ConfigMistakes(policies.mistakes);
  return {
    store: {
      profile,
      masterKey,
      ...(formerMasterKey !== undefined && { formerMasterKey }),
      ...databaseOf(parsed.data),
    },
    policy: policies.policy,
    anchorFile: parsed.data.ANCHOR_FILE,
    reader: { timeZone: parsed.data.TIME_ZONE, locale: parsed.data.LOCALE },
  };
}
