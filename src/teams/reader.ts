import { z } from "zod";
import type { ReaderLocale } from "../ports/address-book.ts";
import type { Activity } from "./activity.ts";

const ClientInfo = z.object({
  type: z.literal("clientInfo"),
  locale: z.string().optional().catch(undefined),
  timezone: z.string().optional().catch(undefined),
});

/** What this activity tells about how its sender reads; a language or zone that Node cannot use is left out. */
export function seenReader(activity: Activity): Partial<ReaderLocale> {
  const client = (activity.entities ?? []).map((entity) => ClientInfo.safeParse(entity).data).find(Boolean);
  const locale = usableLocale(client?.locale ?? activity.locale);
  const timeZone = usableTimeZone(client?.timezone ?? activity.localTimezone);
  return { ...(locale !== undefined && { locale }), ...(timeZone !== undefined && { timeZone }) };
}

/** A client may claim anything; a name that Intl does not know would break every card drawn for its reader. */
function usableTimeZone(name: string | null | undefined): string | undefined {
  return name && known("zone", name, () => Intl.DateTimeFormat("en", { timeZone: name })) ? name : undefined;
}

function usableLocale(name: string | null | undefined): string | undefined {
  return name && known("locale", name, () => Intl.getCanonicalLocales(name)) ? name : undefined;
}

const MOST_NAMES = 1_000;
const checked = new Map<string, boolean>();

/** Asking Intl costs about 30 µs and there are few names: the answers are kept. */
function known(kind: string, name: string, ask: () => unknown): boolean {
  const key = `${kind} ${name}`;
  const before = checked.get(key);
  if (before !== undefined) return before;
  let answer = true;
  try {
    ask();
  } catch {
    answer = false;
  }
  if (checked.size < MOST_NAMES) checked.set(key, answer);
  return answer;
}
