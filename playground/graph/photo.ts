import { crc32, deflateSync } from "node:zlib";

const SIZE = 48;

/** A head and shoulders on a colour of the person's own, as a PNG. */
export function photoFor(personId: string): Buffer {
  const background = colourOf(personId);
  const rows = Buffer.alloc(SIZE * (1 + SIZE * 3));
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const colour = isFigure(x, y) ? [250, 246, 240] : background;
      rows.set(colour, y * (1 + SIZE * 3) + 1 + x * 3);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits, true colour
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const isFigure = (x: number, y: number) =>
  (x - 24) ** 2 + (y - 18) ** 2 < 81 || ((x - 24) / 16) ** 2 + ((y - 46) / 15) ** 2 < 1;

/** A hue of the person's own, dark enough for the light figure on it. */
function colourOf(personId: string): readonly number[] {
  const hue = crc32(personId) % 360;
  return [0, 120, 240].map((turn) => Math.round(120 + 70 * Math.cos(((hue - turn) * Math.PI) / 180)));
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
