import { z } from "zod";
import { type Send, UNANSWERED } from "./batch.ts";
import { UNREADABLE } from "./failure.ts";
import type { Question, Reply, Version } from "./question.ts";

/** A page may be empty and still have a next one. The link is opaque and followed as it is. */
const Page = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string() });
const LastPage = z.object({ value: z.array(z.unknown()) });

/** Of up to 999 rows each; a list with more has a link that leads in a circle. Source: microsoft-graph-docs 8186 */
const MOST_PAGES = 50;

const failed = (why: string): Reply => ({ status: null, body: null, failure: { why } });

/**
 * Sends, and follows `@odata.nextLink` for every question that has one, all of them together in further batches,
 * until the round's deadline. A page that fails fails its whole question: half a list is no list.
 * Source: learn.microsoft.com/graph/paging
 */
export function withPaging(send: Send, baseUrl: string): Send {
  return async (round, questions) => {
    const replies = await send(round, questions);
    const gathered = new Map<string, unknown[]>();
    const followed = new Set<string>();

    for (let pages = 1, next = links(questions, replies); next.size > 0; pages++) {
      const following: Record<string, Question<unknown>> = {};
      for (const [name, { value, "@odata.nextLink": link }] of next) {
        const question = questions[name];
        const url = relative(link, baseUrl, round.version);
        const isCircle = pages >= MOST_PAGES || followed.has(link);
        followed.add(link);
        gathered.set(name, [...(gathered.get(name) ?? []), ...value]);
        if (isCircle) replies[name] = failed("Graph sent a list without an end");
        else if (url === null || question === undefined) replies[name] = failed(UNREADABLE);
        else following[name] = { ...question, url };
      }
      const answers = Object.keys(following).length === 0 ? {} : await send(round, following);
      Object.assign(replies, answers);
      next = links(questions, answers);
    }
    for (const [name, earlier] of gathered) replies[name] = joined(earlier, replies[name]);
    return replies;
  };
}

function links(questions: Readonly<Record<string, Question<unknown>>>, replies: Record<string, Reply>) {
  const next = new Map<string, z.infer<typeof Page>>();
  for (const [name, reply] of Object.entries(replies)) {
    if (questions[name]?.onePage === true || reply.status !== 200) continue;
    const page = Page.safeParse(reply.body);
    if (page.success) next.set(name, page.data);
  }
  return next;
}

function joined(earlier: readonly unknown[], reply: Reply = UNANSWERED): Reply {
  if (reply.status !== 200) return reply;
  const last = LastPage.safeParse(reply.body);
  return last.success
    ? { status: 200, body: { value: [...earlier, ...last.data.value] } }
    : failed(UNREADABLE);
}

/** Batches take addresses relative to the version; a link to anywhere else is not followed. */
function relative(link: string, baseUrl: string, version: Version): string | null {
  const root = `${baseUrl.replace(/\/+$/, "")}/${version}`;
  return link.startsWith(`${root}/`) ? link.slice(root.length) : null;
}
