import { type Png, readPng } from "./read-png.ts";

/** Sizes and colours that Teams requires; its upload fails without saying which. */
export function iconMistakes(color: Buffer, outline: Buffer): string[] {
  const mistakes = [...sizeMistakes("color icon", readPng(color), 192)];
  const drawn = readPng(outline);
  mistakes.push(...sizeMistakes("outline icon", drawn, 32));
  if (drawn !== null && !isWhiteOnTransparent(drawn))
    mistakes.push(
      "outline icon: is not white on transparent; render appPackage/outline.svg as an 8-bit RGBA PNG",
    );
  return mistakes;
}

function sizeMistakes(icon: string, png: Png | null, size: number): string[] {
  if (png === null) return [`${icon}: is no PNG; render it again from its SVG`];
  return png.width === size && png.height === size
    ? []
    : [`${icon}: is ${png.width}×${png.height}; render it at ${size}×${size}`];
}

function isWhiteOnTransparent(png: Png): boolean {
  if (!png.alpha) return false;
  const pixels = png.pixels();
  let clear = 0;
  let white = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at + 3] === 0) clear++;
    else if (pixels[at] === 255 && pixels[at + 1] === 255 && pixels[at + 2] === 255) white++;
    else return false;
  }
  return clear > 0 && white > 0;
}
