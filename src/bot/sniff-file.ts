import { unzipSync } from "fflate";

/** What a file is by its content, and never by what its sender calls it. */
export interface FileType {
  readonly type: string;
  readonly extension: string;
}

const typed = (type: string, extension: string): FileType => ({ type, extension });

const startsWith = (bytes: Buffer, ...signature: readonly number[]) =>
  signature.every((byte, at) => bytes[at] === byte);
const ascii = (bytes: Buffer, from: number, to: number) => bytes.subarray(from, to).toString("latin1");

const OFFICE: Readonly<Record<string, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
};
const OFFICE_FOLDER: Readonly<Record<string, string>> = { docx: "word/", xlsx: "xl/", pptx: "ppt/" };
/** Excel and PowerPoint keep the settings of a printer in every document that was ever printed. */
const ACTIVE = /vba|activex|macrosheet|embeddings|(?<!\/printerSettings\d*)\.bin$|\.exe$/i;
const MOST_NAMES = 2_000;
const PLAIN = new Set(["txt", "log", "csv"]);
/** Extensions that mean the same. */
const SAME: Readonly<Record<string, string>> = { jpeg: "jpg" };

/**
 * The type of what may be sent: pictures, PDF, Office documents without anything that runs, plain text. Null for all else,
 * and for a name that says another type than the content: on the other side the name decides what opens it.
 * @param name null for a pasted picture.
 */
export function fileTypeOf(bytes: Buffer, name: string | null): FileType | null {
  const claimed = name === null ? null : (/\.([a-z0-9]{1,5})$/i.exec(name.trim())?.[1]?.toLowerCase() ?? "");
  const extension = claimed === null ? null : (SAME[claimed] ?? claimed);
  const found = pictureType(bytes) ?? documentType(bytes, extension ?? "");
  return found === null || (extension !== null && extension !== found.extension) ? null : found;
}

function pictureType(bytes: Buffer): FileType | null {
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return typed("image/png", "png");
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return typed("image/jpeg", "jpg");
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return typed("image/gif", "gif");
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return typed("image/webp", "webp");
  return null;
}

function documentType(bytes: Buffer, extension: string): FileType | null {
  if (ascii(bytes, 0, 5) === "%PDF-") return typed("application/pdf", "pdf");
  const office = OFFICE[extension];
  if (office !== undefined) return isOffice(bytes, extension) ? typed(office, extension) : null;
  return PLAIN.has(extension) && isPlainText(bytes) ? typed("text/plain", extension) : null;
}

/** Looks at the names in the archive and unpacks nothing. */
function isOffice(bytes: Buffer, extension: string): boolean {
  if (!startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return false;
  const names: string[] = [];
  try {
    unzipSync(bytes, {
      filter({ name }) {
        // The archive itself says how many names it has.
        if (names.push(name) > MOST_NAMES) throw new Error("too many names for a document");
        return false;
      },
    });
  } catch {
    return false;
  }
  const folder = OFFICE_FOLDER[extension] ?? "";
  const isWhole = names.includes("[Content_Types].xml") && names.some((name) => name.startsWith(folder));
  return isWhole && !names.some((name) => ACTIVE.test(name));
}

/** Every program holds a NUL or another control character. UTF-16 is what Windows writes into many logs. */
function isPlainText(bytes: Buffer): boolean {
  const isWide = startsWith(bytes, 0xff, 0xfe);
  const text = isWide ? new TextDecoder("utf-16le").decode(bytes) : bytes.toString("latin1");
  return !CONTROL.test(text);
}

/** Controls but white space and letters of ANSI code pages. */
const CONTROL = /(?![\s\u0080-\u009f])\p{Cc}/u;

/** Teams shows PNG and JPEG up to this size in a message, and documents no more. Source: learn.microsoft.com/microsoftteams/platform, limits of inline pictures and of a message. */
const MOST_INLINE_BYTES = 180_000;
const MOST_INLINE_PIXELS = 1_024;

/** Whether Teams shows it inside a chat message. */
export function showsInline(bytes: Buffer, { type }: FileType): boolean {
  if (bytes.length > MOST_INLINE_BYTES) return false;
  const [width, height] =
    type === "image/png" ? pngSize(bytes) : type === "image/jpeg" ? jpegSize(bytes) : [0, 0];
  return [width, height].every((pixels) => pixels > 0 && pixels <= MOST_INLINE_PIXELS);
}

const pngSize = (bytes: Buffer): [number, number] =>
  bytes.length < 24 ? [0, 0] : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

/** The size is in the first frame header; 0 × 0 when there is none. */
function jpegSize(bytes: Buffer): [number, number] {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return [0, 0];
}
