import { z } from "zod";
import { isGuid } from "../domain/ticket/ids.ts";
import { isLoopback } from "../ports/loopback.ts";

/** The playground's key; production refuses it. */
export const PLAYGROUND_MASTER_KEY = Buffer.from("beckon playground: not a secret!").toString("base64");

const KEY_BYTES = 32;
const CHANNEL = /^19:[^;\s]+@thread\.(?:tacv2|skype)$/;
const HOST_AND_PORT = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(:\d{1,5})?$/;

/** Messages never quote a value, because a secret in the wrong variable would end up in a log. */
const says = (rule: string) => ({
  error: (issue: { readonly input?: unknown }) => (issue.input === undefined ? `is missing: ${rule}` : rule),
});

const text = (rule: string) => z.string(says(rule));
const guid = (what: string) => z.guid(says(`${what}, a GUID`)).toLowerCase();
const identity = (what: string) =>
  text(`system, or the client id of the managed identity ${what}, a GUID`)
    .toLowerCase()
    .refine(
      (value) => value === "system" || isGuid(value),
      `system, or the client id of the managed identity ${what}, a GUID`,
    );
const oneOf = <const Options extends readonly string[]>(...options: Options) =>
  z.enum(options, says(`one of ${options.join(", ")}`));

const list = (rule: string, fits: (item: string) => boolean) =>
  text(rule)
    .transform((value) => value.split(",").map((item) => item.trim().toLowerCase()))
    .refine((items) => items.every(fits), rule);

/** `https://beckon.example`; `http:` too on a loopback address. */
const isOrigin = (url: URL): boolean =>
  (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname))) &&
  `${url.origin}/` === url.href;

const channel = (what: string) =>
  text(`${what}'s conversation id, 19:…@thread.tacv2`).regex(
    CHANNEL,
    "a channel's conversation id, 19:…@thread.tacv2: no link, and no ;messageid= behind it",
  );

/** One of some words, or `channel:` and a conversation id. */
const destination = <const Word extends string>(...words: readonly Word[]) => {
  const rule = `${words.join(", ")} or channel:19:…@thread.tacv2`;
  return text(rule).transform((value, { addIssue }): Word | { readonly channel: string } => {
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    const id = value.replace(/^channel:/, "");
    if (id !== value && CHANNEL.test(id)) return { channel: id };
    addIssue({ code: "custom", message: rule });
    return z.NEVER;
  });
};

const DATABASE_RULE =
  "the address of a PostgreSQL database, postgres://user:password@host/database; @ : / ? # % in user or password are written percent-encoded, @ as %40";
const IDENTITY_RULE =
  "system, the client id of a managed identity (a GUID), or az for whoever is signed in to the Azure CLI";

/** A special character that was not encoded would be read as the end of the password, or of the host. */
function isDatabase(url: URL): boolean {
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.hash !== "") return false;
  try {
    decodeURIComponent(url.username + url.password);
    return !decodeURIComponent(url.pathname.slice(1)).includes("@");
  } catch {
    return false;
  }
}

const address = (rule: string, fits: (url: URL) => boolean) =>
  text(rule).refine((value) => URL.canParse(value) && fits(new URL(value)), rule);

/** Every variable that Beckon reads. env/.env.example explains them in this order. */
export const Environment = z.object({
  BECKON_PROFILE: oneOf("production", "playground"),
  HOST: text("the address to listen on, such as 0.0.0.0 or 127.0.0.1").regex(
    /^[0-9a-z.:-]+$/i,
    "an address or host name, without a port",
  ),
  PORT: text("a port from 0 to 65535")
    .regex(/^\d{1,5}$/, "a port from 0 to 65535")
    .transform(Number)
    .refine((port) => port <= 65535, "a port from 0 to 65535"),
  BOT_ID: guid("the bot's Microsoft app id").optional(),
  BOT_TYPE: oneOf("SingleTenant", "UserAssignedMsi"),
  BOT_TENANT_ID: guid("the tenant that the bot is registered in"),
  SECRET_BOT_PASSWORD: text("the bot's client secret").optional(),
  BOT_CERTIFICATE_FILE: text(
    "the path of a PEM file with the bot's certificate and its private key",
  ).optional(),
  BOT_FEDERATED_TOKEN_FILE: text("the path of the token that the bot's app registration trusts").optional(),
  BOT_MANAGED_IDENTITY: identity("that the bot's app registration trusts").optional(),
  TENANTS: list("the tenants that may talk to Beckon, GUIDs with commas between", isGuid).optional(),
  // Written as `URL.host` writes them: the default port is left out.
  SERVICE_HOSTS: list(
    "hosts of connectors with commas between, without https://; a port only if it is not 443",
    (host) => HOST_AND_PORT.test(host) && URL.canParse(`https://${host}`),
  ).transform((hosts) => hosts.map((host) => new URL(`https://${host}`).host)),
  PUBLIC_URL: address(
    "the public https address of Beckon, without a path, such as https://beckon.example",
    isOrigin,
  )
    .transform((value) => new URL(value).origin)
    .optional(),
  HELPDESK_CHANNEL_ID: channel("the helpdesk channel"),
  SUMMARY_TO: destination("helpers-manager", "sharers-manager"),
  SUMMARY_FALLBACK_CHANNEL_ID: channel("a channel").optional(),
  TEAMS_APP_ID: guid("the id in Beckon's app manifest").optional(),
  DIGEST_TO: destination("managers", "off"),
  AUDIT_CHANNEL_ID: channel("the audit channel").optional(),
  SECURITY_CHANNEL_ID: channel("the security channel").optional(),
  ANCHOR_FILE: text("the whole path of a file, such as /mnt/outside/anchors.jsonl")
    .regex(/^(?:\/|[a-z]:[\\/]|\\\\)/i, "the whole path of a file, such as /mnt/outside/anchors.jsonl")
    .optional(),
  RECONCILE_REMOTE_HELP: oneOf("off", "on"),
  HELPERS_GROUP_ID: guid("the object id of the helpers' group in Entra"),
  LEADS_GROUP_ID: guid("the object id of the leads' group in Entra"),
  AUDITORS_GROUP_ID: guid("the object id of the auditors' group in Entra").optional(),
  GRAPH_BASE_URL: address(
    "the https address of Microsoft Graph, without a version or path",
    isOrigin,
  ).transform((value) => new URL(value).origin),
  GRAPH_TENANT_ID: guid("the tenant that Graph is asked about").optional(),
  GRAPH_CLIENT_ID: guid("the app that asks Graph").optional(),
  SECRET_GRAPH_PASSWORD: text("the client secret of the app that asks Graph").optional(),
  GRAPH_CERTIFICATE_FILE: text(
    "the path of a PEM file with the certificate of the app that asks Graph, and its private key",
  ).optional(),
  GRAPH_FEDERATED_TOKEN_FILE: text("the path of the token that the app that asks Graph trusts").optional(),
  GRAPH_MANAGED_IDENTITY: identity("that asks Graph").optional(),
  GRAPH_NOTIFICATIONS_URL: address(
    "the public https address of Beckon, without a path, such as https://beckon.example",
    isOrigin,
  )
    .transform((value) => new URL(value))
    .optional(),
  DATABASE_URL: address(DATABASE_RULE, isDatabase).optional(),
  DATABASE_POOL_SIZE: text("how many connections to PostgreSQL, from 1 to 100")
    .regex(/^(?:[1-9]\d?|100)$/, "how many connections to PostgreSQL, from 1 to 100")
    .transform(Number),
  DATABASE_IDENTITY: text(IDENTITY_RULE)
    .toLowerCase()
    .refine((value) => value === "system" || value === "az" || isGuid(value), IDENTITY_RULE)
    .optional(),
  DATABASE_FILE: text("the path of the SQLite file"),
  SECRET_MASTER_KEY: text("32 bytes in base64; make them with: openssl rand -base64 32")
    .regex(/^[A-Za-z0-9+/]{43}=$/, `${KEY_BYTES} bytes in base64; make them with: openssl rand -base64 32`)
    .transform((value) => Buffer.from(value, "base64")),
  SECRET_FORMER_MASTER_KEY: text("the master key before a rotation, 32 bytes in base64")
    .regex(/^[A-Za-z0-9+/]{43}=$/, `the master key before a rotation, ${KEY_BYTES} bytes in base64`)
    .transform((value) => Buffer.from(value, "base64"))
    .optional(),
  POLICY_FILE: text("the path of the policy file"),
  TIME_ZONE: text("an IANA time zone, such as Europe/Berlin").refine(
    isTimeZone,
    "an IANA time zone, such as Europe/Berlin",
  ),
  LOCALE: text("a language tag, such as en-GB").refine(isLocale, "a language tag, such as en-GB"),
  SEND_LIMITS: oneOf("teams", "off"),
  PERSON_LIMITS: oneOf("on", "off"),
  LOG_LEVEL: oneOf("info", "warn", "error"),
});
export type Environment = z.infer<typeof Environment>;
export type Variable = keyof Environment;
export type Profile = Environment["BECKON_PROFILE"];

export const VARIABLES = Object.keys(Environment.shape) as readonly Variable[];

/** Raw values by name. */
export type Given = Readonly<Partial<Record<Variable, string>>>;

/**
 * The defaults. SERVICE_HOSTS: Teams' public cloud and GCC.
 * Source: learn.microsoft.com, Microsoft 365 Agents SDK, TeamsServiceEndpoints.
 */
const PRODUCTION: Given = {
  BECKON_PROFILE: "production",
  HOST: "0.0.0.0",
  PORT: "3978",
  BOT_TYPE: "SingleTenant",
  SERVICE_HOSTS: "smba.trafficmanager.net,smba.infra.gcc.teams.microsoft.com",
  SUMMARY_TO: "helpers-manager",
  DIGEST_TO: "managers",
  RECONCILE_REMOTE_HELP: "off",
  GRAPH_BASE_URL: "https://graph.microsoft.com",
  DATABASE_POOL_SIZE: "10",
  DATABASE_FILE: "data/beckon.sqlite",
  POLICY_FILE: "env/policy.json",
  TIME_ZONE: "Etc/UTC",
  LOCALE: "en-GB",
  SEND_LIMITS: "teams",
  PERSON_LIMITS: "on",
  LOG_LEVEL: "info",
};

export const DEFAULTS: Readonly<Record<Profile, Given>> = {
  production: PRODUCTION,
  playground: {
    ...PRODUCTION,
    HOST: "127.0.0.1",
    SERVICE_HOSTS: "localhost,127.0.0.1",
    GRAPH_BASE_URL: "http://127.0.0.1:3979",
    DATABASE_FILE: "data/playground.sqlite",
    SECRET_MASTER_KEY: PLAYGROUND_MASTER_KEY,
    SEND_LIMITS: "off",
  },
};

/** The variables that are set. Empty ones count as not set, because the Toolkit writes variables without a value. */
export function given(env: NodeJS.ProcessEnv): Given {
  const set = VARIABLES.flatMap((name) => {
    const value = env[name]?.trim();
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(set);
}

export function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function isLocale(value: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(value).length > 0;
  } catch {
    return false;
  }
}
