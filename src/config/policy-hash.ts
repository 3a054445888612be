import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Policies } from "./policy-file.ts";

/** 128 bits: nobody finds two policies with the same hash. */
const HEX_DIGITS = 32;

/**
 * Identifies what decisions rest on: the conditions, times and limits, as Beckon understood the file. How the file is
 * written, and what concerns reports and retention, does not change it.
 */
export const policyHash = ({ policy, eligibility }: Pick<Policies, "policy" | "eligibility">): string =>
  createHash("sha256")
    .update(canonicalize({ policy, eligibility }) ?? "")
    .digest("hex")
    .slice(0, HEX_DIGITS);
