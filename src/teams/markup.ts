/** Tags that Teams' clients write. Others stay: "<unknown host>" is part of what was typed. */
const TAG =
  /<\/?(?:p|div|span|b|i|u|s|em|strong|strike|sub|sup|code|codeblock|pre|a|br|hr|ul|ol|li|h[1-6]|table|thead|tbody|tr|td|th|blockquote|quote|font|img|emoji|attachment|at|quoted)\b[^<>]*>/gi;
const LINE_END = /<br\b[^<>]*>|<\/(?:p|div|li|tr|h[1-6]|pre|codeblock)>/gi;
const QUOTED = /<(blockquote|quoted|quote)\b(?![^<>]*(?:\/>|\/Forward\b))[^<>]*>[\s\S]*?<\/\1\s*>/gi;
const REPLY = /<blockquote\b[^<>]*\/Reply\b|<quoted\b/i;
/** An emoji is a picture whose name is the character itself. */
const EMOJI = /<(?:img|emoji)\b[^<>]*?\balt="([^"<>]{1,20})"[^<>]*>/gi;

const ENTITIES: Readonly<Record<string, string>> = {
  nbsp: " ",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
  rsquo: "’",
  lsquo: "‘",
  rdquo: "”",
  ldquo: "“",
  hellip: "…",
  ndash: "–",
  mdash: "—",
};

/** Controls of the writing direction, which could make a text read as another one, and byte order marks. */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069\u00ad]/g;
const MARKS_AROUND = /^[\s\u200b-\u200f\u061c\u2060]+|[\s\u200b-\u200f\u061c\u2060]+$/g;

export const isReplyIn = (markup: string): boolean => REPLY.test(markup);

/**
 * The characters that a person typed, from what a client made of them: without tags, quoted messages and mentions of
 * `ownName`, with other people's mentions as their names.
 */
export const textOfMarkup = (markup: string, ownName: string): string =>
  markup
    .replace(/\r\n?/g, "\n")
    .replace(QUOTED, " ")
    .replace(/<(?:at|span)\b[^<>]*>([^<]*)<\/(?:at|span)>/gi, (_, name: string) =>
      name.trim().toLowerCase() === ownName.toLowerCase() ? " " : name,
    )
    .replace(EMOJI, "$1")
    .replace(LINE_END, "\n")
    .replace(TAG, "")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, entity)
    .replace(DIRECTIONS, "")
    .replace(/[\u00a0\u200b\ufeff]/g, " ")
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(MARKS_AROUND, "");

function entity(whole: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
  const isCharacter = code >= 32 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : whole;
}
