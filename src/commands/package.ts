import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { type Packaged, packageApp, readValues } from "../app-package/package-app.ts";
import { commandOf } from "../cli/command-line.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export const packageCommand = (): Command =>
  commandOf(
    {
      name: "package",
      does: "builds and validates the Teams app package for one environment",
      options: {
        env: { value: "NAME", does: "takes the values of env/.env.NAME and the process", default: "dev" },
        out: {
          value: "FILE",
          does: "where to write it",
          default: join(ROOT, "appPackage", "build", "beckon.zip"),
        },
        json: { does: "JSON for programs" },
      },
    },
    async ({ values: { env, out, json } }) => {
      const values = await readValues(join(ROOT, "env"), env, process.env);
      const packaged: Packaged =
        values === null
          ? { mistakes: [`--env ${env}: there is no env/.env.${env}; env/.env.dev shows what it holds`] }
          : await packageApp(join(ROOT, "appPackage"), values);
      const shown = relative(process.cwd(), out);
      if ("mistakes" in packaged) {
        // An earlier package must not be uploaded by mistake.
        await rm(out, { force: true });
        const told = packaged.mistakes.map((mistake) => `\n  - ${mistake}`).join("");
        if (json) process.stdout.write(`${JSON.stringify({ made: false, mistakes: packaged.mistakes })}\n`);
        else
          process.stderr.write(
            `${shown} was not made. Values come from env/.env.${env} and the environment:${told}\n`,
          );
        return 1;
      }
      const { manifest, files, zip } = packaged;
      await mkdir(dirname(out), { recursive: true });
      await writeFile(out, zip);
      const { version, manifestVersion } = manifest;
      const text = [
        `${shown}: ${manifest.name.short} ${version}, ${zip.length} bytes`,
        `  holds ${files.join(", ")}; valid by Teams schema ${manifestVersion}`,
        "  Upload it: Teams admin center › Teams apps › Manage apps › Upload new app",
      ].join("\n");
      const made = { made: true, file: out, version, manifestVersion, bytes: zip.length, files };
      process.stdout.write(`${json ? JSON.stringify(made) : text}\n`);
      return 0;
    },
  );
