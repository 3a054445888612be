import { readFileSync } from "node:fs";
import { notFound, type Reply } from "./reply.ts";

const TYPES: Readonly<Record<string, string>> = { html: "text/html", css: "text/css", js: "text/javascript" };
const FOLDER = new URL("../console/", import.meta.url);

/** Nothing from elsewhere, and no frame around it: a click on this page changes the company. */
const POLICY = "default-src 'self'; img-src data:; frame-ancestors 'none'";

/** A picture to send, at an address of the form under which Teams keeps those of chats. */
const PICTURE = {
  path: "/_console/v3/attachments/screenshot/views/original",
  file: new URL("../../docs/images/consent-card.png", import.meta.url),
} as const;

/** The files of the console page, read for each request, so that a change needs no restart. */
export function pageFile(path: string): Reply {
  if (path === "/_console") return { status: 308, headers: { location: "/_console/" }, body: null };
  if (path === PICTURE.path)
    return { status: 200, headers: { "content-type": "image/png" }, body: readFileSync(PICTURE.file) };
  const name = path === "/_console/" ? "console.html" : path.slice("/_console/".length);
  const type = TYPES[/^[a-z]+\.(html|css|js)$/.exec(name)?.[1] ?? ""];
  if (type === undefined) return notFound(name);
  try {
    const headers = { "content-type": `${type}; charset=utf-8`, "content-security-policy": POLICY };
    return { status: 200, headers, body: readFileSync(new URL(name, FOLDER)) };
  } catch {
    return notFound(name);
  }
}
