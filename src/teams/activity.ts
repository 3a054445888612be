import { z } from "zod";

const Account = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  role: z.string().nullish(),
});

const Tenant = z.looseObject({ id: z.string() }).nullish();

/** What Beckon reads of a Bot Framework activity; everything else passes through to the SDK untouched. */
export const Activity = z.looseObject({
  type: z.string().min(1),
  id: z.string().nullish(),
  name: z.string().nullish(),
  action: z.string().nullish(),
  channelId: z.string(),
  serviceUrl: z.string(),
  from: Account.nullish(),
  recipient: Account.nullish(),
  conversation: z.looseObject({
    id: z.string().min(1),
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
  }),
  channelData: z
    .looseObject({
      tenant: Tenant,
      eventType: z.string().nullish(),
      channel: z.looseObject({ id: z.string() }).nullish(),
      settings: z.looseObject({ selectedChannel: z.looseObject({ id: z.string() }).nullish() }).nullish(),
    })
    .nullish(),
  entities: z.array(z.looseObject({ type: z.string().nullish() })).nullish(),
  locale: z.string().nullish(),
  localTimezone: z.string().nullish(),
  text: z.string().nullish(),
  value: z.unknown().optional(),
  replyToId: z.string().nullish(),
  membersAdded: z.array(Account).nullish(),
  membersRemoved: z.array(Account).nullish(),
});

export type Activity = z.infer<typeof Activity>;
export type Account = z.infer<typeof Account>;

const isAppId = (id: string) => id.startsWith("28:");

export const isBot = ({ id, role }: Account) => isAppId(id) || role === "bot" || role === "skill";

/** Is this account Beckon itself, as the activity's addressee? */
export const isBeckon = (account: { readonly id: string }, { recipient }: Activity) =>
  account.id === recipient?.id;
