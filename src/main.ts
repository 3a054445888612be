import { enableCompileCache } from "node:module";

// Before anything else is loaded: a second start then takes a quarter less time.
enableCompileCache();

const { beckon } = await import("./beckon.ts");
// Without --variables, only the process's own: a service manager or a container has set all of them.
process.exitCode = await beckon(["start", ...process.argv.slice(2)], null);
