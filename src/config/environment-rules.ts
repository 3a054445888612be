import { isLoopback } from "../ports/loopback.ts";
import { BOT_PROOFS, GRAPH_PROOFS, isSet, superfluous } from "./credentials.ts";
import { type Given, PLAYGROUND_MASTER_KEY, type Profile, type Variable } from "./environment.ts";

type Mistake = `${Variable}: ${string}`;

/** A rule about several variables. `set` has the given values, `values` the defaults too. */
interface Rule {
  readonly name: Variable;
  readonly broken: (values: Given, set: Given) => boolean;
  readonly remedy: string;
}

/** The remedy for a real secret or store in an environment that believes everybody. */
const beside = (what: string) =>
  `${what} does not belong beside BECKON_PROFILE playground, where everybody is believed; remove one of the two`;

/** The playground accepts unsigned calls, so it is reachable from this machine only, and nothing real is in its reach. */
const PLAYGROUND: readonly Rule[] = [
  {
    name: "SECRET_BOT_PASSWORD",
    broken: ({ SECRET_BOT_PASSWORD }) => SECRET_BOT_PASSWORD !== undefined,
    remedy: beside("a real bot's secret"),
  },
  {
    name: "SECRET_GRAPH_PASSWORD",
    broken: ({ SECRET_GRAPH_PASSWORD }) => SECRET_GRAPH_PASSWORD !== undefined,
    remedy: beside("the secret of an app in a real tenant"),
  },
  {
    name: "SECRET_MASTER_KEY",
    broken: ({ SECRET_MASTER_KEY }) => SECRET_MASTER_KEY !== PLAYGROUND_MASTER_KEY,
    remedy: beside("the key of a real store"),
  },
  {
    name: "SECRET_FORMER_MASTER_KEY",
    broken: ({ SECRET_FORMER_MASTER_KEY }) => SECRET_FORMER_MASTER_KEY !== undefined,
    remedy: beside("the key of a real store"),
  },
  {
    name: "DATABASE_URL",
    broken: ({ DATABASE_URL: url }) => url !== undefined && !isDatabaseHere(url),
    remedy: beside("a database on another machine"),
  },
  {
    name: "HOST",
    broken: ({ HOST = "" }) => !isLoopback(HOST),
    remedy: "the playground believes everybody, so it listens on 127.0.0.1 only",
  },
  {
    name: "SERVICE_HOSTS",
    broken: ({ SERVICE_HOSTS = "" }) => !SERVICE_HOSTS.split(",").every((host) => isLoopback(host.trim())),
    remedy: "the playground writes to windows on this machine only: localhost, 127.0.0.1",
  },
  {
    name: "GRAPH_BASE_URL",
    broken: ({ GRAPH_BASE_URL = "" }) => !onThisMachine(GRAPH_BASE_URL),
    remedy: "the playground asks the simulated Graph on this machine, such as http://127.0.0.1:3979",
  },
  {
    name: "GRAPH_NOTIFICATIONS_URL",
    broken: ({ GRAPH_NOTIFICATIONS_URL: url }) => url !== undefined && !onThisMachine(url),
    remedy:
      "the simulated Graph is on this machine and tells this machine only, such as http://127.0.0.1:3978",
  },
  {
    name: "PUBLIC_URL",
    broken: ({ PUBLIC_URL: url }) => url !== undefined && !onThisMachine(url),
    remedy: "the playground answers this machine only; remove it, and links lead here by themselves",
  },
];

/** What belongs to an app registration and to no managed identity. */
const APP_PROOFS = GRAPH_PROOFS.filter((name) => name !== "GRAPH_MANAGED_IDENTITY");

/** A managed identity itself asks Graph, not an app registration that trusts it. */
const asksAsIdentity = (values: Given): boolean =>
  values.GRAPH_MANAGED_IDENTITY === undefined
    ? values.BOT_TYPE === "UserAssignedMsi" && !isSet(values, GRAPH_PROOFS)
    : values.GRAPH_CLIENT_ID === undefined;

/** US Government L4 and L5, and China. Source: memdocs intune/remote-help/plan.md; learn.microsoft.com/graph/deployments */
const OTHER_CLOUDS =
  /^https:\/\/(dod-)?graph\.microsoft\.us\b|^https:\/\/microsoftgraph\.chinacloudapi\.cn\b/i;

const PRODUCTION: readonly Rule[] = [
  {
    name: "SEND_LIMITS",
    broken: ({ SEND_LIMITS }) => SEND_LIMITS === "off",
    remedy: "Teams has limits, so they are kept; off belongs to BECKON_PROFILE playground",
  },
  {
    name: "PERSON_LIMITS",
    broken: ({ PERSON_LIMITS }) => PERSON_LIMITS === "off",
    remedy: "one colleague could keep Beckon from everybody else; off belongs to BECKON_PROFILE playground",
  },
  {
    name: "BOT_ID",
    broken: ({ BOT_ID }) => BOT_ID === undefined,
    remedy: "is missing: the bot's Microsoft app id, a GUID; without it anybody could speak to Beckon",
  },
  {
    name: "SECRET_BOT_PASSWORD",
    broken: (values) => values.BOT_TYPE === "SingleTenant" && !isSet(values, BOT_PROOFS),
    remedy: `is missing: the bot's client secret, or rather one of ${BOT_PROOFS.slice(1).join(", ")}`,
  },
  ...BOT_PROOFS.map(
    (name): Rule => ({
      name,
      broken: (values) => values.BOT_TYPE === "UserAssignedMsi" && values[name] !== undefined,
      remedy: "a managed identity needs nothing to prove who it is; remove it",
    }),
  ),
  ...BOT_PROOFS.map(
    (name): Rule => ({
      name,
      broken: (values) => superfluous(values, BOT_PROOFS).includes(name),
      remedy: `is one too many: keep one of ${BOT_PROOFS.join(", ")}`,
    }),
  ),
  ...GRAPH_PROOFS.map(
    (name): Rule => ({
      name,
      broken: (values) => superfluous(values, GRAPH_PROOFS).includes(name),
      remedy: `is one too many: keep one of ${GRAPH_PROOFS.join(", ")}`,
    }),
  ),
  {
    name: "GRAPH_BASE_URL",
    broken: ({ GRAPH_BASE_URL = "" }) => onThisMachine(GRAPH_BASE_URL),
    remedy: "a simulated Graph belongs to BECKON_PROFILE playground",
  },
  {
    name: "GRAPH_BASE_URL",
    broken: ({ GRAPH_BASE_URL = "" }) => OTHER_CLOUDS.test(GRAPH_BASE_URL),
    remedy: "Remote Help does not exist in this national cloud; only https://graph.microsoft.com has it",
  },
  {
    name: "GRAPH_NOTIFICATIONS_URL",
    broken: ({ GRAPH_NOTIFICATIONS_URL: url = "" }) => onThisMachine(url),
    remedy: "Microsoft Graph cannot reach this machine by that name; set the public https address of Beckon",
  },
  {
    name: "PUBLIC_URL",
    broken: ({ PUBLIC_URL: url = "" }) => onThisMachine(url),
    remedy:
      "people's browsers cannot reach this machine by that name; set the public https address of Beckon",
  },
  {
    name: "GRAPH_CLIENT_ID",
    broken: (values) =>
      values.BOT_TYPE === "UserAssignedMsi" &&
      isSet(values, APP_PROOFS) &&
      values.GRAPH_CLIENT_ID === undefined,
    remedy: `is missing: the app that ${APP_PROOFS.join(" or ")} belongs to`,
  },
  {
    name: "SECRET_GRAPH_PASSWORD",
    broken: (values) => {
      const { BOT_ID, BOT_TYPE, GRAPH_CLIENT_ID = BOT_ID } = values;
      return BOT_TYPE === "SingleTenant" && GRAPH_CLIENT_ID !== BOT_ID && !isSet(values, GRAPH_PROOFS);
    },
    remedy: `is missing: GRAPH_CLIENT_ID is another app than the bot, so it needs a secret of its own, or one of ${GRAPH_PROOFS.slice(1).join(", ")}`,
  },
  {
    name: "GRAPH_TENANT_ID",
    broken(values) {
      const { BOT_TENANT_ID, GRAPH_TENANT_ID = BOT_TENANT_ID } = values;
      return GRAPH_TENANT_ID !== BOT_TENANT_ID && asksAsIdentity(values);
    },
    remedy: "a managed identity can ask its own tenant only; name an app and its secret for another one",
  },
  {
    name: "DATABASE_FILE",
    broken: ({ DATABASE_FILE }, { DATABASE_URL }) =>
      DATABASE_FILE === ":memory:" && DATABASE_URL === undefined,
    remedy: "a database in memory forgets everything at the end; name a file",
  },
  {
    name: "SECRET_MASTER_KEY",
    broken: ({ SECRET_MASTER_KEY }) => SECRET_MASTER_KEY === PLAYGROUND_MASTER_KEY,
    remedy: "this is the playground's key, which everybody knows; make one with: openssl rand -base64 32",
  },
];

const ALWAYS: readonly Rule[] = [
  {
    name: "DATABASE_FILE",
    broken: (_, { DATABASE_FILE, DATABASE_URL }) => DATABASE_FILE !== undefined && DATABASE_URL !== undefined,
    remedy: "is set beside DATABASE_URL; keep one of them",
  },
];

const RULES: Readonly<Record<Profile, readonly Rule[]>> = {
  production: [...PRODUCTION, ...ALWAYS],
  playground: [...PLAYGROUND, ...ALWAYS],
};

export function brokenRules(profile: Profile, values: Given, set: Given): Mistake[] {
  return RULES[profile]
    .filter(({ broken }) => broken(values, set))
    .map(({ name, remedy }): Mistake => `${name}: ${remedy}`);
}

/** A `host` behind the question mark would count instead of the one before it. */
const isDatabaseHere = (url: string): boolean => onThisMachine(url) && !/[?&]host(?:addr)?=/i.test(url);

const onThisMachine = (url: string): boolean => URL.canParse(url) && isLoopback(new URL(url).hostname);
