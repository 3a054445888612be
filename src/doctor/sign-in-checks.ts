import type { Say } from "../cards/setup-report.ts";
import { sayFact } from "../cards/text/facts.ts";
import { credentialEnds, endInUse } from "../graph/secret-end.ts";
import type { CredentialConfig, SignIn } from "../graph/sign-in.ts";
import { type Check, checkGroup, type Judged, ok } from "./check.ts";
import type { Tools } from "./tools.ts";

/** When what an app signs in with ends. */
export type End =
  | { readonly kind: "never" }
  | { readonly kind: "at"; readonly at: number; readonly variable: string }
  | { readonly kind: "unknown"; readonly why: Say };

interface AppFacts {
  readonly signIn: SignIn;
  readonly end: End;
  readonly now: number;
}

interface Facts {
  readonly bot: AppFacts;
  readonly graph: AppFacts;
}

/** Warned before, so that there is time for whoever has to make a new one. */
export const WARNED_BEFORE_MS = 30 * 24 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

async function probe(tools: Tools): Promise<Facts> {
  const { config, clock } = tools;
  const [bot, graph] = await Promise.all([tools.signIn("bot"), tools.signIn("graph")]);
  const ends = await Promise.all([
    endOf(config.bot.credential, "BOT", tools),
    endOf(config.graph.credential, "GRAPH", tools),
  ]);
  const now = clock.now();
  return { bot: { signIn: bot, end: ends[0], now }, graph: { signIn: graph, end: ends[1], now } };
}

/** Asked of Graph with the Graph app's own permission, for both apps. */
export async function endOf(
  credential: CredentialConfig,
  app: "BOT" | "GRAPH",
  { graph, round }: Pick<Tools, "graph" | "round">,
): Promise<End> {
  if (credential.kind !== "client-secret" && credential.kind !== "certificate") return { kind: "never" };
  const { ends } = await graph.ask(round("secret-end"), { ends: credentialEnds(credential.clientId) });
  if ("unknown" in ends) {
    const { why } = ends.unknown;
    return { kind: "unknown", why: (words) => sayFact(why, words) };
  }
  const none: Say = ({ say }) => say("setup.no-registration");
  if (ends.seen === null) return { kind: "unknown", why: none };
  const secret = credential.kind === "client-secret" ? credential.clientSecret : null;
  const at = endInUse(ends.seen, secret);
  const variable = secret === null ? `${app}_CERTIFICATE_FILE` : `SECRET_${app}_PASSWORD`;
  return at === null ? { kind: "unknown", why: none } : { kind: "at", at, variable };
}

function judgeSignIn({ signIn }: AppFacts): Judged {
  switch (signIn.kind) {
    case "simulated":
      return ok(({ say }) => say("setup.simulated"));
    case "signed-in":
      return ok(({ say }) => say("setup.signed-in"));
    case "refused": {
      const { code, known } = signIn.fault;
      return {
        outcome: "problem",
        seen: ({ say }) => say("fact.sign-in-refused", { code }),
        fix: ({ say }) => say(`sign-in.${known}.remedy`),
      };
    }
    case "no-token":
      return {
        outcome: "problem",
        seen: ({ say }) => say("setup.no-token"),
        fix: ({ say }) => say("setup.no-token.fix"),
      };
  }
}

export function judgeEnd({ end, now }: Pick<AppFacts, "end" | "now">): Judged {
  if (end.kind === "never") return ok(({ say }) => say("setup.ends-never"));
  if (end.kind === "unknown") {
    return {
      outcome: "note",
      seen: (words) => words.say("setup.end-unknown", { why: end.why(words) }),
      fix: ({ say }) => say("setup.end-unknown.fix"),
    };
  }
  const { at, variable } = end;
  const days = Math.floor((at - now) / DAY_MS);
  const seen: Say = ({ say, dated }) =>
    at <= now ? say("setup.ended", { date: dated(at) }) : say("setup.ends", { days, date: dated(at) });
  if (at - now >= WARNED_BEFORE_MS) return ok(seen);
  const fix: Say = ({ say }) => say("setup.ends.fix", { variable });
  return { outcome: at <= now ? "problem" : "note", seen, fix };
}

const CHECKS: readonly Check<Facts>[] = [
  {
    id: "bot-sign-in",
    what: ({ say }) => say("setup.bot-sign-in"),
    how: "asks Entra for a token for the Bot connector, and reads the AADSTS code when it refuses",
    feature: "everything that Beckon writes in Teams",
    judge: ({ bot }) => [judgeSignIn(bot)],
  },
  {
    id: "graph-sign-in",
    what: ({ say }) => say("setup.graph-sign-in"),
    how: "asks Entra for a token for Microsoft Graph, and reads the AADSTS code when it refuses",
    feature: "every check of a person, helper and device",
    judge: ({ graph }) => [judgeSignIn(graph)],
  },
  {
    id: "bot-credential",
    what: ({ say }) => say("setup.bot-credential"),
    how: "reads the app registration's secrets or certificates (Application.Read.All)",
    feature: "a warning 30 days before nobody can sign in any more",
    judge: ({ bot }) => [judgeEnd(bot)],
  },
  {
    id: "graph-credential",
    what: ({ say }) => say("setup.graph-credential"),
    how: "reads the app registration's secrets or certificates (Application.Read.All)",
    feature: "a warning 30 days before nobody can sign in any more",
    judge: ({ graph }) => [judgeEnd(graph)],
  },
];

export const signInChecks = checkGroup("sign-in", probe, CHECKS);
