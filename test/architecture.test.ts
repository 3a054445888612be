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

/** Left may import right; nothing else. A file directly in src is a room of its own. */
const ROOMS: Readonly<Record<string, Room>> = {
  ticket: { rooms: [], node: [] },
  eligibility: { rooms: ["ticket"], node: [] },
  cards: { rooms: ["ticket"], packages: ["zod", "adaptivecards-templating"], node: [] },
  ports: { rooms: ["ticket", "eligibility"], node: [] },
  surfaces: { rooms: ["ticket", "eligibility", "cards", "ports"], node: ["node:zlib"] },
  "run-command": { rooms: ["ticket", "ports"], node: [] },
  conversations: {
    rooms: ["ticket", "eligibility", "surfaces", "cards", "ports", "run-command", "log"],
    packages: ["zod"],
  },
  delivery: {
    rooms: ["ticket", "eligibility", "surfaces", "cards", "ports", "run-command", "log"],
    packages: ["croner"],
  },
  reports: { rooms: ["ticket", "ports", "surfaces", "cards", "log"] },
  teams: {
    rooms: ["ports", "cards", "conversations", "ticket", "log"],
    packages: ["botbuilder", "@microsoft/teams-ai", "@azure/identity", "fastify", "zod", "canonicalize"],
  },
  graph: {
    rooms: ["ports", "ticket", "eligibility", "log"],
    packages: ["@microsoft/microsoft-graph-client", "@azure/identity", "zod"],
  },
  store: { rooms: ["ports", "ticket", "eligibility", "log"], packages: ["kysely", "pg", "canonicalize"] },
  transports: { rooms: ["ports", "ticket", "eligibility", "log"] },
  log: { rooms: [] },
  health: { rooms: ["log"], node: ["node:perf_hooks"] },
  environment: { rooms: ["surfaces", "ports"], packages: ["zod"] },
  "environment-rules": { rooms: ["environment"] },
  "policy-file": { rooms: ["eligibility", "ports", "ticket"], packages: ["zod"] },
  config: {
    rooms: [
      ...["environment", "environment-rules", "policy-file"],
      ...["eligibility", "graph", "ports", "surfaces", "ticket"],
    ],
  },
  app: {
    rooms: [
      ...["teams", "conversations", "delivery", "reports", "ports", "log"],
      ...["surfaces", "cards", "transports", "eligibility", "ticket"],
    ],
  },
  audit: {
    rooms: [
      ...["ports", "ticket", "eligibility", "surfaces", "cards", "store", "log"],
      ...["config", "environment", "policy-file"],
    ],
    packages: ["zod"],
  },
  start: { rooms: "all" },
  main: { rooms: "all" },
  playground: { rooms: "all", packages: ["zod"] },
};

interface Import {
  readonly from: string;
  readonly what: string;
}

const NODE: readonly string[] = builtinModules;
const SPECIFIER = /^(?:import|export)\s(?:[^;"]*?\sfrom\s+)?"(?<fixed>[^"]+)"|\bimport\("(?<late>[^"]+)"\)/gm;

const files = globSync("src/**/*.ts").map((file) => file.replaceAll("\\", "/"));
const textOf = (file: string) => readFileSync(file, "utf8");
const roomOf = (file: string) => {
  const [, first = "", second] = file.split("/");
  // A command's start puts rooms together, in whichever room it stands.
  if (second === "main.ts" && first !== "playground") return "main";
  return second === undefined ? basename(first, ".ts") : first;
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
    const wrong = imports.filter(({ from, what }) => what === "node:sqlite" && roomOf(from) !== "store");
    expect(told(wrong)).toEqual([]);
  });

  test("know nothing of the playground", () => {
    const wrong = imports.filter(
      ({ from, what }) => roomOf(what) === "playground" && roomOf(from) !== "playground",
    );
    expect(told(wrong.filter(isOurs))).toEqual([]);
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
    .filter((file) => roomOf(file) === "conversations")
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
