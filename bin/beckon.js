#!/usr/bin/env node
// Plain JavaScript, so that an older Node.js can say what is wrong.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 2)) {
  process.stderr.write(
    `Beckon needs Node.js 24.2 or newer, and this is ${process.versions.node}. npm ci installs one beside Beckon, and npx beckon and npm run use it.\n`,
  );
  process.exit(2);
}

const { enableCompileCache } = await import("node:module");
// Before anything else is loaded: a second call then takes a quarter less time.
enableCompileCache();

const { beckon } = await import("../src/beckon.ts");
process.exitCode = await beckon(process.argv.slice(2));
