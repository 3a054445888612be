import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { readSettings } from "../audit/settings.ts";
import { reviewFindings, reviewLicences } from "../bot/commands/licences.ts";
import { titleOf } from "../cards/findings.ts";
import { ENGLISH } from "../cards/text/words.ts";
import { commandOf, groupOf } from "../cli/command-line.ts";
import { ConfigMistakes, readConfig } from "../config/config.ts";
import { connectGraph } from "../graph/connection.ts";
import { createGraphDirectory } from "../graph/graph-directory.ts";
import { createCredential } from "../graph/sign-in.ts";
import { findingRows, findingsCsv } from "../jobs/reports/findings.ts";
import { licenceRows, licencesCsv } from "../jobs/reports/licences.ts";
import { systemClock as clock } from "../ports/clock.ts";
import { openStoreToRead, type Store, type StoreConfig, whyNoDatabase } from "../store/open-store.ts";
import { createLog } from "../telemetry/log.ts";

/** Standard output is the report's. */
const log = createLog((line) => void process.stderr.write(line), "warn");

/** The reviews of the licence card in full. */
export const reportGroup = (): Command =>
  groupOf("report", "lists as CSV or JSON, in full", [
    reportCommand("licences", "who lacks the Remote Help plan", licences),
    reportCommand("findings", "what refused sessions in the last seven days", findings),
  ]);

interface Report {
  readonly csv: string;
  readonly rows: readonly object[];
}

function reportCommand(name: string, does: string, make: () => Promise<Report>): Command {
  const options = {
    out: { value: "FILE", does: "where to write it, readable for you only; else standard output" },
    json: { does: "JSON for programs, one object a line" },
  } as const;
  return commandOf({ name, does, options }, async ({ values }) => {
    const { csv, rows } = await make();
    const text = values.json ? rows.map((row) => `${JSON.stringify(row)}\n`).join("") : csv;
    // Names and addresses: the file is readable by its owner only.
    if (values.out === undefined) process.stdout.write(text);
    else await writeFile(values.out, text, { mode: 0o600 });
    return 0;
  });
}

/** Reads the store only, so the bot's credentials are not needed. */
const findings = (): Promise<Report> =>
  withStore(readSettings(process.env).store, async (store) => {
    const found = await reviewFindings({ store, clock });
    const rows = findingRows(found, (check) => titleOf({ check }, ENGLISH));
    return { rows, csv: findingsCsv(rows) };
  });

function licences(): Promise<Report> {
  const config = readConfig(process.env);
  const { baseUrl, credential } = config.graph;
  const graph = connectGraph({ baseUrl, credential: createCredential(credential), clock, log });
  const directory = createGraphDirectory({ ...config.graph, graph, eligibility: config.eligibility });
  return withStore(config.store, async (store) => {
    const sources = { store, directory, eligibility: config.eligibility, clock };
    const { helpers, sharers } = await reviewLicences(sources);
    const rows = licenceRows(helpers.gaps, sharers.gaps);
    return { rows, csv: licencesCsv(rows) };
  });
}

async function withStore<T>(config: StoreConfig, work: (store: Store) => Promise<T>): Promise<T> {
  const mistake = whyNoDatabase(config);
  if (mistake !== null) throw new ConfigMistakes([mistake]);
  const store = await openStoreToRead(config, { clock, log });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
