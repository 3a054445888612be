import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import type { Action, ActionDefinition, Caller, ChatScope } from "../bot/action.ts";
import { type IdempotencyKey, idempotencyKey } from "../domain/ticket/ids.ts";
import type { Rejected } from "./sender.ts";

/** Characters; Teams' own ids have up to 200. */
export const MOST_ID = 500;
const MOST_TEXT = 1_000;
const MOST_URL = 4_000;
const MOST_ENTITIES = 250;
const MOST_ATTACHMENTS = 100;
const MOST_MEMBERS = 2_000;

/**
 * An optional field that cannot be read counts as absent, so that one odd field never turns an activity away. One that
 * is too long, or too many, does: without it the activity could mean something else.
 */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .unknown()
    .optional()
    .transform((value, context): z.output<Schema> | null => {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      const excess = parsed.error.issues.find(({ code }) => code === "too_big");
      if (excess !== undefined) {
        const { path } = excess;
        context.addIssue({
          code: "too_big",
          origin: "string",
          maximum: MOST_ID,
          path,
          input: value as string,
        });
      }
      return null;
    });

const id = z.string().max(MOST_ID);
const text = optional(z.string().max(MOST_TEXT));

/** Items that cannot be read are left out. */
export const listOf = <Schema extends z.ZodType>(schema: Schema, most: number) => {
  const item = optional(schema);
  return optional(z.array(item).max(most)).transform((items) =>
    (items ?? []).flatMap((each): z.output<Schema>[] => (each === null ? [] : [each])),
  );
};

const Named = optional(z.looseObject({ id }));

/** Kept as it was sent: a tenant that cannot be read is not an absent one. */
const tenant = z.unknown().optional();

const Account = z.looseObject({
  id,
  name: text,
  aadObjectId: text,
  /** The person's own tenant, in a shared channel. */
  tenantId: tenant,
  role: text,
});

/** What Beckon reads of a Bot Framework activity; everything else passes through to the SDK untouched. */
export const Activity = z.looseObject({
  type: id.min(1),
  channelId: id,
  serviceUrl: id,
  conversation: z.looseObject({ id: id.min(1), conversationType: text, tenantId: tenant }),
  id: optional(id),
  name: text,
  action: text,
  from: optional(Account),
  recipient: optional(Account),
  channelData: optional(
    z.looseObject({
      tenant: z
        .unknown()
        .transform((told) => (told instanceof Object && "id" in told ? told.id : told))
        .optional(),
      eventType: text,
      messageType: text,
      channel: Named,
      team: Named,
      settings: optional(z.looseObject({ selectedChannel: Named })),
    }),
  ),
  entities: listOf(z.looseObject({ type: text }), MOST_ENTITIES),
  attachments: listOf(
    z.looseObject({
      contentType: id,
      name: text,
      contentUrl: optional(z.string().max(MOST_URL)),
      content: z.unknown().optional(),
    }),
    MOST_ATTACHMENTS,
  ),
  locale: text,
  localTimezone: text,
  localTimestamp: text,
  /** As long as the body may be: what is too long for a request is cut, and the person is told. */
  text: optional(z.string()),
  value: z.unknown().optional(),
  /** Teams' names of messages are short and ASCII; another one names none. */
  replyToId: optional(z.string().regex(/^[!-~]{1,200}$/)),
  membersAdded: listOf(Account, MOST_MEMBERS),
  membersRemoved: listOf(Account, MOST_MEMBERS),
});

export type Activity = z.infer<typeof Activity>;
export type Account = z.infer<typeof Account>;

const isAppId = (id: string) => id.startsWith("28:");

export const isBot = ({ id, role }: Account) => isAppId(id) || role === "bot" || role === "skill";

/** Is this account Beckon itself, as the activity's addressee? */
export const isBeckon = (account: { readonly id: string }, { recipient }: Activity) =>
  account.id === recipient?.id;

const MOST_FIELDS_NAMED = 5;

/** How `Action.Execute` arrives. */
const Execute = z.looseObject({
  action: z.looseObject({ verb: z.string(), data: z.unknown() }),
  trigger: z.string().nullish().catch(null),
});

/** How its fallback `Action.Submit` arrives: the data itself, with the verb inside. */
const Submit = z.looseObject({ verb: z.string() });

interface Sent {
  readonly verb: string;
  /** As the client sent it: the action's schema decides what is read of it. */
  readonly data: unknown;
  /** A refresh by the client, not a decision by a person. */
  readonly automatic: boolean;
}

/** What a card sent, by either way; null when no card did. */
export function readSent({ value }: Activity): Sent | null {
  const execute = Execute.safeParse(value).data;
  if (execute !== undefined) {
    const { verb, data } = execute.action;
    return { verb, data: withoutTransport(data ?? {}), automatic: execute.trigger === "automatic" };
  }
  const submit = Submit.safeParse(value).data;
  return submit === undefined
    ? null
    : { verb: submit.verb, data: withoutTransport(submit), automatic: false };
}

/**
 * The data without Teams' own keys (iOS adds `tabContext`) and the verb of the fallback. Half a character becomes a
 * replacement character, because it has no canonical form.
 */
function withoutTransport(sent: unknown): unknown {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) return sent;
  const {
    verb: _verb,
    msteams: _msteams,
    tabContext: _tab,
    ...data
  } = sent as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      typeof value === "string" ? value.toWellFormed() : value,
    ]),
  );
}

/** The caller comes from the verified sender, never from the card's data, which anybody can write. */
export function readAction<Data>(
  activity: Activity,
  definition: ActionDefinition<Data>,
  sender: { readonly caller: Caller; readonly scope: ChatScope },
): Action<Data> | Rejected {
  const sent = readSent(activity);
  if (sent === null || sent.verb !== definition.verb) return { rejected: "malformed" };
  if (sent.automatic) return { rejected: "automatic" };
  const parsed = definition.data.safeParse(sent.data);
  if (!parsed.success) return { rejected: "malformed", fields: fieldsOf(parsed.error) };
  return {
    id: idOf(sender.caller, sent.verb, parsed.data),
    verb: sent.verb,
    caller: sender.caller,
    scope: sender.scope,
    messageId: activity.replyToId ?? null,
    data: parsed.data,
  };
}

/**
 * Teams may deliver one action twice, under the same activity id or a new one. The same person sending the same data
 * is the same action: every card carries the version that it was rendered from, every form its own number.
 */
function idOf(caller: Caller, verb: string, data: unknown): IdempotencyKey {
  return idempotencyKey(
    createHash("sha256")
      .update(`${caller.id}\n${verb}\n${canonicalize(data)}`)
      .digest("hex"),
  );
}

function fieldsOf(error: z.ZodError): string[] {
  const names = error.issues.map((issue) => String(issue.path[0] ?? ""));
  return [...new Set(names)].filter(Boolean).slice(0, MOST_FIELDS_NAMED);
}
