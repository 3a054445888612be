import { readdirSync, rmdirSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";

// Removes from node_modules what no Node.js process reads: source maps, declarations, sources in TypeScript (Node.js
// strips no types below node_modules) and pages. Licences stay. Half of all bytes are these.
// JavaScript, because Node.js 20 can run it before anything is installed.

const UNREAD = /\.(?:map|md|markdown|flow|[cm]?ts|tsx|tsbuildinfo)$/i;
const LICENCE = /licen[cs]e|notice|copying/i;

/** @returns how many bytes of files went. */
function trim(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      bytes += trim(path);
      if (readdirSync(path).length === 0) rmdirSync(path);
    } else if (entry.isFile() && UNREAD.test(entry.name) && !LICENCE.test(entry.name)) {
      bytes += statSync(path).size;
      unlinkSync(path);
    }
  }
  return bytes;
}

const gone = trim(process.argv[2] ?? "node_modules");
process.stdout.write(`${Math.round(gone / 1e6)} MB of packages that nothing reads are gone\n`);
