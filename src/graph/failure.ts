import { GraphError } from "@microsoft/microsoft-graph-client";
import { ZodError } from "zod";
import { SignInFailed } from "./authorize.ts";
import { type Busy, busyWith } from "./retry-after.ts";

export interface Failure {
  /** Short, for people; never Graph's own message, which may quote what was asked. */
  readonly why: string;
  readonly status: number | null;
  readonly busy: Busy | null;
  readonly fields: Readonly<Record<string, string | number | null>>;
}

/** Why a whole request failed. Branches on status and name, never on the words of a message. */
export function explainFailure(error: unknown): Failure {
  const name = nameOf(error);
  if (error instanceof ZodError || name === "SyntaxError") return failure(UNREADABLE, "unreadable");
  if (name === "TimeoutError" || name === "AbortError") return failure("no answer in time", "deadline");
  if (name === SignInFailed.name) return failure("Beckon could not sign in to Graph", "sign-in");
  if (!(error instanceof GraphError) || !(error.statusCode >= 400)) {
    return failure("Graph could not be reached", name);
  }
  const { statusCode: status, requestId, headers } = error;
  const busy = busyWith(status, headers?.get("retry-after"));
  return { why: whyStatus(status), status, busy, fields: { status, graphRequest: requestId } };
}

export const UNREADABLE = "Graph sent an answer that Beckon cannot read";

export function whyStatus(status: number): string {
  if (status === 401) return "Graph did not accept Beckon's sign-in (401)";
  if (status === 429) return "Graph is busy (429)";
  return `Graph answered ${status}`;
}

const failure = (why: string, error: string): Failure => ({
  why,
  status: null,
  busy: null,
  fields: { error },
});

/** The client wraps what it catches and keeps the original's name as `code`. */
function nameOf(error: unknown): string {
  if (error instanceof GraphError) return error.code ?? error.name;
  return error instanceof Error ? error.name : "unknown";
}
