import type { TurnContext } from "botbuilder";
import { LRUCache } from "lru-cache";
import type {
  ActionDefinition,
  BotDeps,
  Caller,
  ChatScope,
  Command,
  Reply,
  TypedMessage,
} from "../bot/action.ts";
import { pressTakesBack, wordsTakeBack } from "../bot/takes-back.ts";
import { type Words, wordsFor } from "../cards/text/words.ts";
import type { IdempotencyKey, PersonId } from "../domain/ticket/ids.ts";
import { PersonUnknown } from "../ports/directory.ts";
import { MessageFault, type Messenger, type Roster, withoutThread } from "../ports/messenger.ts";
import type { Fields } from "../telemetry/log.ts";
import { nameTurn } from "../telemetry/turn.ts";
import { type Activity, readAction, readSent } from "./activity.ts";
import type { Arrivals } from "./arrivals.ts";
import type { TeamsConfig } from "./config.ts";
import { explainFault, faultFields, newReference } from "./fault.ts";
import type { Paced } from "./pace.ts";
import { type Answer, activityOf, answerButton, answerIn, answerPrivately, answerTyped } from "./sdk.ts";
import {
  callerOf,
  explainRejection,
  type Rejected,
  type RejectionCode,
  readPerson,
  readScope,
  seenReader,
} from "./sender.ts";
import { mentionsBeckon, readText, readTypedMessage, sourceOf } from "./typed-message.ts";

/** One handler per kind of activity. A turn never throws: errors are caught here, logged and explained to the person. */
export interface Turns {
  /** A button, or anything else that a client wants answered at once. */
  invoke(context: TurnContext): Promise<void>;
  /** Typed, edited, or a button of a client that knows only `Action.Submit`. */
  message(context: TurnContext): Promise<void>;
  /** A message that its author removed in Teams. */
  removed(context: TurnContext): Promise<void>;
  /** An installation, or people who came and went. */
  event(context: TurnContext): Promise<void>;
}

interface Sender {
  readonly caller: Caller;
  readonly scope: ChatScope;
}

/** The activity has no sender to answer, or Beckon may not send there. */
const UNANSWERED = new Set<RejectionCode>(["bot", "not_teams", "foreign_connector"]);

/** Teams sends an activity again when its turn took longer than 15 seconds. Milliseconds. */
const REPEATED_WITHIN = 10 * 60_000;

export function createTurns(options: {
  readonly config: TeamsConfig;
  readonly deps: BotDeps;
  readonly messenger: Messenger;
  readonly roster: Roster;
  readonly arrivals: Arrivals;
  readonly actions: readonly ActionDefinition[];
  readonly commands: readonly Command[];
  readonly otherwise: (message: TypedMessage, deps: BotDeps) => Promise<Reply>;
  readonly removeSent: (source: IdempotencyKey, deps: BotDeps) => Promise<unknown>;
  readonly pace: (person: PersonId) => Paced;
}): Turns {
  const { config, deps, messenger, roster, arrivals, commands, otherwise, removeSent, pace } = options;
  const { log, addresses } = deps;
  const actions = new Map(options.actions.map((action) => [action.verb, action]));
  const handled = new LRUCache<string, true>({ max: 10_000, ttl: REPEATED_WITHIN });

  /** Who is behind a mention that names a Teams account only: asked of the chat's roster, else of the helpdesk's. */
  const personOf = async (account: string, { kind, address }: ChatScope) => {
    const conversationId = withoutThread(address.conversationId);
    const channel =
      kind === "personal" ? await addresses.channel(deps.helpdesk) : { ...address, conversationId };
    return channel && roster.personOf(channel, account);
  };

  /** @param isAlwaysTaken a button or a removal that takes something back is never too much; of words it is asked when they are. */
  async function identify(activity: Activity, isAlwaysTaken: boolean): Promise<Sender | Rejected> {
    const scope = readScope(activity, config);
    if ("rejected" in scope) return scope;
    const person = readPerson(activity, config);
    if ("rejected" in person) return person;
    const paced = isAlwaysTaken ? "take" : pace(person.id);
    if (paced !== "take" && !(await takesBack(activity, person.id)))
      return { rejected: "too_fast", isRepeated: paced === "refuse" };
    const contact = await arrivals.heardFrom(activity, person.id, scope);
    return { scope, caller: callerOf(activity, person, config, contact) };
  }

  /** As the client reads, before it is known who sent it. */
  const clientWords = (activity: Activity) => wordsFor({ ...config.reader, ...seenReader(activity, config) });

  /** Words that take something back, in any language and in the client's own. */
  const takesBack = (activity: Activity, person: PersonId) =>
    wordsTakeBack(
      readText(activity).text,
      seenReader(activity, config).locale ?? config.reader.locale,
      async () => (await deps.store.sessionsWith(person)).length > 0,
    );

  /** The error boundary. */
  async function guarded(
    fields: Fields,
    answer: Answer | null,
    words: Words,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (fault) {
      const reference = newReference();
      const failed = fault instanceof PersonUnknown ? log.warn : log.error;
      failed("turn.failed", { reference, ...fields, ...faultFields(fault) });
      await answer?.({ say: explainFault(fault, reference, words) }, words).catch((silent: unknown) =>
        log.warn("answer.failed", { reference, ...faultFields(silent) }),
      );
    }
  }

  /** Does the work unless this activity was delivered before. Buttons have ids of their own: their data. */
  async function once(activity: Activity, work: () => Promise<void>): Promise<void> {
    const { type, id, conversation } = activity;
    const key = [type, conversation.id, id, type === "messageUpdate" && activity.text].join("\n");
    if (id && handled.has(key)) return log.info("activity.repeated", { type });
    handled.set(key, true);
    try {
      await work();
    } catch (fault) {
      handled.delete(key);
      throw fault;
    }
  }

  /** The command is committed when its answer does not arrive; the cards are reconciled later. */
  async function give(answer: Answer, reply: Reply, words: Words): Promise<void> {
    try {
      await answer(reply, words);
    } catch (fault) {
      if (!(fault instanceof MessageFault)) throw fault;
      log.warn("answer.failed", faultFields(fault));
    }
  }

  async function reject(
    name: string,
    rejected: Rejected,
    answer: Answer,
    words: Words,
    fields: Fields = {},
  ): Promise<void> {
    if (!rejected.isRepeated) log.warn(name, { reason: rejected.rejected, ...fields });
    await give(answer, { say: explainRejection(rejected, words) }, words);
  }

  async function refuseInChat(name: string, activity: Activity, rejected: Rejected, fields: Fields = {}) {
    const { serviceUrl, conversation } = activity;
    const to = { serviceUrl, conversationId: conversation.id, tenantId: String(conversation.tenantId ?? "") };
    const silent: Answer = async () => {};
    const isUnanswered = rejected.isRepeated || UNANSWERED.has(rejected.rejected);
    const answer = isUnanswered ? silent : answerIn(to, messenger);
    await reject(name, rejected, answer, clientWords(activity), fields);
  }

  async function act(activity: Activity, definition: ActionDefinition, sender: Sender, answer: Answer) {
    nameTurn(definition.verb);
    const action = readAction(activity, definition, sender);
    const fields = { verb: definition.verb, caller: sender.caller.id };
    const words = wordsFor(sender.caller);
    if ("rejected" in action) return reject("press.rejected", action, answer, words, fields);
    await guarded({ ...fields, press: action.id }, answer, words, async () => {
      await give(answer, await definition.handle(action, deps), words);
    });
  }

  /** A command is tried on the text, whose case and punctuation arguments need, then on its plain words. */
  async function replyTo(message: TypedMessage): Promise<Reply> {
    const text = message.text.replace(/^\/(?=\p{L})/u, "");
    for (const command of commands) {
      const match = whole(command.pattern, text) ?? whole(command.pattern, message.words);
      const reply = match && (await command.handle(message, match, deps));
      if (reply === null) continue;
      nameTurn(command.name);
      return reply;
    }
    return otherwise(message, deps);
  }

  return {
    async invoke(context) {
      const answer = answerButton(context);
      const activity = activityOf(context);
      const sent = readSent(activity);
      const definition = actions.get(sent?.verb ?? "");
      const fields = { verb: definition?.verb };
      const words = clientWords(activity);
      await guarded(fields, answer, words, async () => {
        if (definition === undefined) {
          return reject("press.rejected", { rejected: "unknown_verb" }, answer, words);
        }
        const sender = await identify(activity, pressTakesBack(definition.verb, sent?.data));
        if ("rejected" in sender) return reject("press.rejected", sender, answer, words, fields);
        await act(activity, definition, sender, answer);
      });
    },

    async message(context) {
      const activity = activityOf(context);
      const words = clientWords(activity);
      const sent = activity.type === "message" ? readSent(activity) : null;
      const definition = actions.get(sent?.verb ?? "");
      if (definition !== undefined) {
        const fields = { verb: definition.verb };
        return guarded(fields, null, words, async () => {
          const sender = await identify(activity, pressTakesBack(definition.verb, sent?.data));
          if ("rejected" in sender) return refuseInChat("press.rejected", activity, sender, fields);
          await act(activity, definition, sender, answerPrivately(sender, messenger, addresses));
        });
      }
      const isMeant = activity.conversation.conversationType === "personal" || mentionsBeckon(activity);
      const isOldButton = sent !== null && !activity.text;
      if (!isMeant && !isOldButton) return;
      await guarded({}, null, words, () =>
        once(activity, async () => {
          const sender = await identify(activity, false);
          if ("rejected" in sender) return refuseInChat("message.rejected", activity, sender);
          const answer = answerTyped(sender, messenger, addresses);
          if (isOldButton) return reject("press.rejected", { rejected: "unknown_verb" }, answer, words);
          const own = wordsFor(sender.caller);
          await guarded({ caller: sender.caller.id }, answer, own, async () => {
            const message = await readTypedMessage(activity, sender, personOf);
            await give(answer, await replyTo(message), own);
          });
        }),
      );
    },

    async removed(context) {
      const activity = activityOf(context);
      await guarded({ event: activity.type }, null, clientWords(activity), async () => {
        // A removal is exempt from the limit for one person.
        const sender = await identify(activity, true);
        if ("rejected" in sender) return log.warn("message.rejected", { reason: sender.rejected });
        await removeSent(sourceOf(activity, sender), deps);
      });
    },

    async event(context) {
      const activity = activityOf(context);
      await guarded({ event: activity.type }, null, clientWords(activity), () =>
        once(activity, () => arrivals.event(activity)),
      );
    },
  };
}

/** A command is the whole message: "please do not stop" is not a `stop`, even where a pattern would match. */
function whole(pattern: RegExp, text: string): RegExpExecArray | null {
  pattern.lastIndex = 0;
  const match = pattern.exec(text);
  return match !== null && match[0].length === text.length ? match : null;
}
