import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, join, normalize } from "node:path";
import { describe, expect, test } from "vitest";

interface Room {
  /** Rooms that it may import; all of them for those who put the rooms together. */
  readonly rooms: readonly string[] | "all";
  readonly packages?: readonly string[];
  /** A pure room imports nothing of Node but what is stated here. */
  readonly node?: readonly string[];
}

/** What every part of the store may know. */
const CORE = ["ports", "domain/ticket", "domain/eligibility", "telemetry"];
/** The store from the top down: each part may import those that its own line names. */
const STORE = [
  "store/reports",
  "store/delivery",
  "store/evidence",
  "store/search",
  "store/threads",
  "store/tickets",
  "store/projections",
  "store/events",
  "store/database",
  "store/engines",
];

/**
 * Left may import right; nothing else. A room is a folder, named with its path below src; a folder inside it that has a line
 * of its own is a room of its own. The composition root and the commands put rooms together.
 */
const ROOMS: Readonly<Record<string, Room>> = {
  "domain/ticket": { rooms: [], node: [] },
  "domain/eligibility": { rooms: ["domain/ticket"], node: [] },
  domain: { rooms: ["domain/ticket", "ports"] },
  "cards/text": {
    rooms: ["domain/ticket", "ports"],
    packages: ["intl-messageformat", "lru-cache"],
    node: [],
  },
  cards: {
    rooms: ["domain/ticket", "domain/eligibility", "ports", "cards/text"],
    packages: ["zod", "adaptivecards-templating"],
    node: ["node:zlib"],
  },
  ports: { rooms: ["domain/ticket", "domain/eligibility"], node: [] },
  bot: {
    rooms: ["domain", "domain/ticket", "domain/eligibility", "cards", "cards/text", "ports", "telemetry"],
    packages: ["zod", "lru-cache", "fflate"],
  },
  jobs: {
    rooms: [
      "domain",
      "domain/ticket",
      "domain/eligibility",
      "cards",
      "cards/text",
      "ports",
      "telemetry",
      "config",
    ],
    packages: ["croner"],
  },
  teams: {
    rooms: ["ports", "cards", "cards/text", "bot", "domain/ticket", "telemetry"],
    packages: [
      "botbuilder",
      "@microsoft/teams-ai",
      "@azure/identity",
      "fastify",
      "zod",
      "canonicalize",
      "jose",
      "lru-cache",
      "undici",
    ],
  },
  graph: {
    rooms: ["ports", "domain/ticket", "domain/eligibility", "cards/text", "telemetry"],
    packages: ["@microsoft/microsoft-graph-client", "@azure/identity", "lru-cache", "zod"],
  },
  store: { rooms: [...CORE, ...STORE], packages: ["kysely"] },
  "store/reports": { rooms: [...CORE, "store/database", "store/projections"], packages: ["kysely"] },
  "store/delivery": { rooms: [...CORE, "store/database"], packages: ["kysely"] },
  "store/evidence": {
    rooms: [...CORE, "store/database", "store/engines", "store/events", "store/projections", "store/threads"],
    packages: ["kysely", "canonicalize", "lru-cache"],
  },
  "store/threads": {
    rooms: [...CORE, "store/database", "store/events"],
    packages: ["kysely", "canonicalize", "lru-cache"],
  },
  "store/search": {
    rooms: [...CORE, "store/database", "store/engines", "store/projections"],
    packages: ["kysely"],
  },
  "store/tickets": {
    rooms: [...CORE, "store/database", "store/events", "store/projections"],
    packages: ["kysely", "lru-cache"],
  },
  "store/projections": {
    rooms: [...CORE, "store/database", "store/engines", "store/events"],
    packages: ["kysely"],
  },
  "store/events": { rooms: [...CORE, "store/database"], packages: ["kysely", "canonicalize", "lru-cache"] },
  "store/database": { rooms: ["ports", "store/engines"], packages: ["kysely"] },
  "store/engines": { rooms: ["ports", "telemetry"], packages: ["kysely", "pg", "lru-cache"] },
  transports: { rooms: ["ports", "domain/ticket", "domain/eligibility", "telemetry"] },
  telemetry: {
    rooms: [],
    packages: [
      "@opentelemetry/api",
      "@opentelemetry/exporter-metrics-otlp-proto",
      "@opentelemetry/exporter-trace-otlp-proto",
      "@opentelemetry/resources",
      "@opentelemetry/sdk-metrics",
      "@opentelemetry/sdk-trace",
    ],
    node: ["node:perf_hooks", "node:async_hooks"],
  },
  config: {
    rooms: ["cards", "ports", "domain/eligibility", "domain/ticket", "graph"],
    packages: ["zod", "canonicalize"],
  },
  audit: {
    rooms: [
      ...["ports", "domain/ticket", "domain/eligibility", "cards", "cards/text"],
      ...["store", "store/search", "store/events", "telemetry", "config", "cli"],
    ],
    packages: ["zod", "commander"],
  },
  doctor: {
    rooms: [
      ...["ports", "domain/ticket", "domain/eligibility", "cards", "cards/text"],
      ...["graph", "store", "teams", "telemetry", "config"],
    ],
    packages: ["@azure/identity"],
  },
  policy: { rooms: ["domain/ticket", "domain/eligibility"], node: [] },
  cli: { rooms: [], packages: ["commander"] },
  "app-package": { rooms: ["domain/ticket"], packages: ["@microsoft/app-manifest", "zod", "fflate"] },
  commands: { rooms: "all", packages: ["commander", "@azure/identity", "undici"] },
  root: { rooms: "all", packages: ["undici", "commander"] },
};

interface Import {
  readonly from: string;
  readonly what: string;
}

const NODE: readonly string[] = builtinModules;
const SPECIFIER = /^(?:import|export)\s(?:[^;"]*?\sfrom\s+)?"(?<fixed>[^"]+)"|\bimport\("(?<late>[^"]+)"\)/gm;

const files = globSync("src/**/*.ts").map((file) => file.replaceAll("\\", "/"));
const textOf = (file: string) => readFileSync(file, "utf8");
const roomOf = (file: string): string => {
  if (/^src\/[^/]+$/.test(file)) return "root";
  const [, first = "", second = ""] = file.split("/");
  return `${first}/${second}` in ROOMS ? `${first}/${second}` : first;
};
const imports: readonly Import[] = files.flatMap((from) =>
  [...textOf(from).matchAll(SPECIFIER)].map(({ groups }) => {
    const what = groups?.fixed ?? groups?.late ?? "";
    const path = normalize(join(dirname(from), what)).replaceAll("\\", "/");
    return { from, what: what.startsWith(".") ? path : what };
  }),
);
const told = (wrong: readonly Import[]) => wrong.map(({ from, what }) => `${from} → ${what}`);
const packageOf = (what: string) =>
  what
    .split("/")
    .slice(0, what.startsWith("@") ? 2 : 1)
    .join("/");
const isOurs = ({ what }: Import) => what.startsWith("src/");
const isCard = ({ what }: Import) => /^cards\/[a-z-]+\.json$/.test(what);
const isNode = ({ what }: Import) => what.startsWith("node:") || NODE.includes(what);

describe("the rooms", () => {
  test("are all known, with their arrows", () => {
    expect(imports.length).toBeGreaterThan(100);
    expect([...new Set(files.map(roomOf))].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  test.each(Object.entries(ROOMS))("%s imports only what its arrows allow", (room, { rooms }) => {
    const wrong = imports.filter(
      ({ from, what }) =>
        roomOf(from) === room &&
        what.startsWith("src/") &&
        roomOf(what) !== room &&
        rooms !== "all" &&
        !rooms.includes(roomOf(what)),
    );
    expect(told(wrong)).toEqual([]);
  });

  test.each(Object.entries(ROOMS))("%s uses only its packages", (room, { packages = [], node }) => {
    const outside = imports.filter((each) => roomOf(each.from) === room && !isOurs(each));
    const wrong = outside.filter((each) => {
      if (isNode(each)) return node !== undefined && !node.includes(each.what);
      if (isCard(each)) return room !== "cards";
      return !packages.includes(packageOf(each.what));
    });
    expect(told(wrong)).toEqual([]);
  });

  test("leave the database to the store", () => {
    const wrong = imports.filter(
      ({ from, what }) => what === "node:sqlite" && roomOf(from) !== "store/engines",
    );
    expect(told(wrong)).toEqual([]);
  });

  test("know nothing of the playground", () => {
    expect(told(imports.filter(({ what }) => what.startsWith("playground/")))).toEqual([]);
  });
});

describe("a file in src", () => {
  test("has no more than 300 lines", () => {
    expect(files.filter((file) => textOf(file).split("\n").length > 301)).toEqual([]);
  });

  test("is named in kebab-case after what it is about, not `utils` or `helpers`", () => {
    const wrong = files.filter(
      (file) => !/^src(\/[a-z0-9-]+)+\.ts$/.test(file) || /\b(utils?|helpers|misc|common|types)\b/.test(file),
    );
    expect(wrong).toEqual([]);
  });

  test("has no default export", () => {
    expect(files.filter((file) => /^export default\b|\bas default\b/m.test(textOf(file)))).toEqual([]);
  });
});

describe("a verb", () => {
  const verbs = files
    .filter((file) => roomOf(file) === "bot")
    .flatMap((file) =>
      [...textOf(file).matchAll(/\bverb: "(?<verb>[^"]*)"/g)].map(({ groups }) => [file, groups?.verb ?? ""]),
    );

  test("is kebab-case and named like its file", () => {
    const wrong = verbs.filter(
      ([file = "", verb = ""]) => !/^[a-z]+(-[a-z]+)+$/.test(verb) || verb !== basename(file, ".ts"),
    );
    expect(wrong).toEqual([]);
  });

  test("belongs to one file only", () => {
    const all = verbs.map(([, verb]) => verb);
    expect(new Set(all).size).toBe(all.length);
  });
});
