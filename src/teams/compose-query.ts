import type { TurnContext } from "botbuilder";
import { z } from "zod";
import type { Hit, Hits } from "../bot/search-tickets.ts";
import { render } from "../cards/catalog.ts";
import type { Activity } from "./activity.ts";

/** The search command in the manifest, and its one parameter. */
export const SEARCH = { command: "search", parameter: "words" } as const;
const MOST_TEXT = 300;

const Query = z.looseObject({
  commandId: z.literal(SEARCH.command),
  parameters: z.array(z.looseObject({ name: z.string(), value: z.unknown() })).nullish(),
  queryOptions: z.looseObject({ skip: z.number().nullish(), count: z.number().nullish() }).nullish(),
});

export interface ComposeQuery {
  readonly text: string;
  readonly skip: number;
  readonly count: number;
}

const wholeFrom = (value: number | null | undefined, otherwise: number): number =>
  value == null || !Number.isFinite(value) || value < 0 ? otherwise : Math.floor(value);

/** What was typed into Teams' search box; null when it is no search of ours. Opened without a word, it asks for the newest. */
export function readComposeQuery({ value }: Activity): ComposeQuery | null {
  const query = Query.safeParse(value).data;
  if (query === undefined) return null;
  const typed = query.parameters?.find(({ name }) => name === SEARCH.parameter)?.value;
  return {
    text: typeof typed === "string" ? typed.slice(0, MOST_TEXT) : "",
    skip: wholeFrom(query.queryOptions?.skip, 0),
    count: wholeFrom(query.queryOptions?.count, 25),
  };
}

/** A list, each with the card that is sent when it is chosen. */
export const answerWithHits = (context: TurnContext, { hits, say }: Hits) =>
  answer(
    context,
    say === null
      ? { type: "result", attachmentLayout: "list", attachments: hits.map(attachmentOf) }
      : { type: "message", text: say },
  );

const attachmentOf = ({ title, text, card }: Hit) => ({
  contentType: "application/vnd.microsoft.card.adaptive",
  content: render(card),
  preview: {
    contentType: "application/vnd.microsoft.card.thumbnail",
    content: { title: literal(title), text: literal(text) },
  },
});

/** Thumbnails may read HTML: what looks like a tag is none any more. */
const literal = (text: string): string => text.replaceAll("<", "‹").replaceAll(">", "›");

async function answer(context: TurnContext, composeExtension: object): Promise<void> {
  await context.sendActivity({
    type: "invokeResponse",
    value: { status: 200, body: { composeExtension } },
  });
}
