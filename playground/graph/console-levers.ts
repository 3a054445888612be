import { z } from "zod";
import { titleOf } from "../../src/cards/findings.ts";
import { ENGLISH } from "../../src/cards/text/words.ts";
import { CHECK_IDS, DEFAULT_ELIGIBILITY_POLICY } from "../../src/domain/eligibility/policy.ts";
import type { Levers } from "../levers.ts";
import type { Json } from "./reply.ts";

const Checks = z.partialRecord(z.enum(CHECK_IDS), z.enum(["deny", "view-only", "warn", "off"]));
const LONGEST_MINUTES = 31 * 24 * 60;
const Time = z.strictObject({ minutes: z.number().positive().max(LONGEST_MINUTES) });

/** @throws {ZodError} when there is no such check or mode. */
export function changeChecks({ checks }: Levers, body: Json): void {
  Object.assign(checks, Checks.parse(body));
}

/** @throws {ZodError} for a time that lies in the past or too far ahead. */
export const passTime = (levers: Levers, body: Json): void => levers.pass(Time.parse(body).minutes * 60_000);

/** What the page shows of them; `optional` are those that are off until somebody wants them. */
export const leverState = ({ checks, clock }: Levers) => ({
  now: clock.now(),
  checks: CHECK_IDS.map((id) => ({
    id,
    title: titleOf({ check: id }, ENGLISH),
    mode: checks[id],
    optional: DEFAULT_ELIGIBILITY_POLICY.checks[id] === "off",
  })),
});
