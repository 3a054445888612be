import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { readSettings } from "../audit/settings.ts";
import { titleOf } from "../cards/findings.ts";
import { sayFact } from "../cards/text/facts.ts";
import { ENGLISH } from "../cards/text/words.ts";
import { commandOf, groupOf, NUMBER, UsageMistake } from "../cli/command-line.ts";
import { readPolicies } from "../config/config.ts";
import { checkPolicy, type ExplainedProblem, type JsonSchema } from "../config/policy-check.ts";
import { diffPolicies } from "../config/policy-diff.ts";
import type { Policies } from "../config/policy-file.ts";
import { policyHash } from "../config/policy-hash.ts";
import type { Finding } from "../domain/ticket/finding.ts";
import { decisionsIn } from "../policy/past-decisions.ts";
import { type ReplayedDecision, replayDecision } from "../policy/replay.ts";
import { systemClock as clock } from "../ports/clock.ts";
import { openStoreToRead } from "../store/open-store.ts";
import { createLog } from "../telemetry/log.ts";
import { progressOnTerminal } from "./terminal.ts";

const log = createLog((line) => process.stderr.write(line), "warn");
const SCHEMA_FILE = fileURLToPath(new URL("../../env/policy.schema.json", import.meta.url));
const schema = (): JsonSchema => JSON.parse(readFileSync(SCHEMA_FILE, "utf8"));
const DAY = 24 * 60 * 60_000;
const json = { does: "JSON for programs, one object a line" } as const;
const print = (line: string) => void process.stdout.write(`${line}\n`);

export const policyGroup = (): Command =>
  groupOf("policy", "Checks, compares and tries a policy file. Nothing of it changes anything.", [
    commandOf({ name: "schema", does: "prints the JSON Schema of the policy file, for editors" }, () => {
      process.stdout.write(readFileSync(SCHEMA_FILE, "utf8"));
      return 0;
    }),
    check,
    diff,
    replay,
  ]);

const check = commandOf(
  { name: "check", does: "tells every problem of a policy file", words: "<FILE>", options: { json } },
  ({ words: [file = ""], values }) => {
    const problems = problemsIn(file);
    for (const each of problems) print(values.json ? JSON.stringify(each) : problemInWords(each));
    if (problems.length > 0) return 1;
    const { policies } = soundPolicies(file);
    const hash = policyHash(policies);
    print(values.json ? JSON.stringify({ problems: 0, hash }) : `${file} is sound. Its hash is ${hash}.`);
    return 0;
  },
);

const diff = commandOf(
  {
    name: "diff",
    does: "says what changes for whom when policy file A is replaced by B",
    words: "<A> <B>",
    options: { json },
  },
  ({ words: [a = "", b = ""], values }) => {
    const changes = diffPolicies(soundPolicies(a).json, soundPolicies(b).json, schema());
    for (const change of changes) {
      const { key, who, what, effect } = change;
      const check = key.replace("eligibility.checks.", "");
      const told = check === key ? what : titleOf({ check }, ENGLISH);
      print(values.json ? JSON.stringify(change) : `${key}: for ${who}\n  ${told}: ${effect}`);
    }
    if (changes.length === 0 && !values.json) print("Nothing changes.");
    return 0;
  },
);

const replay = commandOf(
  {
    name: "replay",
    does: "Tries a draft on the recorded decisions: who would have been refused or allowed, and why. By object ids; nothing is recorded.",
    words: "<DRAFT>",
    options: {
      days: { value: "N", does: "decisions of so many days", fits: NUMBER, default: "90" },
      under: {
        value: "FILE",
        does: "the policy of decisions that do not record theirs; POLICY_FILE unless stated",
      },
      all: { does: "tells unknown ones, too" },
      json,
    },
  },
  async ({ words: [file = ""], values }) => {
    const { policies: draft } = soundPolicies(file);
    const settings = readSettings(process.env);
    const present = soundPolicies(process.env.POLICY_FILE || "env/policy.json").policies;
    const unsaid = values.under === undefined ? present : soundPolicies(values.under).policies;
    const known = new Map([unsaid, present].map((each) => [policyHash(each), each.eligibility]));
    const tally = { decisions: 0, unrecorded: 0, otherPolicy: 0, same: 0, unknown: 0 };
    const changed = new Map<string, number>();
    const store = await openStoreToRead(settings.store, { clock, log });
    try {
      const from = clock.now() - Number(values.days) * DAY;
      const scope = { from };
      const counter = progressOnTerminal.begin("tickets", (await store.evidence.ticketsIn(scope)).length);
      let tickets = 0;
      for await (const { ticket, records } of store.evidence.read(scope)) {
        const events = records.flatMap(({ event }) => event ?? []);
        const underOf = (hash: string | null) =>
          hash === null ? unsaid.eligibility : (known.get(hash) ?? null);
        for (const decision of decisionsIn(ticket, events, underOf)) {
          if (decision.at < from) continue;
          tally.decisions += 1;
          if (decision.policy === null) tally.unrecorded += 1;
          else if (!known.has(decision.policy)) tally.otherPolicy += 1;
          const replayed = replayDecision(decision, draft);
          if (replayed === null) tally.same += 1;
          else if (replayed.would === "unknown") tally.unknown += 1;
          if (replayed === null || (replayed.would === "unknown" && !values.all)) continue;
          const turn = `${replayed.was} → ${replayed.would}`;
          if (replayed.would !== "unknown") changed.set(turn, (changed.get(turn) ?? 0) + 1);
          print(values.json ? JSON.stringify(asJson(replayed)) : inWords(replayed));
        }
        counter.done(++tickets);
      }
      counter.end();
    } finally {
      await store.close();
    }
    if (values.json) {
      print(JSON.stringify({ ...tally, changed: Object.fromEntries(changed), hash: policyHash(draft) }));
      return 0;
    }
    const turns = [...changed].map(([turn, count]) => `${count} ${turn}`);
    print(
      `${tally.decisions} decisions in ${values.days} days: ${tally.same} the same, ${turns.join(", ") || "none changed"}, ${tally.unknown} unknown because the record lacks what the draft asks${values.all ? "" : " (--all tells them)"}.`,
    );
    if (tally.unrecorded > 0)
      print(
        `${tally.unrecorded} do not record their policy; they were taken as made under ${values.under ?? "POLICY_FILE"}.`,
      );
    if (tally.otherPolicy > 0)
      print(`${tally.otherPolicy} were made under a policy that is not at hand; --under FILE names one.`);
    return 0;
  },
);

/** `BK-1042  2026-11-24T10:30:00.000Z  view  sharer …  helper …: was allowed, would be refused: Compliant device (noncompliant)`. */
function inWords({ decision, was, would, findings, why }: ReplayedDecision): string {
  const { ticket, at, past, sharer, helper } = decision;
  const reasons = why ?? findings.map((finding) => reasonOf(finding, would === "unknown")).join("; ");
  const people = `sharer ${sharer}${helper === null ? "" : `  helper ${helper}`}`;
  const told = would === "unknown" ? "would be unknown" : `would be ${would}`;
  return `${ticket}  ${new Date(at).toISOString()}  ${past.level}  ${people}: was ${was}, ${told}${reasons === "" ? "" : `: ${reasons}`}`;
}

const reasonOf = (finding: Finding, isUnrecorded: boolean): string =>
  `${titleOf(finding, ENGLISH)} (${isUnrecorded ? "not recorded" : sayFact(finding.seen, ENGLISH)})`;

const asJson = ({ decision, was, would, findings, why }: ReplayedDecision) => ({
  ticket: decision.ticket,
  at: new Date(decision.at).toISOString(),
  level: decision.past.level,
  sharer: decision.sharer,
  helper: decision.helper,
  was,
  would,
  why,
  findings: findings.map(({ check, outcome, seen }) => ({ check, outcome, seen })),
});

function problemInWords({ path, problem, value, nearest }: ExplainedProblem): string {
  const at = path.join(".") || "the file";
  const meant = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return `${at}: ${problem}${value === undefined ? "" : `, not ${value}`}${meant}`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageMistake(`${file} cannot be read`);
  }
}

const problemsIn = (file: string): readonly ExplainedProblem[] =>
  checkPolicy(textOf(file), process.env.TIME_ZONE || "Etc/UTC", schema());

/** @throws when the file has a problem. */
function soundPolicies(file: string): { readonly policies: Policies; readonly json: unknown } {
  const text = textOf(file);
  const policies = readPolicies(file, process.env.TIME_ZONE || "Etc/UTC", () => text);
  if (!("mistakes" in policies)) return { policies, json: JSON.parse(text) };
  const problems = problemsIn(file).map((each) => `\n  ${problemInWords(each)}`);
  throw new Error(`${file} is no sound policy:${problems.join("")}`);
}
