import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkManifest, type Manifest } from "./check-manifest.ts";

type Texts = Readonly<Record<string, string>>;

interface Languages {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly mistakes: readonly string[];
}

/** What Teams shows of the app in another language. The short name stays. */
const SHOWN =
  /^(?:name\.full|description\.(?:short|full)|(?:bots|composeExtensions)\[0\]\.command.*\.(?:title|description))$/;

/**
 * The files that hold the manifest's texts in further languages. Microsoft's schema of such a file has a pattern that no
 * validator takes, so the manifest with the texts put in is checked instead.
 */
export async function readLanguages(folder: string, manifest: Manifest): Promise<Languages> {
  const files: Record<string, Uint8Array> = {};
  const mistakes: string[] = [];
  for (const { file } of manifest.localizationInfo.additionalLanguages) {
    const content = await readFile(join(folder, file)).catch(() => null);
    if (content === null) {
      mistakes.push(`${file}: cannot be read; add it beside the manifest`);
      continue;
    }
    files[file] = content;
    const found = await mistakesIn(content.toString("utf8"), manifest);
    mistakes.push(...found.map((mistake) => `${file}: ${mistake}`));
  }
  return { files, mistakes };
}

async function mistakesIn(text: string, manifest: Manifest): Promise<string[]> {
  const texts = parse(text);
  if (texts === null) return ["is no JSON of texts; fix its syntax"];
  const { $schema, ...translated } = texts;
  const expected = manifest.$schema.replace("MicrosoftTeams.", "MicrosoftTeams.Localization.");
  const english = textsOf(manifest);
  const faults = [
    ...($schema === expected
      ? []
      : [`/$schema does not belong to the manifest's version; write ${expected}`]),
    ...Object.keys(english)
      .filter((path) => SHOWN.test(path) && translated[path] === undefined)
      .map((path) => `lacks ${path}`),
    ...Object.keys(translated)
      .filter((path) => english[path] === undefined)
      .map((path) => `has ${path}, which the manifest has not`),
  ];
  if (faults.length > 0) return faults;
  const { mistakes } = await checkManifest(JSON.stringify(withTexts(manifest, translated)));
  return mistakes.map((mistake) => mistake.replace(/^manifest\.json: /, ""));
}

function parse(text: string): Texts | null {
  try {
    const json: unknown = JSON.parse(text);
    const isFlat = typeof json === "object" && json !== null && !Array.isArray(json);
    return isFlat && Object.values(json).every((each) => typeof each === "string") ? (json as Texts) : null;
  } catch {
    return null;
  }
}

/** Every text of a JSON value by its path, such as `bots[0].commandLists[1].commands[2].title`. */
function textsOf(value: unknown, path = ""): Texts {
  if (typeof value === "string") return { [path]: value };
  if (typeof value !== "object" || value === null) return {};
  const inside = (key: string) =>
    Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => textsOf(inner, inside(key))));
}

function withTexts(value: unknown, texts: Texts, path = ""): unknown {
  if (typeof value === "string") return texts[path] ?? value;
  if (Array.isArray(value)) return value.map((each, i) => withTexts(each, texts, `${path}[${i}]`));
  if (typeof value !== "object" || value === null) return value;
  const under = path === "" ? "" : `${path}.`;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withTexts(inner, texts, under + key)]),
  );
}
