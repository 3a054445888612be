import { writeFile } from "node:fs/promises";
import { readSettings } from "../../audit/settings.ts";
import { reviewFindings, reviewLicences } from "../../bot/commands/licences.ts";
import { titleOf } from "../../cards/findings.ts";
import { ENGLISH } from "../../cards/text/words.ts";
import { readCall, wantsHelp } from "../../config/command-line.ts";
import { ConfigMistakes, readConfig } from "../../config/config.ts";
import { connectGraph } from "../../graph/connection.ts";
import { createGraphDirectory } from "../../graph/graph-directory.ts";
import { createCredential } from "../../graph/sign-in.ts";
import { systemClock as clock } from "../../ports/clock.ts";
import { openStore, type Store, type StoreConfig, whyNoDatabase } from "../../store/open-store.ts";
import { createLog } from "../../telemetry/log.ts";
import { COMMAND_LINE, type ReportName, readArguments } from "./arguments.ts";
import { findingsCsv } from "./findings.ts";
import { licencesCsv } from "./licences.ts";

/** Exit code: the report could not be made, for a wrong call, a wrong configuration or a service that does not answer. */
const EXIT_NOT_ASKED = 2;
/** Standard output is the report's. */
const log = createLog((line) => void process.stderr.write(`${line}\n`), "warn");

const REPORT: Readonly<Record<ReportName, () => Promise<string>>> = {
  /** Reads the store only, so the bot's credentials are not needed. */
  findings: () =>
    withStore(readSettings(process.env).store, async (store) =>
      findingsCsv(await reviewFindings({ store, clock }), (check) => titleOf({ check }, ENGLISH)),
    ),

  licences() {
    const config = readConfig(process.env);
    const { baseUrl, credential } = config.graph;
    const graph = connectGraph({ baseUrl, credential: createCredential(credential), clock, log });
    const directory = createGraphDirectory({ ...config.graph, graph, eligibility: config.eligibility });
    return withStore(config.store, async (store) => {
      const sources = { store, directory, eligibility: config.eligibility, clock };
      const { helpers, sharers } = await reviewLicences(sources);
      return licencesCsv(helpers.gaps, sharers.gaps);
    });
  },
};

async function withStore(config: StoreConfig, work: (store: Store) => Promise<string>): Promise<string> {
  const mistake = whyNoDatabase(config);
  if (mistake !== null) throw new ConfigMistakes([mistake]);
  const store = await openStore(config, { clock, log });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** `npm run report`: the reviews of the licence card in full, with Beckon's own environment. */
try {
  const args = process.argv.slice(2);
  if (wantsHelp(args)) readCall(COMMAND_LINE);
  const { report, out } = readArguments(args);
  const csv = await REPORT[report]();
  // Names and addresses: the file is readable by its owner only.
  if (out === null) process.stdout.write(csv);
  else await writeFile(out, csv, { mode: 0o600 });
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = EXIT_NOT_ASKED;
}
