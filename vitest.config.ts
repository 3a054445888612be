import { defineConfig } from "vitest/config";
import { slowTests } from "./test/support/slow-tests.ts";

export default defineConfig(({ mode }) => ({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    ...(mode === "fast"
      ? { exclude: slowTests(import.meta.dirname), isolate: false }
      : { globalSetup: ["test/support/postgres-server.ts"] }),
  },
}));
