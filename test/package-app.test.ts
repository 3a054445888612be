import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { strFromU8, unzipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { iconMistakes } from "../src/app-package/check-icons.ts";
import type { Manifest } from "../src/app-package/check-manifest.ts";
import { packageApp, readValues } from "../src/app-package/package-app.ts";
import { COMMANDS } from "../src/bot/index.ts";
import { ASK_ABOUT } from "../src/teams/dialog-turn.ts";
import { SEARCH } from "../src/teams/search-turn.ts";
import { commandOf } from "./support/command-of.ts";

const VALUES = {
  TEAMS_APP_ID: "a0000000-0000-4000-8000-00000000bec0",
  BOT_ID: "b0000000-0000-4000-8000-00000000bec0",
  BOT_DOMAIN: "beckon.example",
  APP_NAME_SUFFIX: "",
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "beckon-package-"));
  await cp("appPackage", folder, { recursive: true, filter: (path) => !path.endsWith("build") });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true, force: true });
});

async function filesOf(values: Record<string, string> = VALUES): Promise<Record<string, Uint8Array>> {
  const packaged = await packageApp(folder, values);
  if ("mistakes" in packaged) throw new Error(packaged.mistakes.join("\n"));
  return unzipSync(packaged.zip);
}

async function mistakes(values: Record<string, string> = VALUES): Promise<readonly string[]> {
  const packaged = await packageApp(folder, values);
  return "mistakes" in packaged ? packaged.mistakes : [];
}

async function change(text: string | RegExp, replacement: string, name = "manifest.json"): Promise<void> {
  const file = join(folder, name);
  const before = await readFile(file, "utf8");
  const after = before.replace(text, replacement);
  if (after === before) throw new Error(`${name} has no ${text}`);
  await writeFile(file, after);
}

describe("the app package", () => {
  test("holds the manifest, its languages and both icons at its root, and nothing else", async () => {
    const files = await filesOf();
    expect(Object.keys(files).toSorted()).toEqual(["color.png", "de.json", "manifest.json", "outline.png"]);
    expect(Buffer.from(files["color.png"] ?? [])).toEqual(await readFile("appPackage/color.png"));
  });

  test("leaves no placeholder open", async () => {
    const text = strFromU8((await filesOf())["manifest.json"] ?? new Uint8Array());
    expect(text).not.toContain("${{");
    expect(JSON.parse(text)).toMatchObject({
      id: VALUES.TEAMS_APP_ID,
      name: { short: "Beckon" },
      bots: [{ botId: VALUES.BOT_ID, scopes: ["personal", "team", "groupChat"] }],
      supportsChannelFeatures: "tier1",
      validDomains: ["beckon.example"],
      // The bot's own app asks Graph, unless another one is set.
      webApplicationInfo: { id: VALUES.BOT_ID, resource: `api://botid-${VALUES.BOT_ID}` },
    });
  });

  test("offers the typed commands in every scope, but those that a card or the compose box has too: Teams lists ten at most", async () => {
    const manifest = JSON.parse(await readFile("appPackage/manifest.json", "utf8")) as Manifest;
    const lists = manifest.bots.flatMap((bot) => bot.commandLists);
    expect(lists.flatMap((list) => list.scopes)).toEqual(["personal", "team", "groupChat"]);
    for (const { commands } of lists)
      expect(commands.map(({ title }) => title).toSorted()).toEqual(
        COMMANDS.map(({ name }) => name)
          .filter((name) => !["licences", "setup", "find", "request", "quiet"].includes(name))
          .toSorted(),
      );
  });

  test("offers the search that the bot answers, to the same bot, and unfurls no links", async () => {
    const manifest = JSON.parse(await readFile("appPackage/manifest.json", "utf8")) as Manifest;
    expect(manifest.composeExtensions).toMatchObject([
      {
        botId: manifest.bots[0]?.botId,
        commands: [
          { id: SEARCH.command, type: "query", parameters: [{ name: SEARCH.parameter }] },
          { id: ASK_ABOUT.command, type: "action", context: ["message"], fetchTask: true },
        ],
      },
    ]);
    expect(manifest.composeExtensions[0]).not.toHaveProperty("messageHandlers");
  });

  test("names each command in German by a word that Beckon takes for that command", async () => {
    const manifest = JSON.parse(await readFile("appPackage/manifest.json", "utf8")) as Manifest;
    const german = JSON.parse(await readFile("appPackage/de.json", "utf8")) as Record<string, string>;
    const english = manifest.bots[0]?.commandLists.flatMap(({ commands }, list) =>
      commands.map(({ title }, at) => [title, german[`bots[0].commandLists[${list}].commands[${at}].title`]]),
    );
    expect(english?.map(([title = "", word = ""]) => [title, word, commandOf(word)])).toEqual(
      english?.map(([title, word]) => [title, word, title]),
    );
  });

  test("asks for no resource-specific consent", async () => {
    expect(JSON.parse(await readFile("appPackage/manifest.json", "utf8"))).not.toHaveProperty(
      "authorization",
    );
  });

  test("has the version of Beckon", async () => {
    const versions = ["package.json", "appPackage/manifest.json"].map(async (file) => {
      return JSON.parse(await readFile(file, "utf8")).version;
    });
    const [beckon, manifest] = await Promise.all(versions);
    expect(manifest).toBe(beckon);
  });

  test("names the app that asks Graph when it is not the bot's", async () => {
    const GRAPH_CLIENT_ID = "c0000000-0000-4000-8000-0000000000fa";
    const packaged = await packageApp("appPackage", { ...VALUES, GRAPH_CLIENT_ID });
    if ("mistakes" in packaged) throw new Error(packaged.mistakes.join("\n"));
    const manifest = JSON.parse(strFromU8(unzipSync(packaged.zip)["manifest.json"] ?? new Uint8Array()));
    expect(manifest).toMatchObject({
      bots: [{ botId: VALUES.BOT_ID }],
      webApplicationInfo: { id: GRAPH_CLIENT_ID },
    });
  });

  test("is the same, byte for byte, from the same content", async () => {
    expect(await packageApp(folder, VALUES)).toEqual(await packageApp(folder, VALUES));
  });

  test("is validated without the network", async () => {
    const fetch = vi.fn(() => Promise.reject(new Error("offline")));
    vi.stubGlobal("fetch", fetch);
    await filesOf();
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("a mistake in the app package", () => {
  test("in the values is named once for each, with what to do", async () => {
    expect(await mistakes({ BOT_ID: "my bot", BOT_DOMAIN: "https://beckon.example/" })).toEqual([
      expect.stringMatching(/^TEAMS_APP_ID: is missing; set it to/),
      expect.stringMatching(/^BOT_DOMAIN: does not fit; set it to/),
      expect.stringMatching(/^APP_NAME_SUFFIX: is missing; set it to/),
      expect.stringMatching(/^BOT_ID: does not fit; set it to/),
    ]);
  });

  test("in the values cannot change what the manifest says", async () => {
    const files = await filesOf({ ...VALUES, APP_NAME_SUFFIX: '", "id": "x' });
    const manifest = JSON.parse(strFromU8(files["manifest.json"] ?? new Uint8Array()));
    expect(manifest).toMatchObject({ id: VALUES.TEAMS_APP_ID, name: { short: 'Beckon", "id": "x' } });
  });

  test.each([
    ["a colour that is none", '"#0E3B43"', '"petrol"', /accentColor/],
    ["an unknown key", '"supportsChannelFeatures"', '"supportsEverything"', /supportsEverything|additional/],
    ["a name that is too long", '"Beckon$', `"${"Beckon".repeat(6)}$`, /name\/short/],
    ["an unknown placeholder", "{{BOT_ID}}", "{{BOT_NAME}}", /placeholder BOT_NAME/],
    ["a schema of another version", "teams/v1.30/", "teams/v1.19/", /\$schema does not belong/],
    ["a version that nobody validates", /1\.30/g, "9.99", /no schema 9\.99/],
    ["broken syntax", '"version": "0.1.0",', '"version": "0.1.0"', /is no JSON/],
    [
      "a search without a word to search for",
      /"parameters": \[(.|\n)*?\]/,
      '"parameters": 1',
      /composeExtensions/,
    ],
    ["no bot", /"bots"/, '"robots"', /\/bots/],
    ["a command as nobody types it", '"title": "stop"', '"title": "Stop now"', /"Stop now" is not one word/],
    [
      "a command twice",
      '"title": "status"',
      '"title": "help"',
      /command help stands twice in scope personal/,
    ],
    ["a scope without commands", '"scopes": ["team"]', '"scopes": ["personal"]', /scope team has 0 command/],
  ])("in the manifest is found: %s", async (_, text, replacement, expected) => {
    await change(text as string | RegExp, replacement as string);
    expect((await mistakes()).join("\n")).toMatch(expected as RegExp);
  });

  test.each([
    ["of another version", "teams/v1.30/", "teams/v1.28/", /^de\.json: \/\$schema does not belong/],
    ["a text that is not translated", /.*"name\.full".*\n/, "", /^de\.json: lacks name\.full$/],
    [
      "a text of no part of the manifest",
      "commandLists[0].commands[0].title",
      "commandLists[0].commands[99].title",
      /^de\.json: has bots\[0\]\.commandLists\[0\]\.commands\[99\]\.title/m,
    ],
    ["a text that is too long", "Anfrage suchen", "Anfrage ".repeat(20), /^de\.json: .*must NOT have more/],
    [
      "two words for a command",
      '"zeige"',
      '"zeige mir"',
      /^de\.json: the command "zeige mir" is not one word/,
    ],
    ["one word for two commands", '"zeige"', '"verlauf"', /^de\.json: the command verlauf stands twice/],
    ["broken syntax", "{", "", /^de\.json: is no JSON of texts/],
  ])("in a further language is found: %s", async (_, text, replacement, expected) => {
    await change(text as string | RegExp, replacement as string, "de.json");
    expect((await mistakes()).join("\n")).toMatch(expected as RegExp);
  });

  test("is found when a language is not there", async () => {
    await rm(join(folder, "de.json"));
    expect(await mistakes()).toEqual(["de.json: cannot be read; add it beside the manifest"]);
  });

  test("in the icons is found: sizes, kinds and colours", async () => {
    await cp(join(folder, "color.png"), join(folder, "outline.png"));
    await writeFile(join(folder, "color.png"), "no picture");
    expect(await mistakes()).toEqual([
      "color icon: is no PNG; render it again from its SVG",
      "outline icon: is 192×192; render it at 32×32",
      expect.stringMatching(/^outline icon: is not white on transparent/),
    ]);
  });

  test("in a symbol that leaves the safe square is found, and ours stays inside", async () => {
    const [color, outline] = await Promise.all(
      ["color.png", "outline.png"].map((file) => readFile(join("appPackage", file))),
    );
    if (color === undefined || outline === undefined) throw new Error("no icons");
    expect(iconMistakes(color, outline)).toEqual([]);
    expect(iconMistakes(pngOf(192, [46, 26, 146, 166]), outline)).toEqual([
      expect.stringMatching(/^color icon: the symbol leaves the middle 120×120 pixels/),
    ]);
    expect(iconMistakes(pngOf(192, [36, 36, 156, 156]), outline)).toEqual([]);
  });

  test("is found when an icon is not there", async () => {
    await rm(join(folder, "outline.png"));
    expect(await mistakes()).toEqual([expect.stringMatching(/^outline\.png: cannot be read/)]);
  });
});

describe("the values of the package", () => {
  test("come from the environment's file, and the process wins where it has a value", async () => {
    await writeFile(join(folder, ".env.test"), "BOT_ID=file\nBOT_DOMAIN=file.example\nAPP_NAME_SUFFIX=\n");
    const values = await readValues(folder, "test", { BOT_ID: "process", BOT_DOMAIN: "" });
    expect(values).toEqual({ BOT_ID: "process", BOT_DOMAIN: "file.example", APP_NAME_SUFFIX: "" });
  });

  test("come from nowhere else", async () => {
    expect(await readValues(folder, "../package", {})).toBeNull();
    expect(await readValues(folder, "absent", {})).toBeNull();
  });
});

/** A dark square of RGB pixels with a light rectangle: left, top, right, bottom. */
function pngOf(size: number, [left = 0, top = 0, right = 0, bottom = 0]: readonly number[]): Buffer {
  const rows = Buffer.alloc(size * (1 + size * 3), 0x20);
  for (let y = 0; y < size; y++) {
    rows[y * (1 + size * 3)] = 0;
    if (y >= top && y < bottom)
      rows.fill(0xf0, y * (1 + size * 3) + 1 + left * 3, y * (1 + size * 3) + 1 + right * 3);
  }
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type, "latin1"), data, Buffer.alloc(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows))]);
}

describe("npm run package", () => {
  interface Outcome {
    readonly code: number;
    readonly said: string;
  }
  const run = (args: string[], env: NodeJS.ProcessEnv) =>
    new Promise<Outcome>((resolve) => {
      const out = join(folder, "out", "beckon.zip");
      const command = ["bin/beckon.js", "package", "--out", out, ...args];
      execFile(
        process.execPath,
        command,
        { env: { PATH: process.env.PATH, ...env } },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
      );
    });

  test("writes the package and says what it made", async () => {
    const { code, said } = await run([], VALUES);
    expect(said).toContain("Beckon-dev 0.1.0");
    expect(code).toBe(0);
    const zip = unzipSync(await readFile(join(folder, "out", "beckon.zip")));
    expect(Object.keys(zip)).toHaveLength(4);
  });

  test.each([
    ["without values", [], /TEAMS_APP_ID: is missing[\s\S]*BOT_ID: is missing/, 1],
    ["for an environment that does not exist", ["--env", "nowhere"], /no env\/\.env\.nowhere/, 1],
    ["with an option that does not exist", ["--environment", "dev"], /Usage: beckon package/, 2],
  ])("fails %s", async (_, args, expected, exitCode) => {
    const { code, said } = await run(args, {});
    expect(said).toMatch(expected);
    expect(code).toBe(exitCode);
  });
});

describe("the Toolkit's files", () => {
  interface Step {
    readonly uses: string;
    readonly with: Readonly<Record<string, unknown>>;
  }
  const read = async (file: string) => parse(await readFile(file, "utf8")) as Record<string, readonly Step[]>;

  test("provision the same package that npm run package makes", async () => {
    const { provision = [] } = await read("m365agents.yml");
    expect(provision.map((step) => step.uses)).toEqual([
      "teamsApp/create",
      "arm/deploy",
      "teamsApp/validateManifest",
      "teamsApp/zipAppPackage",
      "teamsApp/validateAppPackage",
      "teamsApp/update",
    ]);
    expect(provision[3]?.with.outputZipPath).toBe("./appPackage/build/beckon.zip");
  });

  test("hand the playground only variables that its environment sets", async () => {
    const { deploy = [] } = await read("m365agents.playground.yml");
    const text = await readFile("env/.env.playground", "utf8");
    for (const [name, value] of Object.entries(deploy.at(-1)?.with.envs ?? {})) {
      expect(value).toBe(`\${{${name}}}`);
      expect(text).toMatch(new RegExp(`^${name}=.`, "m"));
    }
  });
});
