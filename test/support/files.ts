import { strToU8, zipSync } from "fflate";

/** A picture that is one: a header, whose numbers Beckon reads, and so many bytes after it. */
export function png(width = 64, height = 48, bytes = 500): Buffer {
  const header = Buffer.alloc(33);
  header.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return Buffer.concat([header, Buffer.alloc(bytes, "picture ")]);
}

export const jpeg = (width: number, height: number): Buffer => {
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]), frame, Buffer.from([0xff, 0xd9])]);
};

export const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n");

export const office = (folder: string, ...more: readonly string[]): Buffer =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        ["[Content_Types].xml", `${folder}document.xml`, ...more].map((name) => [name, strToU8("<x/>")]),
      ),
    ),
  );

/** As Teams' clients send them. */
export const pictureAt = (contentUrl: string) => ({ contentType: "image/*", contentUrl });
export const fileAt = (downloadUrl: string, name: string) => ({
  contentType: "application/vnd.microsoft.teams.file.download.info",
  contentUrl: "https://contoso-my.sharepoint.com/personal/sam/Documents/x",
  name,
  content: {
    downloadUrl,
    uniqueId: "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
    fileType: name.split(".").at(-1),
  },
});
