import { GraphError } from "@microsoft/microsoft-graph-client";
import { ZodError, z } from "zod";
import type { Unknown } from "../domain/eligibility/facts.ts";
import type { Permission } from "./permissions.ts";
import type { Busy } from "./question.ts";
import { SignInFailed } from "./sign-in.ts";

/** Why a whole request failed. */
export interface Failure {
  /** For people, short; never Graph's own message, which may quote what was asked. */
  readonly unknown: Unknown;
  readonly status: number | null;
  readonly busy: Busy | null;
  readonly fields: Readonly<Record<string, string | number | null>>;
}

export const UNREADABLE = "Graph sent an answer that Beckon cannot read";

/** Branches on status and name, never on the words of a message. */
export function explainFailure(error: unknown, signIn: Unknown | null): Failure {
  const name = nameOf(error);
  if (error instanceof ZodError || name === "SyntaxError") return failure(UNREADABLE, "unreadable");
  if (name === "TimeoutError" || name === "AbortError") return failure("no answer in time", "deadline");
  if (name === SignInFailed.name) {
    const why = signIn ?? { why: "Beckon could not sign in to Graph" };
    return { unknown: why, status: null, busy: null, fields: { error: "sign-in" } };
  }
  if (!(error instanceof GraphError) || !(error.statusCode >= 400))
    return failure("Graph could not be reached", name);
  const { statusCode: status, requestId, headers, code } = error;
  return {
    unknown: { why: whyStatus(status) },
    status,
    busy: busyWith(status, headers?.get("retry-after")),
    fields: { status, code: codeIn(code), graphRequest: requestId },
  };
}

const failure = (why: string, error: string): Failure => ({
  unknown: { why },
  status: null,
  busy: null,
  fields: { error },
});

/** The client wraps what it catches and keeps the original's name as `code`. */
function nameOf(error: unknown): string {
  if (error instanceof GraphError) return error.code ?? error.name;
  return error instanceof Error ? error.name : "unknown";
}

function whyStatus(status: number): string {
  if (status === 401) return "Graph did not accept Beckon's sign-in (401)";
  if (status === 429) return "Graph is busy (429)";
  return `Graph answered ${status}`;
}

const text = z.string().nullish().catch(null);
const ErrorBody = z.object({
  error: z.object({
    code: text,
    message: text,
    innerError: z.object({ "request-id": text }).nullish().catch(null),
  }),
});

/** Graph's names for what went wrong, for the log. Its message is only searched, never repeated. */
export interface GraphFault {
  readonly code: string | null;
  readonly graphRequest: string | null;
  readonly message: string;
}

export function faultIn(body: unknown): GraphFault {
  const { code, message, innerError } = ErrorBody.safeParse(body).data?.error ?? {};
  return {
    code: codeIn(code),
    graphRequest: codeIn(innerError?.["request-id"]),
    message: `${code ?? ""} ${message ?? ""}`,
  };
}

/** Codes are words such as `Authorization_RequestDenied`; a longer text could repeat the request. */
const codeIn = (text: string | null | undefined): string | null =>
  text != null && /^[\w .-]{1,60}$/.test(text) ? text : null;

/**
 * What a 403 says beside "permission": Graph's codes are the same for all of them, so that the fixed part of the
 * message decides. Sources: microsoft-graph-docs 3599, 14120 (licence), 21403 (quota); company-communicator 1537 (policy)
 */
const REFUSALS: readonly (readonly [RegExp, Unknown])[] = [
  [
    /not licensed|PremiumLicenseRequired|NonPremiumTenant/i,
    { why: "this organisation has no licence for it (403)", owner: "identity-admin" },
  ],
  [
    /not applicable to target tenant/i,
    { why: "this organisation has no working licence for Intune", owner: "identity-admin" },
  ],
  [/app permission policy|app setup policy/i, { why: "a Teams app permission policy blocks Beckon (403)" }],
  [
    /maximum number of subscriptions|quota/i,
    { why: "Graph keeps no more subscriptions for this tenant (403)" },
  ],
];

/** Why one item of a batch was refused. */
export function explainStatus(status: number, { message }: GraphFault, permission: Permission): Unknown {
  if (status === 400 || status === 403) {
    const refusal = REFUSALS.find(([words]) => words.test(message));
    if (refusal !== undefined) return refusal[1];
  }
  if (status === 403) return { why: whyStatus(403), missingPermission: permission };
  // Graph itself accepted the token, or the whole batch had failed: the service behind it did not.
  if (status === 401 && permission.startsWith("DeviceManagement")) {
    const why = `Intune refused Beckon (401): ${permission}, its admin consent or an Intune licence is missing`;
    return { why, owner: "identity-admin" };
  }
  return { why: whyStatus(status) };
}

/** What is worth another try. Source: learn.microsoft.com/graph/throttling */
const BUSY: readonly number[] = [429, 502, 503, 504];

export function busyWith(status: number, retryAfter: unknown): Busy | null {
  if (!BUSY.includes(status)) return null;
  const seconds = typeof retryAfter === "string" || typeof retryAfter === "number" ? Number(retryAfter) : NaN;
  return { afterMs: seconds >= 0 ? seconds * 1000 : null };
}
