import { z } from "zod";
import { ODD_ANSWER_NAMES } from "./odd-answers.ts";
import { error, type Reply } from "./reply.ts";

/** Faults on demand. Strict, so that a typo in the console page is an error. */
export const Faults = z.strictObject({
  /** Every request answers 429. */
  throttle: z.boolean(),
  /** Batch items whose address holds this text answer 429 inside a 200. */
  throttleItems: z.string().nullable(),
  /** Batch items whose address holds this text answer 500 inside a 200. */
  breakItems: z.string().nullable(),
  /** Seconds that a 429 or 503 asks to wait; null leaves `Retry-After` out, as some services do. */
  retryAfter: z.number().int().min(0).nullable(),
  /** Every request answers 503. */
  unavailable: z.boolean(),
  /** How long each request takes. */
  slowMs: z.number().int().min(0),
  /** Every token is refused, as that of a wrong tenant is. */
  refuseSignIn: z.boolean(),
  /** Permissions that were never granted. */
  deny: z.array(z.string()),
  /** Every answer is broken off half-way. */
  malformed: z.boolean(),
  /** Rows per page of a list. */
  pageSize: z.number().int().min(1),
  /** Answers from the field, see `odd-answers.ts`. */
  odd: z.array(z.enum(ODD_ANSWER_NAMES)),
});
export type Faults = z.infer<typeof Faults>;

export const NO_FAULTS: Faults = {
  throttle: false,
  throttleItems: null,
  breakItems: null,
  retryAfter: 7,
  unavailable: false,
  slowMs: 0,
  refuseSignIn: false,
  deny: [],
  malformed: false,
  pageSize: 100,
  odd: [],
};

const waiting = ({ retryAfter }: Faults): Record<string, string> =>
  retryAfter === null ? {} : { "Retry-After": String(retryAfter) };

export const throttled = (faults: Faults): Reply =>
  error(429, "TooManyRequests", "Too many requests. Please try again later.", waiting(faults));

export const broken = (): Reply => error(500, "InternalServerError", "Something went wrong.");

/** What stands in the way of a whole request, before anybody looks at what it asks. */
export function faultOf(faults: Faults, authorization: string | undefined): Reply | null {
  if (!/^Bearer \S/.test(authorization ?? "")) {
    return error(401, "InvalidAuthenticationToken", "Access token is empty.");
  }
  if (faults.refuseSignIn) {
    return error(401, "InvalidAuthenticationToken", "The access token is from the wrong issuer.");
  }
  if (faults.throttle) return throttled(faults);
  if (faults.unavailable)
    return error(503, "ServiceUnavailable", "The service is unavailable.", waiting(faults));
  return null;
}

export const forbidden = (permission: string): Reply =>
  error(403, "Authorization_RequestDenied", `Insufficient privileges; one of these is needed: ${permission}`);
