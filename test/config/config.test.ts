import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { GROUP_IDS, TENANT_ID } from "../../playground/company.ts";
import { ConfigMistakes, readConfig } from "../../src/config/config.ts";
import { DEFAULTS, PLAYGROUND_MASTER_KEY, VARIABLES } from "../../src/config/environment.ts";
import { SECRETS } from "../../src/config/secret-files.ts";
import { DEFAULT_ELIGIBILITY_POLICY } from "../../src/domain/eligibility/policy.ts";
import { defaultPolicy } from "../../src/domain/ticket/policy.ts";
import { DEFAULT_REPORTS } from "../../src/ports/report-policy.ts";
import { DEFAULT_RETENTION } from "../../src/ports/retention.ts";

const BOT = "b0000000-0000-4000-8000-000000000001";
const OTHER = "b0000000-0000-4000-8000-000000000002";
const KEY = Buffer.alloc(32, 7);

/** The least that production needs. */
const LEAST = {
  BOT_ID: BOT,
  BOT_TENANT_ID: TENANT_ID,
  SECRET_BOT_PASSWORD: "bot-secret",
  HELPDESK_CHANNEL_ID: "19:abc@thread.tacv2",
  HELPERS_GROUP_ID: GROUP_IDS.helpers,
  LEADS_GROUP_ID: GROUP_IDS.leads,
  SECRET_MASTER_KEY: KEY.toString("base64"),
};
const PLAYGROUND = {
  BECKON_PROFILE: "playground",
  BOT_TENANT_ID: TENANT_ID,
  HELPDESK_CHANNEL_ID: "19:abc@thread.tacv2",
  HELPERS_GROUP_ID: GROUP_IDS.helpers,
  LEADS_GROUP_ID: GROUP_IDS.leads,
};
const MANAGED = { ...LEAST, BOT_TYPE: "UserAssignedMsi", SECRET_BOT_PASSWORD: "" };

const noPolicy = (_path: string) => "{}";
const configOf = (env: NodeJS.ProcessEnv) => readConfig(env, noPolicy);

function mistakesOf(env: NodeJS.ProcessEnv, readFile = noPolicy): readonly string[] {
  try {
    readConfig(env, readFile);
  } catch (error) {
    if (error instanceof ConfigMistakes) return error.mistakes;
    throw error;
  }
  return [];
}

const namesOf = (mistakes: readonly string[]) => mistakes.map((mistake) => mistake.split(":")[0]);

describe("the environment in production", () => {
  test("with the least that is needed fills the rest with defaults", () => {
    expect(configOf(LEAST)).toEqual({
      profile: "production",
      publicUrl: null,
      http: { host: "0.0.0.0", port: 3978 },
      bot: {
        appId: BOT,
        tenantId: TENANT_ID,
        credential: { kind: "client-secret", tenantId: TENANT_ID, clientId: BOT, clientSecret: "bot-secret" },
        anonymous: false,
      },
      teams: {
        tenants: [TENANT_ID],
        serviceHosts: ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"],
        helpdesk: "19:abc@thread.tacv2",
        keepsLimits: true,
        limitsPeople: true,
      },
      graph: {
        baseUrl: "https://graph.microsoft.com",
        credential: {
          kind: "client-secret",
          tenantId: TENANT_ID,
          clientId: BOT,
          clientSecret: "bot-secret",
        },
        helpersGroupId: GROUP_IDS.helpers,
        leadsGroupId: GROUP_IDS.leads,
      },
      store: { profile: "production", masterKey: KEY, file: "data/beckon.sqlite" },
      policy: {
        ...defaultPolicy,
        duty: { ...defaultPolicy.duty, timeZone: "Etc/UTC" },
        hash: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
      eligibility: DEFAULT_ELIGIBILITY_POLICY,
      summaryTo: "helpers-manager",
      summaryFallback: null,
      digestTo: "managers",
      reports: DEFAULT_REPORTS,
      auditChannel: null,
      securityChannel: null,
      anchorFile: null,
      reconciles: false,
      retention: DEFAULT_RETENTION,
      channelReader: { timeZone: "Etc/UTC", locale: "en-GB" },
      logLevel: "info",
    });
  });

  test("takes lists, ids in capitals and spaces as people write them", () => {
    const config = configOf({
      ...LEAST,
      BOT_ID: ` ${BOT.toUpperCase()} `,
      TENANTS: `${TENANT_ID.toUpperCase()}, ${OTHER}`,
      SERVICE_HOSTS: "SMBA.example , b.example",
    });
    expect(config.bot.appId).toBe(BOT);
    expect(config.teams.tenants).toEqual([TENANT_ID, OTHER]);
    expect(config.teams.serviceHosts).toEqual(["smba.example", "b.example"]);
  });

  test("names hosts of connectors by host and port, as an address would write them", () => {
    const SERVICE_HOSTS = "smba.example:443, smba.example:8443,[2001:DB8::0:1]:8443";
    expect(configOf({ ...LEAST, SERVICE_HOSTS }).teams.serviceHosts).toEqual([
      "smba.example",
      "smba.example:8443",
      "[2001:db8::1]:8443",
    ]);
  });

  test.each([
    "https://smba.example",
    "*.smba.example",
    ".smba.example",
    "smba.example.",
    "smba.example.:443",
    "smba.example/teams",
    "user@smba.example",
    "smba.example:99999",
    "smba.example:",
    "smb\u00e4.example",
    "2001:db8::1",
    "a b",
  ])("takes no connector's host such as %s", (SERVICE_HOSTS) => {
    expect(namesOf(mistakesOf({ ...LEAST, SERVICE_HOSTS }))).toEqual(["SERVICE_HOSTS"]);
  });

  test("can send summaries to a channel", () => {
    expect(configOf({ ...LEAST, SUMMARY_TO: "channel:19:x@thread.tacv2" }).summaryTo).toEqual({
      channel: "19:x@thread.tacv2",
    });
  });

  test("uses PostgreSQL instead of the file when it is named", () => {
    const DATABASE_URL = "postgres://beckon:word@db.example/beckon";
    expect(configOf({ ...LEAST, DATABASE_URL }).store).toEqual({
      profile: "production",
      masterKey: KEY,
      databaseUrl: DATABASE_URL,
      poolSize: 10,
    });
  });

  test.each([
    "postgres://b:p%40ss%23w%2Fo@db.example/beckon",
    "postgresql://b@db.example:6432/beckon?sslmode=verify-full",
  ])("takes the database %s", (DATABASE_URL) => {
    expect(configOf({ ...LEAST, DATABASE_URL }).store).toMatchObject({ databaseUrl: DATABASE_URL });
  });

  test.each([
    "postgres://b:p/ss@db.example/beckon",
    "postgres://b:p#ss@db.example/beckon",
    "postgres://b:p%zz@db.example/beckon",
  ])("names what is wrong with a password that is not encoded: %s", (DATABASE_URL) => {
    const mistakes = mistakesOf({ ...LEAST, DATABASE_URL });
    expect(mistakes).toEqual([expect.stringMatching(/^DATABASE_URL: .*percent-encoded, @ as %40$/)]);
  });

  test("signs in to the database with a token, asked for when it is needed", () => {
    const DATABASE_URL = "postgres://beckon@db.example/beckon";
    const { store } = configOf({
      ...LEAST,
      DATABASE_URL,
      DATABASE_IDENTITY: "system",
      DATABASE_POOL_SIZE: "4",
    });
    expect(store).toMatchObject({ poolSize: 4, databasePassword: expect.any(Function) });
    expect(namesOf(mistakesOf({ ...LEAST, DATABASE_URL, DATABASE_IDENTITY: "me" }))).toEqual([
      "DATABASE_IDENTITY",
    ]);
    expect(namesOf(mistakesOf({ ...LEAST, DATABASE_POOL_SIZE: "0" }))).toEqual(["DATABASE_POOL_SIZE"]);
  });

  test("has Graph tell of changes at its public address", () => {
    const { graph } = configOf({ ...LEAST, GRAPH_NOTIFICATIONS_URL: "https://beckon.example/" });
    expect(graph.notificationsUrl?.href).toBe("https://beckon.example/");
  });

  test.each(["http://beckon.example", "https://beckon.example/api", "https://localhost", "beckon.example"])(
    "takes no public address such as %s",
    (GRAPH_NOTIFICATIONS_URL) => {
      expect(namesOf(mistakesOf({ ...LEAST, GRAPH_NOTIFICATIONS_URL }))).toEqual(["GRAPH_NOTIFICATIONS_URL"]);
    },
  );

  test("asks Graph as another app when one is named", () => {
    const own = { GRAPH_TENANT_ID: OTHER, GRAPH_CLIENT_ID: OTHER, SECRET_GRAPH_PASSWORD: "graph-secret" };
    const expected = {
      kind: "client-secret",
      tenantId: OTHER,
      clientId: OTHER,
      clientSecret: "graph-secret",
    };
    expect(configOf({ ...LEAST, ...own }).graph.credential).toEqual(expected);
    expect(configOf({ ...MANAGED, ...own }).graph.credential).toEqual(expected);
  });

  test("needs no secret with a managed identity, which asks Graph too", () => {
    const { bot, graph } = configOf(MANAGED);
    const credential = { kind: "managed-identity", identity: BOT };
    expect(bot).toEqual({ appId: BOT, tenantId: TENANT_ID, credential, anonymous: false });
    expect(graph.credential).toEqual(credential);
  });

  const APP = { tenantId: TENANT_ID, clientId: BOT };
  const WITHOUT_SECRET = { ...LEAST, SECRET_BOT_PASSWORD: "" };
  test.each([
    [{ BOT_CERTIFICATE_FILE: "/c.pem" }, { kind: "certificate", ...APP, file: "/c.pem" }],
    [{ BOT_FEDERATED_TOKEN_FILE: "/token" }, { kind: "federated-token", ...APP, file: "/token" }],
    [{ BOT_MANAGED_IDENTITY: OTHER }, { kind: "federated-identity", ...APP, identity: OTHER }],
    [{ BOT_MANAGED_IDENTITY: "system" }, { kind: "federated-identity", ...APP, identity: null }],
  ])("proves the bot by %j, and asks Graph the same way", (proof, credential) => {
    const { bot, graph } = configOf({ ...WITHOUT_SECRET, ...proof });
    expect(bot.credential).toEqual(credential);
    expect(graph.credential).toEqual(credential);
  });

  test.each([
    [{ GRAPH_MANAGED_IDENTITY: "system" }, { kind: "managed-identity", identity: null }],
    [{ GRAPH_MANAGED_IDENTITY: OTHER }, { kind: "managed-identity", identity: OTHER }],
    [
      { GRAPH_MANAGED_IDENTITY: "system", GRAPH_CLIENT_ID: OTHER },
      { kind: "federated-identity", tenantId: TENANT_ID, clientId: OTHER, identity: null },
    ],
    [
      { GRAPH_CERTIFICATE_FILE: "/g.pem", GRAPH_CLIENT_ID: OTHER, GRAPH_TENANT_ID: OTHER },
      { kind: "certificate", tenantId: OTHER, clientId: OTHER, file: "/g.pem" },
    ],
    [
      { GRAPH_FEDERATED_TOKEN_FILE: "/token" },
      { kind: "federated-token", tenantId: TENANT_ID, clientId: BOT, file: "/token" },
    ],
  ])("asks Graph by %j while the bot keeps its secret", (proof, credential) => {
    const { bot, graph } = configOf({ ...LEAST, ...proof });
    expect(bot.credential).toMatchObject({ kind: "client-secret", clientId: BOT });
    expect(graph.credential).toEqual(credential);
  });

  const files: Readonly<Record<string, string>> = {
    "/run/bot": "from-a-file\n",
    "/run/key": `${KEY.toString("base64")}\n`,
    "/run/url": "postgres://a:b@db/beckon\n",
    "/run/empty": "\n",
  };
  const readFile = (path: string) => files[path] ?? readFileSync(path, "utf8");

  test("takes secrets from files", () => {
    const env = {
      ...WITHOUT_SECRET,
      SECRET_MASTER_KEY: "",
      SECRET_BOT_PASSWORD_FILE: "/run/bot",
      SECRET_MASTER_KEY_FILE: "/run/key",
      DATABASE_URL_FILE: "/run/url",
    };
    const { bot, store } = readConfig(env, readFile);
    expect(bot.credential).toMatchObject({ clientSecret: "from-a-file" });
    expect(store).toMatchObject({ masterKey: KEY, databaseUrl: "postgres://a:b@db/beckon" });
  });

  test.each([
    ["is missing", { SECRET_GRAPH_PASSWORD_FILE: "/run/missing" }],
    ["is empty", { SECRET_GRAPH_PASSWORD_FILE: "/run/empty" }],
    ["is a second one", { SECRET_GRAPH_PASSWORD_FILE: "/run/bot", SECRET_GRAPH_PASSWORD: "x" }],
  ])("says that the file of a secret %s, and not its path", (_, env) => {
    const mistakes = mistakesOf({ ...LEAST, ...env }, readFile);
    expect(namesOf(mistakes)).toEqual(["SECRET_GRAPH_PASSWORD_FILE"]);
    expect(mistakes.join()).not.toContain("/run");
  });
});

describe("the environment of the playground", () => {
  test("signs nothing, and stays on this machine", () => {
    const { bot, http, teams, graph, store } = configOf(PLAYGROUND);
    expect(bot).toMatchObject({ appId: "", anonymous: true });
    expect(http.host).toBe("127.0.0.1");
    expect(teams.serviceHosts).toEqual(["localhost", "127.0.0.1"]);
    expect(graph).toMatchObject({ baseUrl: "http://127.0.0.1:3979", credential: { kind: "none" } });
    expect(store.masterKey.toString("base64")).toBe(PLAYGROUND_MASTER_KEY);
  });

  test.each([
    ["HOST", "0.0.0.0"],
    ["HOST", "beckon.example"],
    ["SERVICE_HOSTS", "localhost,smba.trafficmanager.net"],
    ["GRAPH_BASE_URL", "https://graph.microsoft.com"],
    ["GRAPH_NOTIFICATIONS_URL", "https://beckon.example"],
    ["SECRET_BOT_PASSWORD", "bot-secret"],
    ["SECRET_GRAPH_PASSWORD", "graph-secret"],
    ["SECRET_MASTER_KEY", KEY.toString("base64")],
    ["DATABASE_URL", "postgres://beckon@db.example/beckon"],
    ["DATABASE_URL", "postgres://beckon@localhost/beckon?host=db.example"],
    ["DATABASE_URL", "postgres://localhost@db.example/beckon"],
  ])("refuses a %s of %s", (name, value) => {
    const mistakes = mistakesOf({ ...PLAYGROUND, [name]: value });
    expect(namesOf(mistakes)).toEqual([name]);
    expect(mistakes.join("\n")).not.toContain(value);
  });

  test("says what to do about the secrets of production, each by its name", () => {
    expect(mistakesOf({ ...LEAST, BECKON_PROFILE: "playground" })).toEqual(
      ["SECRET_BOT_PASSWORD", "SECRET_MASTER_KEY"].map((name) =>
        expect.stringMatching(`^${name}: .* beside BECKON_PROFILE playground.*; remove one of the two$`),
      ),
    );
  });

  test("takes a PostgreSQL server on this machine", () => {
    const DATABASE_URL = "postgres://beckon@127.0.0.1:5432/beckon";
    expect(configOf({ ...PLAYGROUND, DATABASE_URL }).store).toMatchObject({ profile: "playground" });
  });

  test("is what env/.env.playground describes", () => {
    const text = readFileSync("env/.env.playground", "utf8");
    const { teams, graph } = readConfig(parseEnv(text));
    expect(teams.tenants).toEqual([TENANT_ID]);
    expect(graph).toMatchObject({ helpersGroupId: GROUP_IDS.helpers, leadsGroupId: GROUP_IDS.leads });
  });
});

describe("a mistake in the environment", () => {
  test("never lets production start without an app id", () => {
    expect(mistakesOf({ ...LEAST, BOT_ID: "" })).toEqual([expect.stringMatching(/^BOT_ID: is missing/)]);
    expect(mistakesOf({ ...LEAST, BOT_ID: "  ", HOST: "127.0.0.1" })).toHaveLength(1);
  });

  test("is named beside all others, each once", () => {
    expect(namesOf(mistakesOf({})).toSorted()).toEqual([
      "BOT_ID",
      "BOT_TENANT_ID",
      "HELPDESK_CHANNEL_ID",
      "HELPERS_GROUP_ID",
      "LEADS_GROUP_ID",
      "SECRET_BOT_PASSWORD",
      "SECRET_MASTER_KEY",
    ]);
  });

  test("is told apart from a variable that is missing", () => {
    const rule = "the bot's Microsoft app id, a GUID";
    expect(mistakesOf({ ...LEAST, BOT_ID: "abc" })).toEqual([`BOT_ID: does not fit: ${rule}`]);
    expect(mistakesOf({ ...LEAST, BOT_ID: "" })).toEqual([
      expect.stringContaining(`BOT_ID: is missing: ${rule}`),
    ]);
  });

  test("of any variable is found, and its value is never told", () => {
    const fine = new Set([
      ...["SECRET_BOT_PASSWORD", "SECRET_GRAPH_PASSWORD", "DATABASE_FILE", "POLICY_FILE"],
      ...["GRAPH_CERTIFICATE_FILE", "GRAPH_FEDERATED_TOKEN_FILE"],
    ]);
    for (const name of VARIABLES.filter((variable) => !fine.has(variable))) {
      const found = mistakesOf({ ...LEAST, [name]: "hunter2 is/wrong" });
      expect(namesOf(found), name).toContain(name);
      expect(found.join("\n"), name).not.toContain("hunter2");
    }
  });

  test("in the policy file is named with its path", () => {
    const wrong = () => JSON.stringify({ consent: { phrases: true } });
    expect(mistakesOf(LEAST, wrong)).toEqual(["POLICY_FILE: consent.phrases: is no key of the policy"]);
  });

  test("in the name of the policy file is found", () => {
    const mistakes = mistakesOf({ ...LEAST, POLICY_FILE: "hunter2.json" }, () => {
      throw new Error("ENOENT: hunter2.json");
    });
    expect(mistakes).toEqual([expect.stringMatching(/^POLICY_FILE: cannot be read/)]);
    expect(mistakes.join()).not.toContain("hunter2");
  });

  test.each([
    ["SECRET_BOT_PASSWORD", "a managed identity with a secret", { ...MANAGED, SECRET_BOT_PASSWORD: "x" }],
    ["BOT_CERTIFICATE_FILE", "two proofs", { ...LEAST, BOT_CERTIFICATE_FILE: "/c.pem" }],
    ["BOT_MANAGED_IDENTITY", "no identity", { ...LEAST, SECRET_BOT_PASSWORD: "", BOT_MANAGED_IDENTITY: "x" }],
    ["BOT_FEDERATED_TOKEN_FILE", "an identity with a token", { ...MANAGED, BOT_FEDERATED_TOKEN_FILE: "/t" }],
    [
      "GRAPH_CERTIFICATE_FILE",
      "two proofs for Graph",
      { ...LEAST, SECRET_GRAPH_PASSWORD: "x", GRAPH_CERTIFICATE_FILE: "/c.pem" },
    ],
    [
      "GRAPH_TENANT_ID",
      "its own identity abroad",
      { ...LEAST, GRAPH_MANAGED_IDENTITY: "system", GRAPH_TENANT_ID: OTHER },
    ],
    ["SECRET_GRAPH_PASSWORD", "another app without its secret", { ...LEAST, GRAPH_CLIENT_ID: OTHER }],
    ["GRAPH_CLIENT_ID", "a secret of no app", { ...MANAGED, SECRET_GRAPH_PASSWORD: "x" }],
    ["GRAPH_TENANT_ID", "a managed identity abroad", { ...MANAGED, GRAPH_TENANT_ID: OTHER }],
    ["GRAPH_BASE_URL", "a simulated Graph", { ...LEAST, GRAPH_BASE_URL: "http://127.0.0.1:3979" }],
    ["GRAPH_BASE_URL", "a Graph without https", { ...LEAST, GRAPH_BASE_URL: "http://graph.microsoft.com" }],
    ["GRAPH_BASE_URL", "a national cloud", { ...LEAST, GRAPH_BASE_URL: "https://graph.microsoft.us" }],
    ["GRAPH_BASE_URL", "the DoD's cloud", { ...LEAST, GRAPH_BASE_URL: "https://dod-graph.microsoft.us" }],
    [
      "GRAPH_BASE_URL",
      "China's cloud",
      { ...LEAST, GRAPH_BASE_URL: "https://microsoftgraph.chinacloudapi.cn" },
    ],
    ["GRAPH_BASE_URL", "a version in it", { ...LEAST, GRAPH_BASE_URL: "https://graph.microsoft.com/v1.0" }],
    ["DATABASE_FILE", "two databases", { ...LEAST, DATABASE_FILE: "a", DATABASE_URL: "postgres://a/b" }],
    ["DATABASE_FILE", "a database that forgets", { ...LEAST, DATABASE_FILE: ":memory:" }],
    ["SECRET_MASTER_KEY", "the playground's key", { ...LEAST, SECRET_MASTER_KEY: PLAYGROUND_MASTER_KEY }],
    ["SECRET_MASTER_KEY", "a key of 16 bytes", { ...LEAST, SECRET_MASTER_KEY: "AAAAAAAAAAAAAAAAAAAAAA==" }],
    [
      "HELPDESK_CHANNEL_ID",
      "a message in the channel",
      { ...LEAST, HELPDESK_CHANNEL_ID: "19:abc@thread.tacv2;messageid=1" },
    ],
    ["TENANTS", "everybody", { ...LEAST, TENANTS: "common" }],
    ["PORT", "a port that does not exist", { ...LEAST, PORT: "70000" }],
  ])("is found in %s: %s", (name, _, env) => {
    expect(namesOf(mistakesOf(env))).toEqual([name]);
  });
});

describe("the list of variables", () => {
  const ROW = /^\| `([A-Z_]+)` +\| (.+?) +\| .+ \|$/gm;

  test("is all that is read", () => {
    const read = new Set<string>();
    configOf(
      new Proxy<NodeJS.ProcessEnv>(LEAST, {
        get(env, name) {
          read.add(String(name));
          return env[String(name)];
        },
      }),
    );
    const files = SECRETS.map((name) => `${name}_FILE`);
    expect([...read].filter((name) => !files.includes(name))).toEqual(VARIABLES);
    expect([...read].filter((name) => files.includes(name))).toEqual(files);
  });

  test("is what env/.env.example shows, with the defaults", () => {
    const text = readFileSync("env/.env.example", "utf8");
    const shown = [...text.matchAll(/^(# )?([A-Z_]+)=(.*)$/gm)].map(([, , name, value]) => [name, value]);
    expect(shown).toEqual(VARIABLES.map((name) => [name, DEFAULTS.production[name] ?? ""]));
  });

  test("is the table in docs/configuration.md, with the defaults", () => {
    const section = readFileSync("docs/configuration.md", "utf8").split("## Policy")[0] ?? "";
    const rows = [...section.matchAll(ROW)].map(([, name = "", value = ""]) => ({ name, value }));
    expect(rows.map(({ name }) => name)).toEqual(VARIABLES);
    const stated = rows.filter(({ value }) => /^`.+`$/.test(value));
    expect(Object.fromEntries(stated.map(({ name, value }) => [name, value.slice(1, -1)]))).toEqual(
      DEFAULTS.production,
    );
  });
});
