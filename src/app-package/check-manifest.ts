import { AppManifestUtils, type TeamsManifest } from "@microsoft/app-manifest";
import { z } from "zod";

/** The parts of a manifest that these checks read; Microsoft's schema checks the rest. */
const Looked = z.looseObject({
  $schema: z.string(),
  manifestVersion: z.string(),
  version: z.string(),
  name: z.looseObject({ short: z.string() }),
  localizationInfo: z
    .looseObject({
      additionalLanguages: z.array(z.looseObject({ languageTag: z.string(), file: z.string() })).default([]),
    })
    .default({ additionalLanguages: [] }),
  icons: z.looseObject({ color: z.string(), outline: z.string() }),
  bots: z
    .array(
      z.looseObject({
        scopes: z.array(z.string()),
        commandLists: z
          .array(
            z.looseObject({
              scopes: z.array(z.string()),
              commands: z.array(z.looseObject({ title: z.string(), description: z.string().optional() })),
            }),
          )
          .default([]),
      }),
    )
    .min(1),
  composeExtensions: z
    .array(
      z.looseObject({
        botId: z.string(),
        commands: z.array(
          z.looseObject({
            id: z.string(),
            parameters: z.array(z.looseObject({ name: z.string() })).optional(),
          }),
        ),
      }),
    )
    .default([]),
});
export type Manifest = z.infer<typeof Looked>;
type Bot = Manifest["bots"][number];

/** @returns the manifest and its mistakes; null when it cannot be read. */
export async function checkManifest(
  text: string,
): Promise<{ manifest: Manifest | null; mistakes: string[] }> {
  const json = parse(text);
  if (json === undefined) return { manifest: null, mistakes: ["manifest.json: is no JSON; fix its syntax"] };
  const looked = Looked.safeParse(json);
  if (!looked.success) {
    const mistakes = looked.error.issues.map(
      ({ path, message }) => `manifest.json: /${path.join("/")}: ${message}`,
    );
    return { manifest: null, mistakes };
  }
  const manifest = looked.data;
  const mistakes = [...versionMistakes(manifest), ...manifest.bots.flatMap(commandMistakes)];
  if (mistakes.length === 0) mistakes.push(...(await schemaMistakes(manifest)));
  return { manifest, mistakes };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A schema that the package does not contain would be downloaded; this check keeps the validation offline. */
function versionMistakes({ $schema, manifestVersion }: Manifest): string[] {
  const expected = `https://developer.microsoft.com/json-schemas/teams/v${manifestVersion}/MicrosoftTeams.schema.json`;
  return $schema === expected
    ? []
    : [`manifest.json: /$schema does not belong to manifestVersion ${manifestVersion}; write ${expected}`];
}

async function schemaMistakes(manifest: Manifest): Promise<string[]> {
  try {
    const found = await AppManifestUtils.validateAgainstSchema(manifest as unknown as TeamsManifest);
    return [...new Set(found)].map((mistake) => `manifest.json: ${mistake}`);
  } catch {
    const { manifestVersion } = manifest;
    return [
      `manifest.json: @microsoft/app-manifest has no schema ${manifestVersion}; take an older manifestVersion`,
    ];
  }
}

/** Teams shows the command list of the current scope; a scope without one shows no commands. */
function commandMistakes({ scopes, commandLists }: Bot): string[] {
  const mistakes: string[] = [];
  for (const scope of scopes) {
    const lists = commandLists.filter((list) => list.scopes.includes(scope));
    if (lists.length !== 1)
      mistakes.push(`manifest.json: scope ${scope} has ${lists.length} command lists; give it one`);
    const titles = lists.flatMap((list) => list.commands.map((command) => command.title));
    for (const title of new Set(titles.filter((title, index) => titles.indexOf(title) !== index)))
      mistakes.push(`manifest.json: the command ${title} stands twice in scope ${scope}; drop one`);
  }
  for (const { title, description } of commandLists.flatMap((list) => list.commands)) {
    if (!/^\p{Ll}+$/u.test(title))
      mistakes.push(
        `manifest.json: the command "${title}" is not one word in small letters, as people type it`,
      );
    if (!description)
      mistakes.push(`manifest.json: the command ${title} has no description; say what it does`);
  }
  return mistakes;
}
