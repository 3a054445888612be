import { GraphError } from "@microsoft/microsoft-graph-client";
import { ZodError, z } from "zod";
import type { Unknown } from "../domain/eligibility/facts.ts";
import type { Fact } from "../domain/ticket/fact.ts";
import type { Permission } from "./permissions.ts";
import type { Busy } from "./question.ts";
import { SignInFailed } from "./sign-in.ts";

/** Why a whole request failed. */
interface Failure {
  /** Never Graph's own message, which may quote what was asked. */
  readonly unknown: Unknown;
  readonly status: number | null;
  readonly busy: Busy | null;
  readonly fields: Readonly<Record<string, string | number | null>>;
}

export const UNREADABLE: Fact = { fact: "unreadable" };

/** Branches on status and name, never on the words of a message. */
export function explainFailure(error: unknown, signIn: Unknown | null): Failure {
  const name = nameOf(error);
  if (error instanceof ZodError || name === "SyntaxError") return failure(UNREADABLE, "unreadable");
  if (name === "TimeoutError" || name === "AbortError") return failure({ fact: "not-in-time" }, "deadline");
  if (name === SignInFailed.name) {
    const why = signIn ?? { why: { fact: "sign-in-failed" } as const };
    return { unknown: why, status: null, busy: null, fields: { error: "sign-in" } };
  }
  if (!(error instanceof GraphError) || !(error.statusCode >= 400))
    return failure({ fact: "unreachable" }, name);
  const { statusCode: status, requestId, headers, code } = error;
  return {
    unknown: { why: whyStatus(status) },
    status,
    busy: busyWith(status, headers?.get("retry-after")),
    fields: { status, code: codeIn(code), graphRequest: requestId },
  };
}

const failure = (why: Fact, error: string): Failure => ({
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

function whyStatus(status: number): Fact {
  if (status === 401) return { fact: "sign-in-not-accepted" };
  return status === 429 ? { fact: "busy" } : { fact: "status", status };
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
interface GraphFault {
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
 * Reasons for a 403 other than a permission: Graph's codes are the same for all of them, so the fixed part of the
 * message decides. Sources: microsoft-graph-docs 3599, 14120 (licence), 21403 (quota); company-communicator 1537 (policy)
 */
const REFUSALS: readonly (readonly [RegExp, Unknown])[] = [
  [
    /not licensed|PremiumLicenseRequired|NonPremiumTenant/i,
    { why: { fact: "no-licence" }, owner: "identity-admin" },
  ],
  [/not applicable to target tenant/i, { why: { fact: "no-intune-licence" }, owner: "identity-admin" }],
  [/app permission policy|app setup policy/i, { why: { fact: "app-policy" } }],
  [/maximum number of subscriptions|quota/i, { why: { fact: "subscription-quota" } }],
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
    return { why: { fact: "intune-refused", permission }, owner: "identity-admin" };
  }
  return { why: whyStatus(status) };
}

/** Statuses that are worth another try. Source: learn.microsoft.com/graph/throttling */
const BUSY: readonly number[] = [429, 502, 503, 504];

export function busyWith(status: number, retryAfter: unknown): Busy | null {
  if (!BUSY.includes(status)) return null;
  const seconds = typeof retryAfter === "string" || typeof retryAfter === "number" ? Number(retryAfter) : NaN;
  return { afterMs: seconds >= 0 ? seconds * 1000 : null };
}
