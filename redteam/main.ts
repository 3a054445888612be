/**
 * `npm run redteam`: attacks the real server, with tokens as in production, and says what got through.
 * `--seed N` repeats the choices of a run, `--on sqlite|postgres` one engine, `--only SUITE` one suite, `--short` the
 * form that the tests run.
 */
import { NUMBER } from "../src/cli/command-line.ts";
import { readCall } from "../src/cli/read-call.ts";
import { createDatabase, startPostgres } from "../test/support/postgres.ts";
import { FULL, runSuite, SHORT, SUITES, type SuiteName } from "./run.ts";

const names = Object.keys(SUITES) as SuiteName[];
const { values } = await readCall({
  name: "npm run redteam --",
  does: "Attacks a real Beckon among simulated services, prints the numbers, and exits with 1 when anything got through.",
  options: {
    seed: { value: "N", does: "repeats the choices of a run", fits: NUMBER },
    on: { value: "sqlite|postgres", does: "only this engine", fits: /^(sqlite|postgres)$/ },
    only: { value: names.join("|"), does: "only this suite", fits: new RegExp(`^(${names.join("|")})$`) },
    short: { does: "the short form" },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000_007);
const size = values.short ? SHORT : FULL;
const rows: Record<string, string | number>[] = [];
const through: string[] = [];

console.log(`seed ${seed}`);
const server = values.on === "sqlite" ? null : await startPostgres();
try {
  for (const engine of ["sqlite", "postgres"]) {
    if (values.on !== undefined && values.on !== engine) continue;
    if (engine === "postgres" && server === null) {
      console.log("postgres: no PostgreSQL for this machine");
      continue;
    }
    for (const name of names) {
      if (values.only !== undefined && values.only !== name) continue;
      const place =
        engine === "postgres" && server !== null ? { databaseUrl: await createDatabase(server.url) } : {};
      const begun = performance.now();
      const findings = await runSuite(name, { seed, size, ...place });
      const seconds = Math.round((performance.now() - begun) / 1_000);
      for (const [what, number] of Object.entries(findings.counts))
        rows.push({ engine, suite: name, what, number });
      rows.push({ engine, suite: name, what: "got through", number: findings.through.length });
      console.log(`${engine}, ${name}: ${findings.through.length} kinds got through, ${seconds} s`);
      for (const each of findings.through) console.log(`  THROUGH ${each}`);
      through.push(...findings.through);
    }
  }
} finally {
  await server?.stop();
}
console.table(rows);
process.exitCode = through.length > 0 ? 1 : 0;
