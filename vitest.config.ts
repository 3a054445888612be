import { defineConfig } from "vitest/config";
import { slowTests } from "./test/support/slow-tests.ts";

const ALL = ["test/**/*.test.ts"];
/** These count what happens within a second or two, so no other test runs beside them. */
const ALONE = ["test/chaos/chaos.test.ts"];

export default defineConfig(({ mode }) => ({
  test: {
    testTimeout: 20_000,
    hookTimeout: 60_000,
    ...(mode === "fast"
      ? { include: ALL, exclude: slowTests(import.meta.dirname), isolate: false }
      : {
          globalSetup: ["test/support/postgres-server.ts"],
          projects: [
            { extends: true, test: { name: "side by side", include: ALL, exclude: ALONE } },
            { extends: true, test: { name: "alone", include: ALONE, sequence: { groupOrder: 1 } } },
          ],
        }),
  },
}));
