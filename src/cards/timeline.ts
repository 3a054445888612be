import { crc32, deflateSync } from "node:zlib";
import type { Level } from "../domain/ticket/level.ts";
import type { SessionAccount } from "../domain/ticket/session-account.ts";

/**
 * One lane of a session's timeline as a picture. Teams' own charts carry no alternative text and are not drawn by every
 * host, and columns with a style have paddings that hide a short span; a PNG of a few hundred bytes is exact everywhere.
 * Its track is translucent, so that it reads on light and dark alike. Position and label say the level, colour only too.
 */
export function lane(
  { from, to, spans }: Pick<SessionAccount, "from" | "to" | "spans">,
  level: Level,
): string {
  const pixels = new Uint8Array(WIDTH).fill(TRACK);
  const scale = WIDTH / Math.max(1, to - from);
  for (const span of spans.filter((each) => each.level === level)) {
    const start = Math.min(WIDTH - THINNEST, Math.round((span.from - from) * scale));
    const end = Math.max(start + THINNEST, Math.round((span.to - from) * scale));
    pixels.fill(COLOURS.indexOf(level) + 1, start, end);
  }
  return `data:image/png;base64,${png(pixels).toString("base64")}`;
}

const WIDTH = 480;
const HEIGHT = 16;
/** A span of some seconds still has to be seen. */
const THINNEST = 3;
const TRACK = 0;
const COLOURS: readonly Level[] = ["view", "control", "elevation"];
const PALETTE = [
  [0x80, 0x80, 0x80],
  [0x4f, 0x6b, 0xed],
  [0xc2, 0x6a, 0x00],
  [0xc4, 0x31, 0x4b],
].flat();
/** Opacity of the palette's first entry; the others are solid. */
const TRACK_ALPHA = [0x38];

/** A paletted image of identical rows. */
function png(row: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(row.length, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: HEIGHT }, () => Buffer.from([0, ...row])));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(PALETTE)),
    chunk("tRNS", Buffer.from(TRACK_ALPHA)),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
