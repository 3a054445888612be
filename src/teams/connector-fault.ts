import { z } from "zod";
import { MessageFault } from "../ports/messenger.ts";

const SECOND = 1_000;
/** At least, so that Teams is not asked again at once. */
const LEAST_WAIT = SECOND;
/** The longest of Teams' limits is counted over an hour. */
const MOST_WAIT = 60 * 60 * SECOND;

/** Not a matter of the person, but of how Beckon is registered or which cloud it talks to. */
const OUR_403 = new Set(["InvalidBotApiHost", "NotEnoughPermissions"]);

/** A connection that never came about: nothing was sent, so waiting and sending again is safe. */
const NEVER_LEFT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const Body = z.object({ error: z.object({ code: z.string() }) });

/**
 * What an answer of the connector means for the message. `wait` is its header `Retry-After`, or "". Codes are the documented ones; the rest follows from the
 * status. An update that is refused says nothing about its chat, because Teams refuses to change a deleted message
 * with 404, 403 or 400: the message is gone, and the next post tells whether its chat is.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages
 */
export function faultOf(status: number, body: string, wait: string, updating: boolean, now: number) {
  const code = codeIn(body);
  const said = `The connector answered ${status} ${code}`.trim();
  if (status === 412 || status === 429) {
    return new MessageFault("throttled", said, { retryAfter: retryAfter(wait, now), isFromTeams: true });
  }
  if (status === 413 || code === "MessageSizeTooBig") return new MessageFault("too-large", said);
  if (status === 408 || status >= 500) return new MessageFault("unknown", said);
  const isOurs = status === 401 || OUR_403.has(code);
  if (updating && !isOurs && [400, 403, 404].includes(status)) return new MessageFault("gone", said);
  return new MessageFault(!isOurs && (status === 403 || status === 404) ? "blocked" : "rejected", said);
}

/** No answer at all: after a timeout or a reset the message may have arrived. */
export function faultOfSilence(cause: unknown): MessageFault {
  const code = z.object({ code: z.string() }).safeParse(cause).data?.code;
  return code && NEVER_LEFT.has(code)
    ? new MessageFault("throttled", "The connector could not be reached", { cause, retryAfter: 2 * SECOND })
    : new MessageFault("unknown", "The connector did not answer", { cause });
}

/** Never more than the code: the rest of the answer may repeat what was sent. */
function codeIn(body: string): string {
  try {
    const { code } = Body.parse(JSON.parse(body)).error;
    return /^\w{1,60}$/.test(code) ? code : "";
  } catch {
    return "";
  }
}

/** Milliseconds, from seconds or a date. */
function retryAfter(text: string, now: number): number {
  const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * SECOND : Date.parse(text) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, LEAST_WAIT), MOST_WAIT) : LEAST_WAIT;
}
