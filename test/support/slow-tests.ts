import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** What a fast test does without: other processes, a browser, a network socket, a file on disk, PostgreSQL. */
const SLOW =
  /from "(?:node:(?:child_process|worker_threads|http|https|net)|playwright-core|pg)"|\b(?:mkdtemp|postgresServer)/;
const IMPORT = /\bfrom "(\.[^"]+\.ts)"|\bimport\("(\.[^"]+\.ts)"\)/g;

/** The test files that `npm run test:fast` leaves out: they, or a module beside src that they import, match `SLOW`. */
export function slowTests(root: string): string[] {
  const known = new Map<string, boolean>();
  const isSlow = (file: string): boolean => {
    const before = known.get(file);
    if (before !== undefined) return before;
    known.set(file, false);
    const text = readFileSync(join(root, file), "utf8");
    const imports = [...text.matchAll(IMPORT)].map(([, name, late]) =>
      posix.join(posix.dirname(file), name ?? late ?? ""),
    );
    const slow = SLOW.test(text) || imports.some((each) => !each.startsWith("src/") && isSlow(each));
    known.set(file, slow);
    return slow;
  };
  return globSync("test/**/*.test.ts", { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .filter(isSlow);
}
