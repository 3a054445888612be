import { randomUUID } from "node:crypto";
import type { Client } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import type { Clock } from "../ports/clock.ts";
import type { RetryPolicy } from "../ports/directory.ts";
import type { Log } from "../telemetry/log.ts";
import { beforeAbort } from "./deadline.ts";
import { explainFailure } from "./failure.ts";
import type { Permission } from "./permissions.ts";
import type { Question, Reply, Version } from "./question.ts";
import { busyWith, headerIn } from "./retry-after.ts";

export interface Round {
  /** Names the ask in the log: `facts`, `staff`. */
  readonly call: string;
  readonly version: Version;
  readonly signal: AbortSignal;
  readonly patience: RetryPolicy;
}

export type Send = <Name extends string>(
  round: Round,
  questions: Readonly<Record<Name, Question>>,
) => Promise<Record<Name, Reply>>;

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
  /** Called for every 403. */
  readonly missing: (permission: Permission) => void;
}

/**
 * Asks up to twenty questions in one request; more go side by side. Answers are matched by id, because Graph
 * sends them in any order, and each has its own status: a 429 hides inside a batch's 200. Never throws for what
 * Graph does: a batch that failed as a whole is a failed reply to each of its questions. Tries once.
 * Source: learn.microsoft.com/graph/json-batching
 */
export function createBatch({ client, clock, log, missing }: BatchDeps): Send {
  async function post({ call, version, signal }: Round, questions: readonly [string, Question][]) {
    const request = randomUUID();
    const startedAt = clock.now();
    const requests = questions.map(([id, { permission: _, ...rest }]) => ({ id, method: "GET", ...rest }));
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
        const response = responses.find((one) => one.id === id);
        if (response === undefined) return [id, UNANSWERED];
        const { status, headers, body = null } = response;
        if (status === 403) missing(permission);
        if (status >= 400 && status !== 404)
          log.warn("graph.item-failed", { call, request, item: id, status });
        const busy = busyWith(status, headerIn(headers ?? {}, "retry-after"));
        return [id, busy === null ? { status, body } : { status, body, busy }];
      });
    } catch (error) {
      const failure = explainFailure(error);
      log.warn("graph.failed", { ...fields, ms: clock.now() - startedAt, ...failure.fields });
      const { status, busy, why } = failure;
      return questions.map(([id, { permission }]): [string, Reply] => [
        id,
        {
          failed: why,
          ...(status === 403 ? { permission } : {}),
          ...(busy === null ? {} : { busy }),
        },
      ]);
    }
  }

  return async <Name extends string>(round: Round, questions: Readonly<Record<Name, Question>>) => {
    const entries = Object.entries<Question>(questions);
    const chunks = Array.from({ length: Math.ceil(entries.length / BATCH_LIMIT) }, (_, index) =>
      entries.slice(index * BATCH_LIMIT, (index + 1) * BATCH_LIMIT),
    );
    const replies = await Promise.all(chunks.map((chunk) => post(round, chunk)));
    return Object.fromEntries(replies.flat()) as Record<Name, Reply>;
  };
}

const UNANSWERED: Reply = { failed: "Graph left this question unanswered" };
