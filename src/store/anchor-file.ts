import { appendFile, readFile } from "node:fs/promises";
import type { AnchorFile, OutsideAnchor } from "../ports/evidence.ts";

/** One JSON object per line, appended to and never changed, so that the file can lie on write-once storage. */
export const anchorFile = (path: string): AnchorFile => ({
  async read() {
    const text = await readFile(path, "utf8").catch((error: unknown) => {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
      throw error;
    });
    return text.split("\n").filter(Boolean).map(parseLine);
  },

  async append(anchors) {
    const lines = anchors.map(({ number, at, hash }) => {
      return `${JSON.stringify({ number, at: new Date(at).toISOString(), hash })}\n`;
    });
    await appendFile(path, lines.join(""), { flush: true });
  },
});

function parseLine(line: string, index: number): OutsideAnchor {
  const { number, hash } = parsed(line);
  if (typeof number === "number" && typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash))
    return { number, hash };
  throw new Error(`line ${index + 1} of the file of anchors is no anchor`);
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(line) as object) };
  } catch {
    return {};
  }
}
