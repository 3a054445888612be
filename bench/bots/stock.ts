/**
 * The baseline: botbuilder as its samples use it. Answers a message with its text, and a press with what Beckon was seen
 * to send for the same verb: it judges, stores and explains nothing.
 */
import { type ConversationReference, TurnContext } from "botbuilder";
import type { Replay, Replays } from "../replay.ts";
import { listen, stockAdapter } from "./stock-adapter.ts";

const { BOT_ID = "" } = process.env;
const adapter = stockAdapter();
let replays: Replays = {};

process.on("message", (given: Replays) => {
  replays = given;
  process.send?.("ready");
});

async function turn(context: TurnContext): Promise<void> {
  const { type, text, value } = context.activity;
  if (type === "message") return void (await context.sendActivity(text));
  const replay = replays[value?.action?.verb];
  if (replay === undefined) return;
  await context.sendActivity({ type: "invokeResponse", value: { status: 200, body: replay.answer } });
  for (const message of replay.messages) await send(context, message);
}

/** In the press's own chat by its turn; in the others as a proactive message. */
async function send(context: TurnContext, message: Replay["messages"][number]): Promise<void> {
  const here = TurnContext.getConversationReference(context.activity);
  if (threadless(message.conversation) === threadless(here.conversation?.id ?? "")) {
    return put(context, message);
  }
  const there = { ...here, conversation: { id: message.conversation } } as Partial<ConversationReference>;
  await adapter.continueConversationAsync(BOT_ID, there, (other) => put(other, message));
}

async function put(context: TurnContext, { isUpdate, activity }: Replay["messages"][number]): Promise<void> {
  if (isUpdate) await context.updateActivity({ ...activity, id: "1" });
  else await context.sendActivity(activity);
}

function threadless(conversation: string): string {
  return conversation.replace(/;.*$/, "");
}

listen(adapter, turn);
