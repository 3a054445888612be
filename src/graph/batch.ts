import { randomUUID } from "node:crypto";
import type { Client } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import type { Unknown } from "../domain/eligibility/facts.ts";
import type { Clock } from "../ports/clock.ts";
import type { RetryPolicy } from "../ports/directory.ts";
import type { Log } from "../telemetry/log.ts";
import { busyWith, explainFailure, explainStatus, faultIn } from "./failure.ts";
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
  /** Why nothing can be signed now; null while sign-in works. */
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
  failure: { why: "Graph left this question unanswered" },
};

/** Inside a batch headers come as an object, in whatever case the service behind it writes them. */
const headerIn = (headers: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];

/**
 * Stops waiting when the signal fires. The signal ends the request itself as well; this is for the parts that do
 * not listen to it, such as a managed identity that is asked for a token.
 */
export async function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
