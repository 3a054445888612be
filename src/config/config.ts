import { readFileSync } from "node:fs";
import type { SummaryTo } from "../cards/view.ts";
import type { EligibilityPolicy } from "../domain/eligibility/policy.ts";
import type { Policy } from "../domain/ticket/policy.ts";
import type { CredentialConfig } from "../graph/sign-in.ts";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { DigestTo, ReportPolicy } from "../ports/report-policy.ts";
import type { RetentionPolicy } from "../ports/retention.ts";
import { botCredential, graphCredential } from "./credentials.ts";
import { databaseOf } from "./database.ts";
import { DEFAULTS, Environment, type Profile } from "./environment.ts";
import { brokenRules } from "./environment-rules.ts";
import { type ParsedPolicies, type Policies, parsePolicyFile } from "./policy-file.ts";
import { policyHash } from "./policy-hash.ts";
import { readVariables } from "./secret-files.ts";

export interface BotConfig {
  /** Empty only when anonymous. */
  readonly appId: string;
  readonly tenantId: string;
  readonly credential: CredentialConfig;
  /** Calls are unsigned in both directions; only in the playground, on loopback. */
  readonly anonymous: boolean;
}

/** The whole configuration, grouped by the room that uses it. */
export interface Config {
  readonly profile: Profile;
  readonly http: { readonly host: string; readonly port: number };
  /** Beckon's public origin, for links to files; null takes no file that needs a link. */
  readonly publicUrl: string | null;
  readonly bot: BotConfig;
  readonly teams: {
    readonly tenants: readonly string[];
    /** As `URL.host` writes them. */
    readonly serviceHosts: readonly string[];
    /** The helpdesk channel's conversation id. */
    readonly helpdesk: string;
    /** Off only where the connector is not Teams. */
    readonly keepsLimits: boolean;
    /** Off only where programs act as people. */
    readonly limitsPeople: boolean;
  };
  readonly graph: {
    readonly baseUrl: string;
    readonly credential: CredentialConfig;
    readonly helpersGroupId: string;
    readonly leadsGroupId: string;
    /** Beckon's public address for Graph's change notifications; without it there are no subscriptions. */
    readonly notificationsUrl?: URL;
    readonly auditorsGroupId?: string;
    /** The id in the app manifest; without it Beckon does not install itself for people. */
    readonly teamsAppId?: string;
  };
  readonly store: {
    readonly profile: Profile;
    readonly masterKey: Buffer;
    readonly formerMasterKey?: Buffer;
  } & (
    | {
        readonly databaseUrl: string;
        readonly poolSize: number;
        readonly databasePassword?: () => Promise<string>;
      }
    | { readonly file: string }
  );
  readonly policy: Policy;
  readonly eligibility: EligibilityPolicy;
  readonly summaryTo: SummaryTo;
  /** The channel for summaries that cannot be sent to a manager; null keeps them waiting. */
  readonly summaryFallback: string | null;
  readonly digestTo: DigestTo;
  readonly reports: ReportPolicy;
  /** The channel for anchors and anomalies; null only stores them. */
  readonly auditChannel: string | null;
  /** The channel for reports of people about somebody who may be posing as a helper; null when the leads are told. */
  readonly securityChannel: string | null;
  /** Path of the file with every anchor, outside the database; null for none. */
  readonly anchorFile: string | null;
  /** Compares Intune's session report with the store. */
  readonly reconciles: boolean;
  readonly retention: RetentionPolicy;
  readonly channelReader: ReaderLocale;
  readonly logLevel: Environment["LOG_LEVEL"];
}

/** Lists every mistake and never a value. */
export class ConfigMistakes extends Error {
  override readonly name = "ConfigMistakes";
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    const lines = mistakes.map((mistake) => `  ${mistake}`).join("\n");
    super(`Beckon cannot start with this environment; docs/configuration.md explains it:\n${lines}`);
    this.mistakes = mistakes;
  }
}

/**
 * Reads the variables in `environment.ts` and the policy file, and nothing else.
 * @throws {ConfigMistakes} with all mistakes at once.
 */
export function readConfig(env: NodeJS.ProcessEnv, readFile: (path: string) => string = readText): Config {
  const { set, mistakes: unread } = readVariables(env, readFile);
  const profile: Profile = set.BECKON_PROFILE === "playground" ? "playground" : "production";
  const values = { ...DEFAULTS[profile], ...set };

  const parsed = Environment.safeParse(values);
  const policies = readPolicies(values.POLICY_FILE ?? "", values.TIME_ZONE, readFile);
  const mistakes = [
    ...unread,
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path[0]?.toString()}: ${toldAs(message)}`),
    ...brokenRules(profile, values, set),
    ...("mistakes" in policies ? policies.mistakes : []),
  ];
  if (!parsed.success || "mistakes" in policies || mistakes.length > 0) throw new ConfigMistakes(mistakes);
  return configOf(parsed.data, policies);
}

const toldAs = (rule: string): string => (rule.startsWith("is missing") ? rule : `does not fit: ${rule}`);

const readText = (path: string): string => readFileSync(path, "utf8");

export function readPolicies(
  path: string,
  timeZone: string | undefined,
  readFile: (path: string) => string = readText,
): ParsedPolicies {
  let text: string;
  try {
    text = readFile(path);
  } catch {
    return { mistakes: ["POLICY_FILE: cannot be read; name a file that exists and that Beckon may read"] };
  }
  const parsed = parsePolicyFile(text, timeZone);
  return "mistakes" in parsed
    ? { mistakes: parsed.mistakes.map((mistake) => `POLICY_FILE: ${mistake}`) }
    : parsed;
}

function configOf(env: Environment, { policy, eligibility, retention, reports }: Policies): Config {
  return {
    profile: env.BECKON_PROFILE,
    http: { host: env.HOST, port: env.PORT },
    publicUrl: env.PUBLIC_URL ?? null,
    bot: botOf(env),
    teams: {
      tenants: env.TENANTS ?? [env.BOT_TENANT_ID],
      serviceHosts: env.SERVICE_HOSTS,
      helpdesk: env.HELPDESK_CHANNEL_ID,
      keepsLimits: env.SEND_LIMITS === "teams",
      limitsPeople: env.PERSON_LIMITS === "on",
    },
    graph: {
      baseUrl: env.GRAPH_BASE_URL,
      credential: graphCredential(env),
      helpersGroupId: env.HELPERS_GROUP_ID,
      leadsGroupId: env.LEADS_GROUP_ID,
      ...(env.GRAPH_NOTIFICATIONS_URL === undefined ? {} : { notificationsUrl: env.GRAPH_NOTIFICATIONS_URL }),
      ...(env.AUDITORS_GROUP_ID === undefined ? {} : { auditorsGroupId: env.AUDITORS_GROUP_ID }),
      ...(env.TEAMS_APP_ID === undefined ? {} : { teamsAppId: env.TEAMS_APP_ID }),
    },
    store: {
      profile: env.BECKON_PROFILE,
      masterKey: env.SECRET_MASTER_KEY,
      ...(env.SECRET_FORMER_MASTER_KEY === undefined
        ? {}
        : { formerMasterKey: env.SECRET_FORMER_MASTER_KEY }),
      ...databaseOf(env),
    },
    policy: { ...policy, hash: policyHash({ policy, eligibility }) },
    eligibility,
    summaryTo: env.SUMMARY_TO,
    summaryFallback: env.SUMMARY_FALLBACK_CHANNEL_ID ?? null,
    digestTo: env.DIGEST_TO,
    reports,
    auditChannel: env.AUDIT_CHANNEL_ID ?? null,
    securityChannel: env.SECURITY_CHANNEL_ID ?? env.AUDIT_CHANNEL_ID ?? null,
    anchorFile: env.ANCHOR_FILE ?? null,
    reconciles: env.RECONCILE_REMOTE_HELP === "on",
    retention,
    channelReader: { timeZone: env.TIME_ZONE, locale: env.LOCALE },
    logLevel: env.LOG_LEVEL,
  };
}

function botOf(env: Environment): BotConfig {
  const anonymous = env.BECKON_PROFILE === "playground";
  const appId = anonymous ? "" : (env.BOT_ID ?? "");
  return { appId, tenantId: env.BOT_TENANT_ID, credential: botCredential(env), anonymous };
}
