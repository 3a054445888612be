import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Client } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import type { Unknown } from "../domain/eligibility/facts.ts";
import type { Fact } from "../domain/ticket/fact.ts";
import type { Clock } from "../ports/clock.ts";
import type { RetryPolicy } from "../ports/directory.ts";
import type { Log } from "../telemetry/log.ts";
import { beforeAbort } from "./before-abort.ts";
import { busyWith, explainFailure, explainStatus, faultIn, UNREADABLE } from "./failure.ts";
import type { Permission } from "./permissions.ts";
import type { Question, Reply, Version } from "./question.ts";

export interface Round {
  /** Names the ask in the log: `facts`, `staff`. */
  readonly call: string;
  readonly version: Version;
  readonly signal: AbortSignal;
  readonly retryPolicy: RetryPolicy;
}

export type Send = (
  round: Round,
  questions: Readonly<Record<string, Question<unknown>>>,
) => Promise<Record<string, Reply>>;

const BATCH_LIMIT = 20;

const BatchAnswer = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.unknown()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});

interface BatchDeps {
  readonly client: Client;
  readonly clock: Clock;
  readonly log: Log;
  /** Why sign-in fails at present; null while it works. */
  readonly signInProblem: () => Unknown | null;
  /** Called for every 403 that means so. */
  readonly missing: (permission: Permission) => void;
}

/**
 * Asks up to twenty questions in one request; more go side by side. Answers are matched by id, because Graph
 * sends them in any order, and each has its own status: a 429 hides inside a batch's 200. Never throws for what
 * Graph does: a batch that failed as a whole is a failed reply to each of its questions. Tries once.
 * Source: learn.microsoft.com/graph/json-batching
 */
export function createBatch({ client, clock, log, signInProblem, missing }: BatchDeps): Send {
  async function post({ call, version, signal }: Round, questions: readonly [string, Question<unknown>][]) {
    const request = randomUUID();
    const startedAt = clock.now();
    const requests = questions.map(([id, { url, method = "GET", headers, body }]) => ({
      id,
      method,
      url,
      headers,
      body,
    }));
    const fields = { call, version, request, items: requests.length };
    try {
      const answer = client
        .api("/$batch")
        .version(version)
        .header("client-request-id", request)
        .option("signal", signal)
        .post({ requests });
      const { responses } = BatchAnswer.parse(await beforeAbort(answer, signal));
      log.info("graph.answered", { ...fields, ms: clock.now() - startedAt });
      return questions.map(([id, { permission }]): [string, Reply] => {
        const response = responses.find((each) => each.id === id);
        if (response === undefined) return [id, UNANSWERED];
        const { status, headers, body = null } = response;
        if (status < 400 || status === 404) return [id, { status, body }];
        const fault = faultIn(body);
        const { code, graphRequest } = fault;
        log.warn("graph.item-failed", { call, request, item: id, status, code, graphRequest });
        const failure = explainStatus(status, fault, permission);
        if (failure.missingPermission !== undefined) missing(permission);
        const busy = busyWith(status, headerIn(headers ?? {}, "retry-after"));
        return [id, busy === null ? { status, body, failure } : { status, body, failure, busy }];
      });
    } catch (error) {
      const { status, busy, unknown, fields: why } = explainFailure(error, signInProblem());
      log.warn("graph.failed", { ...fields, ms: clock.now() - startedAt, ...why });
      return questions.map(([id, { permission }]): [string, Reply] => {
        const failure = status === 403 ? { why: unknown.why, missingPermission: permission } : unknown;
        return [
          id,
          busy === null ? { status: null, body: null, failure } : { status: null, body: null, failure, busy },
        ];
      });
    }
  }

  return async (round, questions) => {
    const entries = Object.entries(questions);
    const chunks = Array.from({ length: Math.ceil(entries.length / BATCH_LIMIT) }, (_, index) =>
      entries.slice(index * BATCH_LIMIT, (index + 1) * BATCH_LIMIT),
    );
    const replies = await Promise.all(chunks.map((chunk) => post(round, chunk)));
    return Object.fromEntries(replies.flat());
  };
}

export const UNANSWERED: Reply = {
  status: null,
  body: null,
  failure: { why: { fact: "unanswered" } },
};

/** Inside a batch headers come as an object, in upper or lower case as the service behind writes them. */
const headerIn = (headers: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];

/** Waiting is a port like the clock, so that tests do not. Rejects when the signal fires. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export const realPause: Pause = (milliseconds, signal) => wait(milliseconds, undefined, { signal });

const MOST_TRIES = 4;
/** Doubles with every try, with up to half of it more, so that workers that failed together part. */
const BACK_OFF_MS = 1000;
/** A service that wants more than this gets another chance at the next check instead. */
const LONGEST_WAIT_MS = 30_000;

/**
 * In the background, what was busy is asked again when its own `Retry-After` is over, and only that: a 429 hides in
 * a batch's 200, where the client's retries never see it. An interactive call gets the first answer.
 */
export function withRetry(send: Send, { pause, log }: { pause: Pause; log: Log }): Send {
  return async (round, questions) => {
    const replies = await send(round, questions);
    if (round.retryPolicy === "interactive") return replies;
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      const busy = Object.entries(replies).filter(([, reply]) => reply.busy !== undefined);
      const ms = Math.max(0, ...busy.map(([, reply]) => waitFor(reply, tries)));
      if (busy.length === 0 || ms > LONGEST_WAIT_MS || round.signal.aborted) break;
      log.info("graph.waiting", { call: round.call, items: busy.length, ms });
      if (!(await waited(pause, ms, round.signal))) break;
      const again = Object.entries(questions).filter(([name]) => replies[name]?.busy !== undefined);
      Object.assign(replies, await send(round, Object.fromEntries(again)));
    }
    return replies;
  };
}

const waitFor = ({ busy }: Reply, tries: number): number =>
  busy?.afterMs ?? Math.round(BACK_OFF_MS * 2 ** (tries - 1) * (1 + Math.random() / 2));

const waited = (pause: Pause, ms: number, signal: AbortSignal): Promise<boolean> =>
  pause(ms, signal).then(
    () => true,
    () => false,
  );

/** A page may be empty and still have a next one. The link is opaque and followed as it is. */
const Page = z.object({ value: z.array(z.unknown()), "@odata.nextLink": z.string() });
const LastPage = z.object({ value: z.array(z.unknown()) });

/** Of up to 999 rows each; a list with more has a link that leads in a circle. Source: microsoft-graph-docs 8186 */
const MOST_PAGES = 50;

const failed = (why: Fact): Reply => ({ status: null, body: null, failure: { why } });

/**
 * Sends, and follows `@odata.nextLink` for every question that has one, all of them together in further batches,
 * until the round's deadline. A failed page fails its whole question, because a partial list would be taken for all of it.
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
        if (isCircle) replies[name] = failed({ fact: "list-without-end" });
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
