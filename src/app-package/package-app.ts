import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { zipSync } from "fflate";
import { readLanguages } from "./app-languages.ts";
import { iconMistakes } from "./check-icons.ts";
import { checkManifest, type Manifest } from "./check-manifest.ts";
import { fillPlaceholders } from "./placeholders.ts";

type Values = Readonly<Record<string, string | undefined>>;

export type Packaged =
  | { readonly zip: Uint8Array; readonly manifest: Manifest; readonly files: readonly string[] }
  | { readonly mistakes: readonly string[] };

/** The same content gives the same bytes, so that two packages can be compared. */
const TIMELESS = new Date(1980, 0, 1);

/** Fills the manifest of `folder` and packs it with its languages and both icons, or returns every mistake. */
export async function packageApp(folder: string, values: Values): Promise<Packaged> {
  // Graph lets an app install only the Teams app that names it; unless another one asks Graph, that is the bot's.
  const template = await readFile(join(folder, "manifest.json"), "utf8");
  const named = values.GRAPH_CLIENT_ID ? template : template.replace("{{GRAPH_CLIENT_ID}}", "{{BOT_ID}}");
  const filled = fillPlaceholders(named, values);
  const { manifest, mistakes: found } = await checkManifest(filled.text);
  const mistakes = [...filled.mistakes, ...found];
  if (manifest === null) return { mistakes };

  const { color, outline } = manifest.icons;
  const read = (file: string) => readFile(join(folder, file)).catch(() => null);
  const [colorIcon, outlineIcon] = await Promise.all([read(color), read(outline)]);
  if (colorIcon === null) mistakes.push(`${color}: cannot be read; render it from icon.svg`);
  if (outlineIcon === null) mistakes.push(`${outline}: cannot be read; render it from outline.svg`);
  if (colorIcon === null || outlineIcon === null) return { mistakes };
  const languages = await readLanguages(folder, manifest);
  mistakes.push(...languages.mistakes, ...iconMistakes(colorIcon, outlineIcon));
  if (mistakes.length > 0) return { mistakes };

  const icons = { [color]: colorIcon, [outline]: outlineIcon };
  const content = { "manifest.json": Buffer.from(filled.text), ...languages.files, ...icons };
  return { zip: zipSync(content, { mtime: TIMELESS }), manifest, files: Object.keys(content) };
}

/** The values for one environment: its file, and over it what the process was given; null without a file. */
export async function readValues(
  folder: string,
  name: string,
  environment: NodeJS.ProcessEnv,
): Promise<Values | null> {
  if (!/^[a-z0-9-]+$/i.test(name)) return null;
  const text = await readFile(join(folder, `.env.${name}`), "utf8").catch(() => null);
  if (text === null) return null;
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== "");
  return { ...parseEnv(text), ...Object.fromEntries(given) };
}
