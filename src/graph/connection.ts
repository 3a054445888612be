import type { TokenCredential } from "@azure/identity";
import { Client, HTTPMessageHandler } from "@microsoft/microsoft-graph-client";
import { ENGLISH, type Words } from "../cards/text/words.ts";
import type { Lookup } from "../domain/eligibility/facts.ts";
import type { Fact } from "../domain/ticket/fact.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../telemetry/log.ts";
import {
  createBatch,
  type Pause,
  type Round,
  realPause,
  type Send,
  UNANSWERED,
  withPaging,
  withRetry,
} from "./batch.ts";
import { UNREADABLE } from "./failure.ts";
import type { Permission } from "./permissions.ts";
import { Oddities, OnlyIds, type Question, type Reply } from "./question.ts";
import { Authorize, type SignInFault, signInUnknown } from "./sign-in.ts";

export interface ConnectionOptions {
  /** `https://graph.microsoft.com`, without a version. */
  readonly baseUrl: string;
  /** Null for the simulated Graph. */
  readonly credential: TokenCredential | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly pause?: Pause;
  /** Called once for each permission that Beckon turns out to lack. */
  readonly onPermissionMissing?: (permission: Permission) => void;
  /** Called once for each thing that an administrator has to put right. */
  readonly onProblem?: (problem: Problem) => void;
}

/** A problem that only an administrator can correct, posted in the helpdesk channel in its language. */
export interface Problem {
  /** The same for the same problem. */
  readonly matter: string;
  heading(words: Words): string;
  text(words: Words): string;
}

type Questions = Readonly<Record<string, Question<unknown> | undefined>>;
type AnswerTo<Q> = Q extends Question<infer T> ? Lookup<T> : null;
/** A question that was left out has null for an answer. */
export type Answers<Q extends Questions> = { [Name in keyof Q]: AnswerTo<Q[Name]> };

export type Ask = <Q extends Questions>(round: Round, questions: Q) => Promise<Answers<Q>>;

/** The one connection to Graph, shared by all of this room, so that each problem is reported once. */
export interface GraphConnection {
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly pause: Pause;
  readonly client: Client;
  /** Reads the answers, whole lists included. */
  readonly ask: Ask;
  /** Raw replies, for callers that branch on the status. */
  readonly send: Send;
  readonly problem: (problem: Problem) => void;
  /** @throws {SignInFailed} */
  signIn(): Promise<void>;
}

export function connectGraph(options: ConnectionOptions): GraphConnection {
  const { baseUrl, credential, clock, log, pause = realPause } = options;
  const { onPermissionMissing = () => {}, onProblem = () => {} } = options;
  const named = new Set<Permission>();
  const missing = (permission: Permission) => {
    if (named.has(permission)) return;
    named.add(permission);
    log.warn("graph.permission-missing", { permission, without: ENGLISH.say(`permission.${permission}`) });
    onPermissionMissing(permission);
  };
  const authorize = new Authorize(credential, baseUrl, (fault) => {
    log.error("graph.sign-in-failed", {
      code: fault.code,
      remedy: ENGLISH.say(`sign-in.${fault.known}.remedy`),
    });
    onProblem(signInProblem(fault));
  });
  // No retry handler of the client's own: a steady 429 kept it busy for 16 seconds, far longer than a person may
  // wait, and it never sees the 429 inside a batch.
  authorize.setNext(new HTTPMessageHandler());
  const client = Client.initWithMiddleware({ baseUrl, middleware: authorize });
  const signInUnknownNow = () => (authorize.fault === null ? null : signInUnknown(authorize.fault));
  const batch = createBatch({ client, clock, log, missing, signInProblem: signInUnknownNow });
  const send = withRetry(batch, { pause, log });
  const sendPaged = withPaging(send, baseUrl);

  async function ask<Q extends Questions>(round: Round, questions: Q): Promise<Answers<Q>> {
    const asked = Object.fromEntries(
      Object.entries(questions).flatMap(([name, question]) => (question ? [[name, question] as const] : [])),
    );
    const replies = Object.keys(asked).length === 0 ? {} : await sendPaged(round, asked);
    const answers = Object.entries(questions).map(([name, question]) => [
      name,
      question === undefined ? null : read(replies[name] ?? UNANSWERED, question, round.call, name),
    ]);
    return Object.fromEntries(answers) as Answers<Q>;
  }

  function read<T>(reply: Reply, question: Question<T>, call: string, item: string): Lookup<T> {
    if (reply.failure !== undefined) return { unknown: reply.failure };
    if (reply.status === 404 && question.absent !== undefined) return { seen: question.absent };
    if (reply.status !== 200)
      return unknown(reply.status === null ? UNREADABLE : { fact: "status", status: reply.status });
    const oddities = new Oddities();
    try {
      return { seen: question.read(reply.body, oddities) };
    } catch (fault) {
      if (!(fault instanceof OnlyIds)) return unknown(UNREADABLE);
      const missingPermission = question.profilePermission ?? question.permission;
      missing(missingPermission);
      return { unknown: { why: { fact: "only-ids" }, missingPermission } };
    } finally {
      const { rows, fields } = oddities;
      if (rows > 0) log.info("graph.odd-rows", { call, item, rows, fields: [...fields].join(" ") });
    }
  }

  return {
    baseUrl,
    clock,
    log,
    pause,
    client,
    ask,
    send,
    problem: onProblem,
    signIn: async () => void (await authorize.token()),
  };
}

const signInProblem = ({ code, known }: SignInFault): Problem => ({
  matter: code,
  heading: ({ say }) => say("problem.sign-in"),
  text({ say }) {
    const remedy = say(`sign-in.${known}.remedy`);
    return say("problem.sign-in.text", { problem: say("fact.sign-in-refused", { code }), remedy });
  },
});

export const unknown = (why: Fact) => ({ unknown: { why } });

export const map = <T, U>(answer: Lookup<T>, change: (seen: T) => U): Lookup<U> =>
  "unknown" in answer ? answer : { seen: change(answer.seen) };
