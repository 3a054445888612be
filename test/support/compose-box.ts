import type { Json } from "./chats.ts";
import type { Colleague } from "./office.ts";

export interface Found {
  readonly status: number;
  readonly say: string | null;
  readonly hits: readonly { readonly title: string; readonly text: string; readonly card: Json }[];
}

interface Attachment {
  readonly content: Json;
  readonly preview: { readonly content: { readonly title: string; readonly text: string } };
}

/** What Teams sends while somebody types into the search box, and what it shows them. */
export async function searches(
  who: Colleague,
  text: string,
  more: object = {},
  options: object = {},
): Promise<Found> {
  const answered = await who.sends({
    type: "invoke",
    name: "composeExtension/query",
    value: {
      commandId: "search",
      parameters: [text === "" ? { name: "initialRun", value: "true" } : { name: "words", value: text }],
      queryOptions: { skip: 0, count: 25 },
      ...options,
    },
    ...more,
  });
  const { type, text: say, attachments = [] } = JSON.parse(answered.text ?? "{}").composeExtension;
  return {
    status: answered.status,
    say: type === "message" ? say : null,
    hits: (attachments as Attachment[]).map(({ content, preview }) => ({
      ...preview.content,
      card: content,
    })),
  };
}
