import type { TurnContext } from "botbuilder";
import type { ActionDefinition, BotDeps, ChatScope, Command, Reply, TypedMessage } from "../bot/action.ts";
import type { Caller } from "../bot/caller.ts";
import { MessageFault, type Messenger } from "../ports/messenger.ts";
import type { Fields } from "../telemetry/log.ts";
import { readAction, readSent } from "./action.ts";
import type { Activity } from "./activity.ts";
import { activityOf } from "./adapter.ts";
import { type Answer, answerButton, answerIn, answerPrivately, answerTyped } from "./answer.ts";
import type { Arrivals } from "./arrivals.ts";
import type { TeamsConfig } from "./config.ts";
import { explainFault, faultFields, newReference } from "./fault.ts";
import { seenReader } from "./reader.ts";
import { explainRejection, type Rejected, type RejectionCode } from "./rejection.ts";
import { readPerson, readScope } from "./sender.ts";
import { mentionsBeckon, readTypedMessage } from "./typed-message.ts";

type Turn = (context: TurnContext) => Promise<void>;

/** What Beckon does with each kind of activity. No turn fails: what breaks is caught here, logged and explained. */
export interface Turns {
  button(context: TurnContext, conversation: ActionDefinition): Promise<void>;
  /** The same button on a client that knows only `Action.Submit`. */
  submittedButton(context: TurnContext, conversation: ActionDefinition): Promise<void>;
  readonly message: Turn;
  readonly event: Turn;
  readonly unknownInvoke: Turn;
}

interface Sender {
  readonly caller: Caller;
  readonly scope: ChatScope;
}

/** Nobody to answer, or nowhere that Beckon may send to. */
const UNANSWERED = new Set<RejectionCode>(["bot", "not_teams", "foreign_connector"]);

export function createTurns(deps: {
  readonly config: TeamsConfig;
  readonly world: BotDeps;
  readonly messenger: Messenger;
  readonly arrivals: Arrivals;
  readonly commands: readonly Command[];
  readonly otherwise: (utterance: TypedMessage, world: BotDeps) => Promise<Reply>;
}): Turns {
  const { config, world, messenger, arrivals, commands, otherwise } = deps;
  const { log, addresses } = world;

  async function identify(activity: Activity): Promise<Sender | Rejected> {
    const scope = readScope(activity, config);
    if ("rejected" in scope) return scope;
    const person = readPerson(activity);
    if ("rejected" in person) return person;
    await arrivals.heardFrom(activity, person.id, scope);
    const seen = seenReader(activity);
    const known = seen.locale && seen.timeZone ? null : await addresses.contact(person.id).catch(() => null);
    const { locale, timeZone } = { ...config.reader, ...known, ...seen };
    return { scope, caller: { ...person, locale, timeZone } };
  }

  /** The error boundary. */
  async function guarded(fields: Fields, answer: Answer | null, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (fault) {
      const reference = newReference();
      log.error("turn.failed", { reference, ...fields, ...faultFields(fault) });
      await answer?.({ say: explainFault(fault, reference) }).catch((silent: unknown) =>
        log.warn("answer.failed", { reference, ...faultFields(silent) }),
      );
    }
  }

  /** What was done is done, whether or not its answer arrives: the cards follow by themselves. */
  async function give(answer: Answer, reply: Reply): Promise<void> {
    try {
      await answer(reply);
    } catch (fault) {
      if (!(fault instanceof MessageFault)) throw fault;
      log.warn("answer.failed", faultFields(fault));
    }
  }

  async function reject(
    name: string,
    rejected: Rejected,
    answer: Answer,
    fields: Fields = {},
  ): Promise<void> {
    log.warn(name, { reason: rejected.rejected, ...fields });
    await give(answer, { say: explainRejection(rejected) });
  }

  async function refuseInChat(name: string, activity: Activity, rejected: Rejected): Promise<void> {
    const { serviceUrl, conversation } = activity;
    const to = { serviceUrl, conversationId: conversation.id, tenantId: conversation.tenantId ?? "" };
    const silent: Answer = async () => {};
    await reject(name, rejected, UNANSWERED.has(rejected.rejected) ? silent : answerIn(to, messenger));
  }

  async function pressed(activity: Activity, conversation: ActionDefinition, sender: Sender, answer: Answer) {
    const press = readAction(activity, conversation, sender);
    const fields = { verb: conversation.verb, caller: sender.caller.id };
    if ("rejected" in press) return reject("press.rejected", press, answer, fields);
    await guarded({ ...fields, press: press.id }, answer, async () => {
      await give(answer, await conversation.handle(press, world));
    });
  }

  async function said(utterance: TypedMessage): Promise<Reply> {
    for (const command of commands) {
      const match = whole(command.pattern, utterance.text);
      const reply = match && (await command.handle(utterance, match, world));
      if (reply !== null) return reply;
    }
    return otherwise(utterance, world);
  }

  return {
    async button(context, conversation) {
      const answer = answerButton(context);
      await guarded({ verb: conversation.verb }, answer, async () => {
        const activity = activityOf(context);
        const sender = await identify(activity);
        if ("rejected" in sender) await reject("press.rejected", sender, answer, { verb: conversation.verb });
        else await pressed(activity, conversation, sender, answer);
      });
    },

    async submittedButton(context, conversation) {
      await guarded({ verb: conversation.verb }, null, async () => {
        const activity = activityOf(context);
        const sender = await identify(activity);
        if ("rejected" in sender) return refuseInChat("press.rejected", activity, sender);
        await pressed(activity, conversation, sender, answerPrivately(sender, messenger, addresses));
      });
    },

    async message(context) {
      await guarded({}, null, async () => {
        const activity = activityOf(context);
        const isMeant = activity.conversation.conversationType === "personal" || mentionsBeckon(activity);
        const fromCard = !activity.text && readSent(activity) !== null;
        if (!isMeant && !fromCard) return;
        const sender = await identify(activity);
        if ("rejected" in sender) return refuseInChat("message.rejected", activity, sender);
        const answer = answerTyped(sender, messenger, addresses);
        if (fromCard) return reject("press.rejected", { rejected: "unknown_verb" }, answer);
        await guarded({ caller: sender.caller.id }, answer, async () => {
          await give(answer, await said(readTypedMessage(activity, sender)));
        });
      });
    },

    async event(context) {
      await guarded({ event: activityOf(context).type }, null, () => arrivals.event(activityOf(context)));
    },

    async unknownInvoke(context) {
      const answer = answerButton(context);
      await guarded({}, answer, () => reject("press.rejected", { rejected: "unknown_verb" }, answer));
    },
  };
}

/** A command is the whole message: "please do not stop" is no `stop`, whatever its pattern allows. */
function whole(pattern: RegExp, text: string): RegExpExecArray | null {
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  return match !== null && match[0].length === text.length ? match : null;
}
