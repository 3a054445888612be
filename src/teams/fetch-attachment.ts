import { setTimeout as wait } from "node:timers/promises";
import { request } from "undici";
import type { Attachment, Unfetched } from "../bot/action.ts";
import { isLoopback } from "../ports/loopback.ts";
import type { Bearer } from "./bearer.ts";
import type { TeamsConfig } from "./config.ts";
import { servesTeams } from "./service-hosts.ts";

/** Milliseconds for all tries together. Teams waits 15 seconds for the turn. */
const FETCH_TIMEOUT = 8_000;
/** A picture that was just pasted is refused now and then. Source: github.com/microsoft/botbuilder-js/issues/4887 */
const TRY_AGAIN_AFTER = 500;

/** Where Teams keeps the pictures of a chat, below a connector's address. */
const PICTURE_PATH = /\/v3\/attachments\/[^/?#]+\/views\/[^/?#]+$/;
/** One tenant's SharePoint or OneDrive: TENANT.sharepoint.com, TENANT-my.sharepoint.com. */
const SHAREPOINT = /^[a-z0-9-]+\.sharepoint\.com$/;

export type FetchAttachment = (attachment: Attachment, most: number) => Promise<Buffer | Unfetched>;

/**
 * Fetches the bytes of a picture or file. A picture comes from a connector's exact host, with the connector's token; a file
 * comes from SharePoint, without any. No redirect is followed, so neither leads anywhere else.
 */
export const createAttachmentFetcher =
  (config: TeamsConfig, bearer: Bearer | null, timeout = FETCH_TIMEOUT): FetchAttachment =>
  async ({ kind, url }, most) => {
    const isAllowed =
      url !== null && (kind === "picture" ? isPictureAddress(url, config) : isFileAddress(url, config));
    if (!isAllowed) return "unreachable";
    const isSigned = kind === "picture" && bearer !== null;
    const signal = AbortSignal.timeout(timeout);
    const get = async () => fetchBytes(url, isSigned ? await bearer.token() : null, { most, signal });
    const first = await get().catch(() => "unreachable" as const);
    if (first !== "unreachable") return first;
    await wait(TRY_AGAIN_AFTER);
    return signal.aborted ? "unreachable" : get().catch(() => "unreachable" as const);
  };

/** What is not written as it is sent, such as a path with `..`, could lead to another path. */
const isPictureAddress = (url: string, config: TeamsConfig): boolean =>
  servesTeams(url, config) && PICTURE_PATH.test(url) && new URL(url).href === url;

function isFileAddress(url: string, { anonymous }: TeamsConfig): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  if (anonymous) return isLoopback(hostname);
  return protocol === "https:" && port === "" && `${username}${password}` === "" && SHAREPOINT.test(hostname);
}

async function fetchBytes(
  url: string,
  token: string | null,
  { most, signal }: { readonly most: number; readonly signal: AbortSignal },
): Promise<Buffer | Unfetched> {
  const { statusCode, body } = await request(url, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    signal,
  });
  if (statusCode !== 200) {
    await body.dump();
    return "unreachable";
  }
  const chunks: Buffer[] = [];
  let size = 0;
  // Counted as it comes: the length that was announced may be wrong.
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) return "too-large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
