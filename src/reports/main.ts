import { writeFile } from "node:fs/promises";
import { readConfig } from "../config.ts";
import { reviewFindings, reviewLicences } from "../conversations/review-licences.ts";
import { createCredential } from "../graph/credential.ts";
import { createGraphDirectory } from "../graph/graph-directory.ts";
import { createLog } from "../log.ts";
import { systemClock as clock } from "../ports/clock.ts";
import { openStore } from "../store/open-store.ts";
import { nameOf } from "../surfaces/licence-report.ts";
import { readArguments } from "./arguments.ts";
import { findingsCsv } from "./findings.ts";
import { licencesCsv } from "./licences.ts";

/** `npm run report`: the reviews of the licence card in full, with Beckon's own environment. */
try {
  const { report, out } = readArguments(process.argv.slice(2));
  const config = readConfig(process.env);
  // Standard output is the report's.
  const log = createLog((line) => void process.stderr.write(`${line}\n`), "warn");
  const store = await openStore(config.store, { clock, log });
  try {
    const directory = createGraphDirectory({
      ...config.graph,
      ...{ clock, log, eligibility: config.eligibility },
      credential: createCredential(config.graph.credential),
    });
    const sources = { store, directory, eligibility: config.eligibility, clock };
    const csv =
      report === "findings"
        ? findingsCsv(await reviewFindings(sources), nameOf)
        : await reviewLicences(sources).then(({ helpers, sharers }) =>
            licencesCsv(helpers.gaps, sharers.gaps),
          );
    // Names and addresses: for whoever asked for them alone.
    if (out === null) process.stdout.write(csv);
    else await writeFile(out, csv, { mode: 0o600 });
  } finally {
    await store.close();
  }
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
}
