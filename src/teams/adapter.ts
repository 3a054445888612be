import { CloudAdapter, type TurnContext } from "botbuilder";
import type { Activity } from "./activity.ts";
import { Authentication } from "./authentication.ts";
import type { TeamsConfig } from "./config.ts";

export interface TurnResult {
  readonly status: number;
  readonly body?: unknown;
}

type SdkActivity = TurnContext["activity"];

/**
 * The SDK's adapter without its HTTP part, which prints every error and puts its text into the answer. It checks the
 * token, runs one turn, and hands back what the turn answered.
 */
export class Adapter extends CloudAdapter {
  constructor(config: TeamsConfig) {
    super(new Authentication(config));
  }

  /** @throws {Unauthenticated} @throws {KeysUnavailable} */
  async turn(
    authorization: string,
    activity: Activity,
    run: (context: TurnContext) => Promise<void>,
  ): Promise<TurnResult> {
    const answer = await this.processActivity(authorization, activity as unknown as SdkActivity, run);
    return answer ?? { status: 200 };
  }
}

/** The activity of a turn as the server parsed it. */
export const activityOf = (context: TurnContext) => context.activity as unknown as Activity;
