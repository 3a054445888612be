import { z } from "zod";

/** An optional field that cannot be read counts as absent, so that one odd field never turns an activity away. */
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(null);
const text = optional(z.string());

/** Items that cannot be read are left out. */
export const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  optional(z.array(z.unknown())).transform((items) =>
    (items ?? []).flatMap((item): z.infer<Schema>[] => {
      const parsed = schema.safeParse(item);
      return parsed.success ? [parsed.data] : [];
    }),
  );

const Account = z.looseObject({
  id: z.string(),
  name: text,
  aadObjectId: text,
  /** The person's own tenant, where it differs from the conversation's. */
  tenantId: text,
  role: text,
});

const Named = optional(z.looseObject({ id: z.string() }));

/** What Beckon reads of a Bot Framework activity; everything else passes through to the SDK untouched. */
export const Activity = z.looseObject({
  type: z.string().min(1),
  channelId: z.string(),
  serviceUrl: z.string(),
  conversation: z.looseObject({ id: z.string().min(1), conversationType: text, tenantId: text }),
  id: text,
  name: text,
  action: text,
  from: optional(Account),
  recipient: optional(Account),
  channelData: optional(
    z.looseObject({
      tenant: Named,
      eventType: text,
      messageType: text,
      channel: Named,
      team: Named,
      settings: optional(z.looseObject({ selectedChannel: Named })),
    }),
  ),
  entities: listOf(z.looseObject({ type: text })),
  attachments: listOf(
    z.looseObject({ contentType: z.string(), name: text, content: z.unknown().optional() }),
  ),
  locale: text,
  localTimezone: text,
  localTimestamp: text,
  text,
  value: z.unknown().optional(),
  replyToId: text,
  membersAdded: listOf(Account),
  membersRemoved: listOf(Account),
});

export type Activity = z.infer<typeof Activity>;
export type Account = z.infer<typeof Account>;

const isAppId = (id: string) => id.startsWith("28:");

export const isBot = ({ id, role }: Account) => isAppId(id) || role === "bot" || role === "skill";

/** Is this account Beckon itself, as the activity's addressee? */
export const isBeckon = (account: { readonly id: string }, { recipient }: Activity) =>
  account.id === recipient?.id;
