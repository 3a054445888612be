import { Application } from "@microsoft/teams-ai/lib/Application.js";
import { TurnState } from "@microsoft/teams-ai/lib/TurnState.js";
import type { TurnContext } from "botbuilder";
import type { Turns } from "./turns.ts";

/** Beckon keeps nothing in the SDK's state: two turns at once would overwrite each other after their effects. */
class NoState extends TurnState {
  protected override onComputeStorageKeys(): Promise<Record<string, string>> {
    return Promise.resolve({ conversation: "", user: "" });
  }
}

/**
 * The SDK's router: which turn an activity is. `Application` is imported from its own file, because the package's
 * index also loads planners and tokenizers, which cost time and 25 MB at start. Its own handler of buttons is not
 * used: after one card with `refresh` it writes every later card of the verb into the shared message as well.
 */
export function createApplication(
  turns: Turns,
  search: (context: TurnContext) => Promise<void>,
): (context: TurnContext) => Promise<void> {
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
  return async (context) => {
    await app.run(context);
  };
}
