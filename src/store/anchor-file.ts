import { appendFile, readFile } from "node:fs/promises";
import type { AnchorFile, OutsideAnchor } from "../ports/evidence.ts";

/** One JSON object per line, appended to and never changed, so that the file can lie on write-once storage. */
export function anchorFile(path: string): AnchorFile {
  const whole = () =>
    readFile(path, "utf8").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
      throw error;
    });
  return {
    read: async () => withoutGap((await whole()).split("\n").filter(Boolean).flatMap(parseLine)),

    async append(anchors) {
      const lines = anchors.map(({ number, at, hash }) => {
        return `${JSON.stringify({ number, at: new Date(at).toISOString(), hash })}\n`;
      });
      const isTorn = /[^\n]$/.test(await whole());
      await appendFile(path, `${isTorn ? "\n" : ""}${lines.join("")}`, { flush: true });
    },
  };
}

/** Empty for a line that a crash has cut off: its anchor is appended again, as the next one that the file lacks. */
function parseLine(line: string, index: number): OutsideAnchor[] {
  let written: unknown;
  try {
    written = JSON.parse(line);
  } catch {
    if (line.startsWith("{")) return [];
    throw new Error(`line ${index + 1} of the file of anchors is no anchor`);
  }
  const { number, hash } = { ...(written as object) } as Readonly<Record<string, unknown>>;
  if (typeof number === "number" && typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash))
    return [{ number, hash }];
  throw new Error(`line ${index + 1} of the file of anchors is no anchor`);
}

function withoutGap(anchors: readonly OutsideAnchor[]): readonly OutsideAnchor[] {
  const gap = anchors.findIndex(({ number }, i) => i > 0 && number !== (anchors[i - 1]?.number ?? 0) + 1);
  if (gap === -1) return anchors;
  throw new Error(
    `the file of anchors goes from ${anchors[gap - 1]?.number} to ${anchors[gap]?.number}: lines are missing or damaged`,
  );
}
