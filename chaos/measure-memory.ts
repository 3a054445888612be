/**
 * Loaded into the bot by `npm run soak`: once a minute logs the resident size, collects all garbage, and logs what is
 * left. A collection that V8 starts by itself is no measure: it keeps what died while it ran, here up to 40 MiB.
 */
const EVERY = 60_000;
const MEBIBYTE = 2 ** 20;
const { gc } = globalThis;
if (gc === undefined) throw new Error("needs --expose-gc");

setInterval(() => {
  const before = process.memoryUsage();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  const mebibytes = (bytes: number) => Math.round((10 * bytes) / MEBIBYTE) / 10;
  const entry = {
    name: "memory",
    level: "info",
    rssMiB: mebibytes(before.rss),
    heapMiB: mebibytes(before.heapTotal),
    liveMiB: mebibytes(heapUsed + external),
  };
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}, EVERY).unref();
