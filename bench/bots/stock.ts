/**
 * The baseline: botbuilder as its samples use it, on Node's own HTTP server, which is the cheapest host for it. Answers a
 * message with its text, and a press with what Beckon was seen to send for the same verb: it judges, stores and explains
 * nothing. Prints its port once it listens.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  TurnContext,
} from "botbuilder";
import type { Replay, Replays } from "../replay.ts";

const { BOT_ID = "", BENCH_TENANT_ID = "", BENCH_METADATA_URL = "" } = process.env;

/** Without an app id nobody's token is asked for. All of the others have to be given where one of them is. */
const SIGNED = {
  MicrosoftAppType: "UserAssignedMsi",
  MicrosoftAppId: BOT_ID,
  MicrosoftAppTenantId: BENCH_TENANT_ID,
  ToBotFromChannelOpenIdMetadataUrl: BENCH_METADATA_URL,
  ToBotFromEmulatorOpenIdMetadataUrl: BENCH_METADATA_URL,
  ToBotFromChannelTokenIssuer: "https://api.botframework.com",
  ToChannelFromBotOAuthScope: "https://api.botframework.com",
  ToChannelFromBotLoginUrl: "https://login.microsoftonline.com/botframework.com",
  OAuthUrl: "https://api.botframework.com",
};
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(BOT_ID === "" ? {} : SIGNED));
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

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const shim = {
      socket: null,
      header: (name: string, value: unknown) => response.setHeader(name, String(value)),
      status: (code: number) => {
        response.statusCode = code;
      },
      send: (content: unknown) =>
        response.write(typeof content === "string" ? content : JSON.stringify(content)),
      end: () => response.end(),
    };
    void adapter.process({ body, headers: request.headers, method: "POST" }, shim, turn);
  });
});

server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
