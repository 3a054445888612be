import { type Png, readPng } from "./read-png.ts";

/** Sizes and colours that Teams requires; its upload fails without saying which. */
export function iconMistakes(color: Buffer, outline: Buffer): string[] {
  const mistakes = [...sizeMistakes("color icon", readPng(color), 192)];
  const drawn = readPng(outline);
  mistakes.push(...sizeMistakes("outline icon", drawn, 32));
  const painted = readPng(color);
  if (painted !== null && mistakes.length === 0 && leavesSafeSquare(painted))
    mistakes.push(
      "color icon: the symbol leaves the middle 120×120 pixels, and Teams cuts the rest off at places; draw it smaller in appPackage/icon.svg",
    );
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

/** Source: learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package, app icons */
const SAFE = 120;
/** From this contrast on something is a symbol (WCAG 2.2, 1.4.11); what is fainter is background. */
const SYMBOL_CONTRAST = 3;

function leavesSafeSquare({ width, height, pixels }: Png): boolean {
  const rgba = pixels();
  const background = luminance(rgba, 0);
  const isOutside = (at: number, size: number) => Math.abs(at + 0.5 - size / 2) > SAFE / 2;
  for (let i = 0; i < width * height; i++) {
    if (!isOutside(i % width, width) && !isOutside(Math.floor(i / width), height)) continue;
    const [darker = 0, lighter = 0] = [background, luminance(rgba, i * 4)].sort((a, b) => a - b);
    if ((lighter + 0.05) / (darker + 0.05) >= SYMBOL_CONTRAST) return true;
  }
  return false;
}

/** Relative luminance of the pixel at this byte, from 0 to 1, as WCAG 2.2 defines it. */
function luminance(rgba: Uint8Array, at: number): number {
  const [red = 0, green = 0, blue = 0] = [...rgba.subarray(at, at + 3)].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
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
