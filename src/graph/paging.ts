import { z } from "zod";
import type { Round, Send } from "./batch.ts";
import { UNREADABLE } from "./failure.ts";
import type { Question, Reply, Version } from "./question.ts";

/** A page may be empty and still have a next one. The link is opaque and followed as it is. */
const Page = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string() });

/**
 * Sends, and follows `@odata.nextLink` for every question that has one, all of them together in further batches,
 * until the round's deadline. A page that fails fails its whole question: half a list is no list.
 * Source: learn.microsoft.com/graph/paging
 */
export function withPaging(send: Send, baseUrl: string): Send {
  return async <Name extends string>(round: Round, questions: Readonly<Record<Name, Question>>) => {
    const replies = new Map<string, Reply>(Object.entries(await send(round, questions)));
    const gathered = new Map<string, unknown[]>();

    for (let next = links(replies); next.size > 0; ) {
      const following: Record<string, Question> = {};
      for (const [name, page] of next) {
        gathered.set(name, [...(gathered.get(name) ?? []), ...page.value]);
        const url = relative(page["@odata.nextLink"], baseUrl, round.version);
        const question = questions[name as Name];
        if (url === null) replies.set(name, { failed: UNREADABLE });
        else following[name] = { ...question, url };
      }
      const pages = new Map<string, Reply>(Object.entries(await send(round, following)));
      for (const [name, reply] of pages) replies.set(name, reply);
      next = links(pages);
    }
    for (const [name, earlier] of gathered) replies.set(name, joined(earlier, replies.get(name)));
    return Object.fromEntries(replies) as Record<Name, Reply>;
  };
}

function links(replies: ReadonlyMap<string, Reply>) {
  const next = new Map<string, z.infer<typeof Page>>();
  for (const [name, reply] of replies) {
    const page = Page.safeParse("body" in reply && reply.status === 200 ? reply.body : null);
    if (page.success) next.set(name, page.data);
  }
  return next;
}

const LastPage = z.object({ value: z.array(z.unknown()) });

function joined(earlier: readonly unknown[], reply: Reply | undefined): Reply {
  if (reply === undefined || !("body" in reply) || reply.status !== 200)
    return reply ?? { failed: UNREADABLE };
  const last = LastPage.safeParse(reply.body);
  return last.success
    ? { status: 200, body: { value: [...earlier, ...last.data.value] } }
    : { failed: UNREADABLE };
}

/** Batches take addresses relative to the version; a link to anywhere else is not followed. */
function relative(link: string, baseUrl: string, version: Version): string | null {
  const root = `${baseUrl.replace(/\/+$/, "")}/${version}`;
  return link.startsWith(`${root}/`) ? link.slice(root.length) : null;
}
