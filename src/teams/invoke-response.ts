import type { TurnContext } from "botbuilder";

/**
 * Answers an invoke. The SDK's own wrapper would, after one card with `refresh`, write every later card of the same
 * verb into the shared message as well; it leaves an answer alone that is given before it looks.
 */
async function answer(context: TurnContext, type: string, value: unknown): Promise<void> {
  await context.sendActivity({
    type: "invokeResponse",
    value: { status: 200, body: { statusCode: 200, type, value } },
  });
}

/** Replaces the card for the person who pressed, and for nobody else. */
export const answerWithCard = (context: TurnContext, card: object) =>
  answer(context, "application/vnd.microsoft.card.adaptive", card);

export const answerWithMessage = (context: TurnContext, text: string) =>
  answer(context, "application/vnd.microsoft.activity.message", text);
