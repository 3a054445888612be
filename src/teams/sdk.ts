import { Application } from "@microsoft/teams-ai/lib/Application.js";
import { TurnState } from "@microsoft/teams-ai/lib/TurnState.js";
import { CloudAdapter, type TurnContext } from "botbuilder";
import type { JWTPayload } from "jose";
import type { Caller, ChatScope, Reply } from "../bot/action.ts";
import { type CardContent, render } from "../cards/catalog.ts";
import type { Words } from "../cards/text/words.ts";
import type { AddressBook } from "../ports/address-book.ts";
import type { Address, Message, Messenger } from "../ports/messenger.ts";
import type { Activity } from "./activity.ts";
import type { Turns } from "./turns.ts";

interface TurnResult {
  readonly status: number;
  readonly body?: unknown;
}

/** Runs one turn of an activity whose sender was verified, and hands back what the turn answered. */
export type RunTurn = (claims: JWTPayload, activity: Activity) => Promise<TurnResult>;

/** Beckon keeps nothing in the SDK's state: two turns at once would overwrite each other after their effects. */
class NoState extends TurnState {
  protected override onComputeStorageKeys(): Promise<Record<string, string>> {
    return Promise.resolve({ conversation: "", user: "" });
  }
}

/**
 * The SDK's adapter without its HTTP part, which prints errors with keys and stacks, and without its clients: Beckon
 * verifies tokens and sends messages itself.
 */
class Adapter extends CloudAdapter {
  run(claims: JWTPayload, activity: Activity, turn: (context: TurnContext) => Promise<void>) {
    const identity = {
      audience: "",
      callerId: "",
      claimsIdentity: { isAuthenticated: true, claims: Object.entries(claims) },
      connectorFactory: { create: async () => ({}) },
    };
    type Sdk = Parameters<CloudAdapter["processActivity"]>;
    return this.processActivity(
      identity as unknown as Sdk[0],
      activity as unknown as TurnContext["activity"],
      turn,
    );
  }
}

const NO_CLIENTS = { createUserTokenClient: async () => ({}) } as unknown as ConstructorParameters<
  typeof CloudAdapter
>[0];

/**
 * The SDK's router: which turn an activity is. `Application` is imported from its own file, because the package's
 * index also loads planners and tokenizers, which cost time and 25 MB at start. Its own handler of buttons is not
 * used: after one card with `refresh` it writes every later card of the verb into the shared message as well.
 */
export function createSdk(
  turns: Turns,
  search: (context: TurnContext) => Promise<void>,
  dialog: (context: TurnContext) => Promise<void>,
  onFault: (fault: unknown) => void,
): RunTurn {
  const app = new Application({
    turnStateFactory: () => new NoState(),
    startTypingTimer: false,
    removeRecipientMention: false,
  });
  const isSearch = async ({ activity }: TurnContext) =>
    activity.type === "invoke" && activity.name === "composeExtension/query";
  const isDialog = async ({ activity }: TurnContext) =>
    activity.type === "invoke" &&
    (activity.name === "composeExtension/fetchTask" || activity.name === "composeExtension/submitAction");
  app.addRoute(isSearch, search, true);
  app.addRoute(isDialog, dialog, true);
  app.addRoute(async ({ activity }) => activity.type === "invoke", turns.invoke, true);
  app.activity(["message", "messageUpdate"], turns.message);
  app.activity("messageDelete", turns.removed);
  app.activity(["conversationUpdate", "installationUpdate"], turns.event);

  const adapter = new Adapter(NO_CLIENTS);
  adapter.onTurnError = async (_, fault) => onFault(fault);
  return async (claims, activity) => {
    const result = await adapter.run(claims, activity, async (context) => void (await app.run(context)));
    return result ?? { status: 200 };
  };
}

/** The activity of a turn as the server parsed it. */
export const activityOf = (context: TurnContext) => context.activity as unknown as Activity;

/** Gives one person a reply in their words, in the way that fits how they asked. @throws {MessageFault} @throws {CardFault} */
export type Answer = (reply: Reply, words: Words) => Promise<void>;

/** Answers an invoke with this body. */
export async function respond(context: TurnContext, body: object): Promise<void> {
  await context.sendActivity({ type: "invokeResponse", value: { status: 200, body } });
}

/** To a button: only the person who chose it sees the answer. A button has to be answered, at least with a word. */
export const answerButton =
  (context: TurnContext): Answer =>
  (reply, words) => {
    const [type, value] =
      "show" in reply
        ? ["application/vnd.microsoft.card.adaptive", render(reply.show, words.language)]
        : [
            "application/vnd.microsoft.activity.message",
            "say" in reply ? reply.say : words.say("teams.done"),
          ];
    return respond(context, { statusCode: 200, type, value });
  };

/** In one chat, for everybody in it; in a channel in the same thread. */
export const answerIn =
  (to: Address, messenger: Messenger): Answer =>
  async (reply, words) => {
    if ("say" in reply && reply.say !== "") await messenger.say(to, reply.say);
    // Apart: text and card in one message get no message id from Teams.
    if ("show" in reply) await messenger.post(to, cardMessage(reply.show, words.language));
  };

/**
 * To one person, though they asked in front of others: an old client's button, which cannot be answered for one
 * person only, or a command whose answer is a card. Outside a personal chat it goes to theirs.
 */
export const answerPrivately =
  (sender: { caller: Caller; scope: ChatScope }, messenger: Messenger, addresses: AddressBook): Answer =>
  async (reply, words) => {
    const { caller, scope } = sender;
    if (scope.kind === "personal") return answerIn(scope.address, messenger)(reply, words);
    const chat = (await addresses.contact(caller.id))?.chat;
    if (chat) return answerIn(chat, messenger)(reply, words);
    await messenger.say(scope.address, words.say("teams.open-personal-chat"));
  };

/** To a typed message: words in the chat where they were asked for, cards for the person alone. */
export const answerTyped =
  (sender: { caller: Caller; scope: ChatScope }, messenger: Messenger, addresses: AddressBook): Answer =>
  (reply, words) =>
    "show" in reply
      ? answerPrivately(sender, messenger, addresses)(reply, words)
      : answerIn(sender.scope.address, messenger)(reply, words);

/** A card in answer to an action: the person looks at the chat, so it raises no alert. */
export function cardMessage(content: CardContent, language: string): Message {
  const card = render(content, language);
  const spoken =
    "fallbackText" in card && typeof card.fallbackText === "string" ? card.fallbackText : "Beckon";
  return { card, summary: spoken, alert: false };
}
