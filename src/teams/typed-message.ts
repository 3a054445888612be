import { hash } from "node:crypto";
import { z } from "zod";
import type { Attachment, Caller, ChatScope, TypedMessage } from "../bot/action.ts";
import { normaliseWords } from "../bot/normalise-words.ts";
import { type IdempotencyKey, idempotencyKey, type PersonId, personId } from "../domain/ticket/ids.ts";
import { type Activity, isBeckon, MOST_ID } from "./activity.ts";
import { isReplyIn, textOfMarkup } from "./markup.ts";

const MOST_TEXT = 4_000;
/** Cut before any pattern looks at it, so that no text can make a pattern slow. */
const MOST_RAW = 4 * MOST_TEXT;

const MOST_MENTIONS = 10;
/** Teams' names of messages are short and ASCII. */
const MESSAGE_ID = /^[!-~]{1,200}$/;

const Mention = z.looseObject({
  type: z.literal("mention"),
  mentioned: z.looseObject({ id: z.string().max(MOST_ID), aadObjectId: z.guid().nullish().catch(null) }),
  text: z.string().nullish().catch(null),
});

/** A message as the bot's commands see it. An edit has an id of its own, so that an edit to "stop" counts. */
export async function readTypedMessage(
  activity: Activity,
  sender: { readonly caller: Caller; readonly scope: ChatScope },
  personOf: (account: string, scope: ChatScope) => Promise<PersonId | null>,
): Promise<TypedMessage> {
  const { caller, scope } = sender;
  const isEdit = activity.type === "messageUpdate";
  const { text, words, isCut } = readText(activity);
  const source = sourceOf(activity, sender);
  return {
    id: isEdit ? idempotencyKey(sha256(`${source}\n${text}`)) : source,
    source,
    caller,
    scope,
    text,
    words,
    isCut,
    isEdit,
    mentioned: await peopleIn(activity, (account) => personOf(account, scope)),
    attachments: attachmentsOf(activity),
    quoted: quotedIn(activity, sender),
  };
}

/** Names a message by its author, chat and id: the same for its edits and its removal. */
export const sourceOf = (
  { id }: Pick<Activity, "id">,
  { caller, scope }: { readonly caller: Caller; readonly scope: ChatScope },
): IdempotencyKey => idempotencyKey(sha256(`${caller.id}\n${scope.address.conversationId}\n${id}`));

const sha256 = (text: string): string => hash("sha256", text, "hex");

/** Other people who were mentioned. Many clients name the Teams account only, which Teams can tell more about. */
async function peopleIn(
  activity: Activity,
  personOf: (account: string) => Promise<PersonId | null>,
): Promise<PersonId[]> {
  const others = mentions(activity).filter(({ mentioned }) => !isBeckon(mentioned, activity));
  const people = await Promise.all(
    others.slice(0, MOST_MENTIONS).map(({ mentioned: { id, aadObjectId } }) => {
      if (aadObjectId) return personId(aadObjectId.toLowerCase());
      if (id === activity.from?.id && activity.from.aadObjectId) {
        return personId(activity.from.aadObjectId.toLowerCase());
      }
      return personOf(id).catch(() => null);
    }),
  );
  return [...new Set(people.filter((person) => person !== null))];
}

const mentions = ({ entities }: Activity) =>
  entities.flatMap((entity) => Mention.safeParse(entity).data ?? []);

export const mentionsBeckon = (activity: Activity) =>
  mentions(activity).some(({ mentioned }) => isBeckon(mentioned, activity));

/** The markup of the same message: clients send it beside the plain text. */
const markupOf = ({ attachments }: Activity): string =>
  attachments
    .map(({ contentType, content }) =>
      contentType === "text/html" && typeof content === "string" ? content : "",
    )
    .join("\n");

export function readText(activity: Activity): Pick<TypedMessage, "text" | "words" | "isCut"> {
  const markup = markupOf(activity);
  const plain = activity.text ?? "";
  // The markup tells exactly which part of a reply is the quoted message; the plain text may hold both.
  let raw = plain.trim() === "" || isReplyIn(markup) ? markup || plain : plain;
  const isTooLong = raw.length > MOST_RAW;
  raw = raw.slice(0, MOST_RAW);
  for (const mention of mentions(activity)) {
    if (mention.text && isBeckon(mention.mentioned, activity)) raw = raw.replaceAll(mention.text, " ");
  }
  const name = activity.recipient?.name?.trim() || "Beckon";
  const full = withoutOwnName(withoutReplyWrapper(textOfMarkup(raw, name)), name);
  const text = full.slice(0, MOST_TEXT).toWellFormed();
  return { text, words: wordsOf(text, name), isCut: isTooLong || full.length > MOST_TEXT };
}

/** Some clients put a line and the quoted message before a reply, with a blank line between the two. */
function withoutReplyWrapper(text: string): string {
  if (!/^(?:reply wrapper|replying to [^\n]*)\n/i.test(text)) return text;
  const lines = text.split("\n");
  const blank = lines.indexOf("");
  return lines
    .slice(blank === -1 ? -1 : blank + 1)
    .join("\n")
    .trim();
}

/** "@Beckon stop" without a mention: a name written by hand. */
function withoutOwnName(text: string, name: string): string {
  const own = `@${name.toLowerCase()}`;
  const lower = text.toLowerCase();
  if (lower.startsWith(own) && !/^[\p{L}\p{N}]/u.test(text.slice(own.length))) {
    return text.slice(own.length).replace(/^[,:]?\s*/, "");
  }
  return lower.endsWith(` ${own}`) ? text.slice(0, -own.length).trimEnd() : text;
}

/** The reply to a message quoted in Markdown comes after its lines. */
function wordsOf(text: string, name: string): string {
  const reply = text.replace(/^(?:>[^\n]*\n+)+/, "").trim();
  const words = normaliseWords(reply || text);
  const own = normaliseWords(name);
  if (words.startsWith(`${own} `)) return words.slice(own.length + 1);
  return words.endsWith(` ${own}`) ? words.slice(0, -own.length - 1) : words;
}

/** How clients tell of the message that is answered: as an entity, or as a quotation in the markup. */
const Quote = z.looseObject({
  type: z.literal("quotedReply"),
  quotedReply: z.looseObject({ messageId: z.string().regex(MESSAGE_ID) }),
});
const QUOTED = /<blockquote\b(?=[^<>]*\/Reply\b)[^<>]*\bitemid="([!-~]{1,200}?)"/i;

/** Its author and words, as the client tells them, are not read: what was written is looked up. */
function quotedIn(
  activity: Activity,
  sender: { readonly caller: Caller; readonly scope: ChatScope },
): TypedMessage["quoted"] {
  const entity = activity.entities.flatMap((each) => Quote.safeParse(each).data ?? [])[0];
  const messageId = entity?.quotedReply.messageId ?? QUOTED.exec(markupOf(activity).slice(0, MOST_RAW))?.[1];
  return messageId === undefined ? null : { messageId, source: sourceOf({ id: messageId }, sender) };
}

const Download = z.looseObject({ downloadUrl: z.string().max(4_000) });
const FILE = "application/vnd.microsoft.teams.file.download.info";

/** Pictures, files and the like, as clients send them: as attachments, or as parts of the markup. */
function attachmentsOf(activity: Activity): Attachment[] {
  const found = activity.attachments.flatMap(({ contentType, contentUrl, name, content }): Attachment[] => {
    const type = contentType.toLowerCase();
    if (type === "text/html" || type === "text/plain" || type === "messagereference") return [];
    if (type.startsWith("image/")) return [{ kind: "picture", name: name ?? null, url: contentUrl ?? null }];
    if (type === FILE) {
      const url = Download.safeParse(content).data?.downloadUrl ?? null;
      return [{ kind: "file", name: name ?? "", url }];
    }
    if (type === "forwardedmessagereference") return [{ kind: "forwarded", name: null, url: null }];
    return [{ kind: type.includes("codesnippet") ? "code" : "other", name: name ?? null, url: null }];
  });
  const markup = markupOf(activity).slice(0, MOST_RAW);
  const add = (kind: Attachment["kind"], pattern: RegExp) => {
    if (pattern.test(markup) && !found.some((each) => each.kind === kind))
      found.push({ kind, name: null, url: null });
  };
  add("picture", /<img\b(?![^<>]*schema\.skype\.com\/emoji)/i);
  add("forwarded", /<blockquote\b[^<>]*\/Forward\b/i);
  add("code", /<(?:pre|codeblock)\b/i);
  add("other", /<(?:video|audio|object)\b|schema\.skype\.com\/InputExtension/i);
  return found;
}
