import { Application } from "@microsoft/teams-ai/lib/Application.js";
import { TurnState } from "@microsoft/teams-ai/lib/TurnState.js";
import { CloudAdapter, type TurnContext } from "botbuilder";
import type { JWTPayload } from "jose";
import type { Activity } from "./activity.ts";
import type { Turns } from "./turns.ts";

export interface TurnResult {
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
  onFault: (fault: unknown) => void,
): RunTurn {
  const app = new Application({
    turnStateFactory: () => new NoState(),
    startTypingTimer: false,
    removeRecipientMention: false,
  });
  const isSearch = async ({ activity }: TurnContext) =>
    activity.type === "invoke" && activity.name === "composeExtension/query";
  app.addRoute(isSearch, search, true);
  app.addRoute(async ({ activity }) => activity.type === "invoke", turns.invoke, true);
  app.activity(["message", "messageUpdate"], turns.message);
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
