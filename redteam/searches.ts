import { randomUUID } from "node:crypto";
import { typed } from "../bench/activities.ts";
import type { Dice } from "../chaos/random.ts";
import { PEOPLE_IDS, TENANT_ID } from "../playground/company.ts";
import { activityFrom, chatOf } from "./activities.ts";
import { createFindings, type Findings } from "./findings.ts";
import { tellStory } from "./stories.ts";
import { CLAIMS, type Target } from "./target.ts";

const SECRET = "VPN keeps dropping";
const WORDS = ["vpn", "bk", "sharer", "to:", "by:hana", "status:open", "device:", "is:open", "helper:", "me"];
const EVIL = [
  "'",
  "';drop table events;--",
  "' or '1'='1",
  '" or ""="',
  "%",
  "_",
  "*",
  '"',
  '""',
  "vpn OR 1",
  "vpn NEAR/2 bk",
  "^vpn",
  "vpn* AND NOT x",
  "{subject}: vpn",
  "(((((",
  ")",
  "\\",
  "\u0000",
  "vpn\u0000",
  "\ud800",
  "\u202evpn",
  "$1",
  ":x",
  "${7*7}",
  "(a+)+$",
  "BK-1001",
  "BK-00000000000000000000001001",
  "bk-1001' --",
  "1001",
  "x".repeat(100_000),
  "a ".repeat(20_000),
  "é".normalize("NFD").repeat(1_000),
  "- - - -",
  "from:2026-13-45 to:0000-00-00",
  "last 99999999999999 days",
];

/**
 * Searches in every way by somebody who has no part in any request, and notifications that Graph never sent.
 * @param share of the searches that are made: 1 for all.
 */
export async function attackSearches(target: Target, dice: Dice, share = 1): Promise<Findings> {
  const { count, most, wrong, done } = createFindings();
  const ticket = await tellStory(target, "viewing");
  const stranger = PEOPLE_IDS.stan;
  const queries = [...EVIL, ...WORDS, ...EVIL.flatMap((evil) => WORDS.map((word) => `${word}${evil}`))];
  const inBox = (text: unknown, queryOptions: object = { skip: 0, count: 25 }) => ({
    type: "invoke",
    name: "composeExtension/query",
    value: { parameters: [{ name: "query", value: text }], queryOptions },
  });
  const odd = [
    inBox(SECRET, { skip: -1, count: 1e9 }),
    inBox(SECRET, { skip: 1e308, count: -5 }),
    inBox(SECRET, { skip: "0; drop table events", count: "25" }),
    inBox({ $ne: null }),
    inBox([SECRET]),
    { ...inBox(SECRET), value: null },
    { ...inBox(SECRET), value: { parameters: Array(5_000).fill({ name: "query", value: SECRET }) } },
    ...["composeExtension/fetchTask", "composeExtension/submitAction", "composeExtension/selectItem"].map(
      (name) => ({ ...inBox(SECRET), name }),
    ),
  ];
  const all = [...queries.map((text) => inBox(text)), ...odd, ...EVIL.map((text) => typed(`find ${text}`))];
  for (const activity of all.filter(() => dice.chance(share))) {
    count("searches");
    target.pass(2_000);
    const begun = performance.now();
    const heard = target.chats.in(chatOf(stranger)).length;
    const answer = await target.post(activityFrom(stranger, activity));
    most("slowest search, ms", performance.now() - begun);
    const what = JSON.stringify(activity).slice(0, 200);
    if (answer.status >= 500) wrong(`answered ${answer.status}`, what);
    const told = answer.text + JSON.stringify(target.chats.in(chatOf(stranger)).slice(heard));
    if (told.includes(SECRET) && !what.includes(SECRET)) wrong("found the request of others", what);
    if (/SQLITE|syntax error|kysely|node_modules|\bat .*\.ts:\d/.test(told))
      wrong("told about the inside", what);
  }
  if ((await target.beckon.store.read(ticket.id))?.version !== ticket.version)
    wrong("a search changed a request");
  await forgeNotifications(target, { count, wrong });
  return done();
}

/** Change notifications by somebody who does not know the secret of the subscription. */
async function forgeNotifications(
  { url, egress, log, graph }: Target,
  { count, wrong }: Pick<ReturnType<typeof createFindings>, "count" | "wrong">,
): Promise<void> {
  const resourceData = { id: PEOPLE_IDS.hana };
  const states = [undefined, null, "", "beckon", "0".repeat(64), ["x"], { length: 64 }, 7, randomUUID()];
  const notifications = states.flatMap((clientState) => [
    { clientState, tenantId: TENANT_ID, resource: `users/${PEOPLE_IDS.hana}`, resourceData },
    { clientState, lifecycleEvent: "missed", subscriptionId: "x" },
    { clientState, lifecycleEvent: "subscriptionRemoved", subscriptionId: randomUUID() },
  ]);
  const bodies = [
    ...notifications.map((each) => ({ value: [each] })),
    { value: Array.from({ length: 1_000 }, () => notifications[0]) },
    { value: {} },
    [],
    null,
  ];
  const before = log.length;
  const asked = graph.requests().length;
  for (const body of bodies) {
    count("forged notifications");
    const answer = await egress.fetch(`${url}/api/graph-notifications`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: CLAIMS.iss },
      body: JSON.stringify(body),
    });
    if (answer.status >= 500) wrong(`answered ${answer.status}`, JSON.stringify(body).slice(0, 200));
  }
  const acted = log.slice(before).filter(({ name }) => !/^(notifications\.refused|request\.)/.test(name));
  if (acted.length > 0) wrong("a forged notification was followed", acted[0]?.name);
  if (graph.requests().length > asked) wrong("a forged notification made Beckon ask Graph");
  for (const token of ["<script>alert(1)</script>", "x".repeat(10_000), "a\r\nset-cookie: b"]) {
    count("forged notifications");
    const answer = await egress.fetch(
      `${url}/api/graph-notifications?validationToken=${encodeURIComponent(token)}`,
      { method: "POST" },
    );
    const type = answer.headers.get("content-type") ?? "";
    const isPlain =
      type.startsWith("text/plain") && answer.headers.get("x-content-type-options") === "nosniff";
    if (answer.headers.has("set-cookie") || ((await answer.text()).includes(token) && !isPlain)) {
      wrong("a validation token came back as a page", token.slice(0, 40));
    }
  }
}
