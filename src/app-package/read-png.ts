import { inflateSync } from "node:zlib";

export interface Png {
  readonly width: number;
  readonly height: number;
  /** True when every pixel has its own alpha. */
  readonly alpha: boolean;
  /** Red, green, blue and alpha of every pixel, row by row. @throws for any other kind than 8-bit RGB or RGBA. */
  pixels(): Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Bytes of a pixel by colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

/** @returns null when the bytes are no PNG. */
export function readPng(bytes: Buffer): Png | null {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(SIGNATURE)) return null;
  const width = bytes.readUInt32BE(16);
  const height = bytes.readUInt32BE(20);
  const isPlain = bytes[24] === 8 && bytes[28] === 0;
  const channels = isPlain ? (CHANNELS[bytes[25] ?? 0] ?? null) : null;
  const alpha = channels === 4;
  return {
    width,
    height,
    alpha,
    pixels() {
      if (channels === null) throw new Error("Only 8-bit RGB and RGBA without interlacing can be read");
      const read = unfilter(inflateSync(Buffer.concat(dataOf(bytes))), channels, width * channels, height);
      return alpha ? read : opaque(read);
    },
  };
}

function dataOf(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString("latin1", at + 4, at + 8) === "IDAT")
      parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return parts;
}

/** RGB as RGBA. */
function opaque(rgb: Uint8Array): Uint8Array {
  const rgba = new Uint8Array((rgb.length / 3) * 4);
  for (let i = 0; i < rgb.length / 3; i++) rgba.set([...rgb.subarray(i * 3, i * 3 + 3), 255], i * 4);
  return rgba;
}

/** The first byte of each row is its filter type. Source: PNG specification, section 9. */
function unfilter(rows: Buffer, channels: number, stride: number, height: number): Uint8Array {
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x < channels ? 0 : (pixels[at - channels] ?? 0);
      const above = y === 0 ? 0 : (pixels[at - stride] ?? 0);
      const corner = y === 0 || x < channels ? 0 : (pixels[at - stride - channels] ?? 0);
      pixels[at] = (rows[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, above, corner);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number,
  ];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}
