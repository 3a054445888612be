import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { fileTypeOf, showsInline } from "../../src/bot/sniff-file.ts";
import { jpeg, office, pdf, png } from "../support/files.ts";

const gif = Buffer.from("GIF89a......");
const webp = Buffer.from("RIFF....WEBPVP8 ");
const text = Buffer.from("2026-11-30 21:00 Größe: 12\r\n\tstopped\n");
const exe = Buffer.from("MZ\u0090\u0000\u0003\u0000");

describe("what a file is", () => {
  test.each([
    [png(), null, "image/png"],
    [jpeg(10, 10), null, "image/jpeg"],
    [gif, null, "image/gif"],
    [webp, null, "image/webp"],
    [jpeg(10, 10), "photo.JPEG", "image/jpeg"],
    [png(), "screen.png", "image/png"],
    [pdf, "Invoice.PDF", "application/pdf"],
    [text, "event.log", "text/plain"],
    [Buffer.from("\ufeffa;b\n", "utf16le"), "list.csv", "text/plain"],
    [Buffer.from([0xff, 0xfe, 0x61, 0x00]), "utf16.txt", "text/plain"],
    [office("word/"), "letter.docx", expect.stringContaining("wordprocessingml")],
    [office("xl/"), "list.xlsx", expect.stringContaining("spreadsheetml")],
    [office("ppt/"), "talk.pptx", expect.stringContaining("presentationml")],
    [
      office("xl/", "xl/printerSettings/printerSettings1.bin"),
      "list.xlsx",
      expect.stringContaining("spreadsheetml"),
    ],
  ])("is told by its content: %#, named %s", (bytes, name, type) => {
    expect(fileTypeOf(bytes, name)?.type).toEqual(type);
  });

  test.each([
    ["a program", exe, "tool.exe"],
    ["a program with a harmless name", exe, "notes.txt"],
    ["a program as a picture", exe, null],
    ["a picture with the name of a program", png(), "screen.png.exe"],
    ["a picture under another picture's name", png(), "screen.jpg"],
    ["a page", Buffer.from("<html><script>"), "page.html"],
    ["a page as a picture", Buffer.from("<html><script>"), null],
    ["a drawing that can run scripts", Buffer.from("<svg/>"), "drawing.svg"],
    ["an archive", office("word/"), "all.zip"],
    ["an archive with a document's name", Buffer.from(zipSync({ a: strToU8("x") })), "letter.docx"],
    ["a document with macros", office("word/", "word/vbaProject.bin"), "letter.docx"],
    ["a document with something embedded", office("word/", "word/embeddings/x.bin"), "letter.docx"],
    ["a document of another kind", office("xl/"), "letter.docx"],
    ["a macro document by name", office("word/"), "letter.docm"],
    ["a broken archive", Buffer.from("PK\u0003\u0004 and nothing"), "letter.docx"],
    ["nothing", Buffer.alloc(0), null],
    ["nothing with a name", Buffer.alloc(0), "a.pdf"],
  ])("is nothing that is passed on: %s", (_, bytes, name) => {
    expect(fileTypeOf(bytes, name)).toBeNull();
  });

  test("takes no time for an archive that claims to hold four billion names", () => {
    const end = Buffer.alloc(98);
    end.write("PK\u0003\u0004", 0, "latin1");
    // The end of an archive, with a zip64 end before it whose counts are as large as they can be.
    const at = 98 - 22;
    end.writeUInt32LE(0x06054b50, at);
    end.writeUInt16LE(0xffff, at + 8);
    end.writeUInt32LE(0xffffffff, at + 16);
    end.writeUInt32LE(4, at - 12);
    end.writeUInt32LE(0x06064b50, 4);
    end.writeUInt32LE(0xffffffff, 4 + 32);
    const begun = performance.now();
    expect(fileTypeOf(end, "letter.docx")).toBeNull();
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe("a picture inside a message", () => {
  const shows = (bytes: Buffer) => showsInline(bytes, fileTypeOf(bytes, null) ?? { type: "", extension: "" });
  test.each([
    [png(1024, 1024), true],
    [png(1025, 10), false],
    [png(10, 1025), false],
    [png(0, 10), false],
    [png(10, 10, 181_000), false],
    [jpeg(1024, 768), true],
    [jpeg(2000, 768), false],
    [jpeg(10, 10).subarray(0, 12), false],
    [gif, false],
    [webp, false],
  ])("is a small PNG or JPEG: %#", (bytes, isInline) => {
    expect(shows(bytes)).toBe(isInline);
  });
});
