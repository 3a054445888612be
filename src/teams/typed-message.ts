import { createHash } from "node:crypto";
import { z } from "zod";
import type { ChatScope, TypedMessage } from "../bot/action.ts";
import type { Caller } from "../bot/caller.ts";
import { idempotencyKey, type PersonId, personId } from "../domain/ticket/ids.ts";
import { type Activity, isBeckon } from "./activity.ts";

const MOST_TEXT = 4_000;
/** Cut before any pattern looks at it, so that no text can make a pattern slow. */
const MOST_RAW = 2 * MOST_TEXT;

const Mention = z.looseObject({
  type: z.literal("mention"),
  mentioned: z.looseObject({ id: z.string(), aadObjectId: z.guid().nullish().catch(null) }),
  text: z.string().nullish(),
});

const ENTITIES: Readonly<Record<string, string>> = {
  "&nbsp;": " ",
  "&#160;": " ",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#34;": '"',
  "&apos;": "'",
  "&#39;": "'",
  "&amp;": "&",
};

export function readTypedMessage(
  activity: Activity,
  sender: { readonly caller: Caller; readonly scope: ChatScope },
): TypedMessage {
  const { caller, scope } = sender;
  const id = createHash("sha256").update(`${caller.id}\n${scope.address.conversationId}\n${activity.id}`);
  const text = plainText(activity);
  return { id: idempotencyKey(id.digest("hex")), caller, scope, text, mentioned: peopleIn(activity) };
}

/** Other people who were mentioned, where Teams tells who they are; a name alone is in the text. */
function peopleIn(activity: Activity): PersonId[] {
  const ids = mentions(activity).flatMap(({ mentioned }) =>
    mentioned.aadObjectId && !isBeckon(mentioned, activity) ? mentioned.aadObjectId.toLowerCase() : [],
  );
  return [...new Set(ids)].map(personId);
}

const mentions = ({ entities }: Activity) =>
  (entities ?? []).flatMap((entity) => Mention.safeParse(entity).data ?? []);

export const mentionsBeckon = (activity: Activity) =>
  mentions(activity).some(({ mentioned }) => isBeckon(mentioned, activity));

/** What the person typed: without Beckon's mentions, other people's as their names, and as plain characters. */
function plainText(activity: Activity): string {
  let text = (activity.text ?? "").slice(0, MOST_RAW);
  for (const mention of mentions(activity)) {
    if (mention.text && isBeckon(mention.mentioned, activity)) text = text.replaceAll(mention.text, " ");
  }
  const name = activity.recipient?.name?.toLowerCase();
  return text
    .replace(/<at\b[^>]*>([^<]*)<\/at>/gi, (_, mentioned: string) =>
      mentioned.trim().toLowerCase() === name ? " " : mentioned,
    )
    .replace(/&(nbsp|lt|gt|quot|apos|amp|#160|#34|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[\u00a0\u200b\ufeff]/g, " ")
    .replace(/[ \t]+/g, " ")
    .trim()
    .slice(0, MOST_TEXT);
}
