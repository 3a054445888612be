import type { TurnContext } from "botbuilder";
import { z } from "zod";
import type { ActionDefinition, BotDeps, Caller, ChatScope, Reply } from "../bot/action.ts";
import { type AboutMessage, authorId } from "../bot/ask-about.ts";
import { messageLink } from "../bot/message-link.ts";
import { type CardContent, render } from "../cards/catalog.ts";
import { type Words, wordsFor } from "../cards/text/words.ts";
import { isGuid, type PersonId } from "../domain/ticket/ids.ts";
import { nameTurn } from "../telemetry/turn.ts";
import { type Activity, readAction, readSent } from "./activity.ts";
import type { TeamsConfig } from "./config.ts";
import { explainFault, faultFields, newReference } from "./fault.ts";
import { textOfMarkup } from "./markup.ts";
import type { Paced } from "./pace.ts";
import { activityOf, respond } from "./sdk.ts";
import { callerOf, explainRejection, type Rejected, readPerson, readScope, seenReader } from "./sender.ts";

/** The action of the manifest on a message. */
export const ASK_ABOUT = { command: "askForHelp" } as const;

/** What the cards of a dialog may send; everything else belongs to a chat. */
const VERBS: ReadonlySet<string> = new Set(["send-request", "propose-help"]);

export type AskAbout = (about: AboutMessage, caller: Caller, deps: BotDeps) => Promise<CardContent>;

const MOST_NAME = 80;
/** Cut before any pattern looks at it. */
const MOST_MARKUP = 16_000;
const MOST_TEXT = 4_000;

/** An odd field of the message counts as absent. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(null);
const Payload = z.looseObject({
  linkToMessage: z.unknown().optional(),
  body: maybe(z.looseObject({ content: maybe(z.string()), contentType: maybe(z.string()) })),
  from: maybe(
    z.looseObject({ user: maybe(z.looseObject({ id: z.string(), displayName: maybe(z.string()) })) }),
  ),
});
const Fetch = z.looseObject({
  commandId: z.literal(ASK_ABOUT.command),
  messagePayload: Payload.nullish().catch(null),
});
const Submitted = z.looseObject({ commandId: z.literal(ASK_ABOUT.command), data: z.unknown() });

/**
 * "Ask for help with this" on a message: a dialog that only the person sees. It can come from chats where Beckon is no member, so
 * nothing is posted there, and it teaches Beckon no address.
 */
export function createDialogTurn(options: {
  readonly config: TeamsConfig;
  readonly deps: BotDeps;
  readonly actions: readonly ActionDefinition[];
  readonly askAbout: AskAbout;
  readonly pace: (person: PersonId) => Paced;
}): (context: TurnContext) => Promise<void> {
  const { config, deps, askAbout, pace } = options;
  const { log, addresses } = deps;
  const actions = new Map(options.actions.map((action) => [action.verb, action]));

  async function identify(activity: Activity): Promise<{ caller: Caller; scope: ChatScope } | Rejected> {
    const scope = readScope(activity, config, "group");
    const person = readPerson(activity, config);
    if ("rejected" in scope) return scope;
    if ("rejected" in person) return person;
    const paced = pace(person.id);
    if (paced !== "take") return { rejected: "too_fast", isRepeated: paced === "refuse" };
    const contact = await addresses.contact(person.id).catch(() => null);
    // Also in Beckon's own chat nothing of a dialog is a message there.
    return { caller: callerOf(activity, person, config, contact), scope: { ...scope, kind: "group" } };
  }

  async function answer(activity: Activity, words: Words): Promise<Reply> {
    const sender = await identify(activity);
    if ("rejected" in sender) return reject(sender, words);
    const own = wordsFor(sender.caller);
    if (activity.name === "composeExtension/fetchTask") {
      const asked = Fetch.safeParse(activity.value).data;
      if (asked === undefined) return reject({ rejected: "malformed" }, own, own.say("dialog.unknown"));
      return { show: await askAbout(aboutOf(asked.messagePayload ?? null), sender.caller, deps) };
    }
    const submitted = Submitted.safeParse(activity.value).data;
    const press: Activity = { ...activity, value: submitted?.data, replyToId: null };
    const verb = readSent(press)?.verb ?? "";
    const definition = VERBS.has(verb) ? actions.get(verb) : undefined;
    if (definition === undefined) return reject({ rejected: "unknown_verb" }, own, own.say("dialog.unknown"));
    nameTurn(verb);
    const action = readAction(press, definition, sender);
    return "rejected" in action ? reject(action, own) : definition.handle(action, deps);
  }

  function reject(rejected: Rejected, words: Words, said = explainRejection(rejected, words)): Reply {
    if (!rejected.isRepeated) log.warn("press.rejected", { reason: rejected.rejected, dialog: true });
    return { say: said };
  }

  return async (context) => {
    const activity = activityOf(context);
    const words = wordsFor({ ...config.reader, ...seenReader(activity, config) });
    try {
      await respond(context, taskOf(await answer(activity, words), words));
    } catch (fault) {
      const reference = newReference();
      log.error("turn.failed", { reference, dialog: true, ...faultFields(fault) });
      await respond(context, taskOf({ say: explainFault(fault, reference, words) }, words));
    }
  };
}

function aboutOf(payload: z.infer<typeof Payload> | null): AboutMessage {
  const user = payload?.from?.user;
  const name = user?.displayName?.trim().slice(0, MOST_NAME).toWellFormed() ?? "";
  const markup = (payload?.body?.content ?? "").slice(0, MOST_MARKUP).toWellFormed();
  return {
    text: textOfMarkup(markup, "Beckon").slice(0, MOST_TEXT).toWellFormed(),
    link: messageLink(payload?.linkToMessage),
    author: user != null && isGuid(user.id) ? { id: authorId(user.id), name } : null,
  };
}

/** What a dialog shows next. */
function taskOf(reply: Reply, words: Words) {
  if (!("show" in reply)) {
    return { task: { type: "message", value: "say" in reply ? reply.say : words.say("teams.done") } };
  }
  const content = inDialog(render(reply.show, words.language));
  const card = { contentType: "application/vnd.microsoft.card.adaptive", content };
  const value = { title: words.say("dialog.title"), height: "large", width: "medium", card };
  return { task: { type: "continue", value } };
}

/** Dialogs know `Action.Submit` only: each button is replaced by its own fallback. */
function inDialog(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inDialog);
  if (typeof node !== "object" || node === null) return node;
  if ("type" in node && node.type === "Action.Execute" && "fallback" in node) return node.fallback;
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, inDialog(inner)]));
}
