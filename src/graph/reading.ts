import type { z } from "zod";
import type { Lookup } from "../domain/eligibility/facts.ts";
import { UNREADABLE, whyStatus } from "./failure.ts";
import type { Question, Reply } from "./question.ts";

/**
 * Reads one reply as one kind of thing. Everything that is not a readable 200 is unknown, and says why;
 * 403 names the permission that Beckon lacks.
 */
export function read<T>(reply: Reply, { permission }: Question, shape: z.ZodType<T>): Lookup<T> {
  if ("failed" in reply) {
    return reply.permission === undefined
      ? unknown(reply.failed)
      : { unknown: { why: reply.failed, missingPermission: reply.permission } };
  }
  if (reply.status === 403) return { unknown: { why: whyStatus(403), missingPermission: permission } };
  if (reply.status !== 200) return unknown(whyStatus(reply.status));
  const parsed = shape.safeParse(reply.body);
  return parsed.success ? { seen: parsed.data } : unknown(UNREADABLE);
}

/** As `read`, where 404 is an ordinary answer: no manager, no such device. */
export function readOrNull<T>(reply: Reply, question: Question, shape: z.ZodType<T>): Lookup<T | null> {
  return isNotFound(reply) ? { seen: null } : read(reply, question, shape);
}

export const isNotFound = (reply: Reply): boolean => "status" in reply && reply.status === 404;

export const unknown = (why: string) => ({ unknown: { why } });

export const map = <T, U>(answer: Lookup<T>, change: (seen: T) => U): Lookup<U> =>
  "unknown" in answer ? answer : { seen: change(answer.seen) };
