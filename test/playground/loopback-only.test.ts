import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const PRELOAD = new URL("../../playground/loopback-only.ts", import.meta.url).href;

async function boundBy(call: string): Promise<string> {
  const script = `const server = require("node:http").createServer();
    server.once("listening", () => { console.log(server.address().address); server.close(); });
    server.${call};`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", PRELOAD, "-e", script]);
  return stdout.trim();
}

test.each([
  "listen(0)",
  "listen('0')",
  "listen(0, () => {})",
  "listen(0, undefined, () => {})",
  "listen(0, '0.0.0.0')",
  "listen(0, 511, () => {})",
  "listen({ port: 0 })",
  "listen({ port: 0, host: '::' }, () => {})",
])("%s binds the loopback interface alone", async (call) => {
  expect(await boundBy(call)).toBe("127.0.0.1");
});
