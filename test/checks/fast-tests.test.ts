import { expect, test } from "vitest";
import { slowTests } from "../support/slow-tests.ts";

const slow = slowTests(".");

test.each(["test/backup.test.ts", "test/package-app.test.ts", "test/checks/excess-properties.test.ts"])(
  "npm run test:fast leaves %s out, which uses processes or files",
  (file) => {
    expect(slow).toContain(file);
  },
);

test.each(["test/domain/ticket/who-may.test.ts", "test/domain/run-command.test.ts"])(
  "npm run test:fast runs %s",
  (file) => {
    expect(slow).not.toContain(file);
  },
);

test("npm run test:fast leaves out what only a module that a test imports uses", () => {
  expect(slow.some((file) => file.startsWith("test/e2e/"))).toBe(true);
});
