import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { z } from "zod";
import { serve } from "../test/support/http-server.ts";
import { activityFrom, press } from "./activities.ts";
import { createFindings, type Findings } from "./findings.ts";
import { tellStory } from "./stories.ts";
import { CLAIMS, type Target } from "./target.ts";
import { type Attempt, identityAttacks, tokenAttacks } from "./token-attacks.ts";

const NEVER = '{"error":"unauthenticated","message":"A token of the Bot connector is required."}';

/** Everybody who may not be believed presses a button on somebody's ticket. */
export async function attackTokens(target: Target): Promise<Findings> {
  const { count, wrong, done } = createFindings();
  const { issuer, beckon, egress } = target;
  const ticket = await tellStory(target, "open");
  let asked = 0;
  const canary = await serve((_, __, response) => {
    asked += 1;
    response.end(JSON.stringify({ keys: [] }));
  });

  const notePressed = ({ claimed = {} }: Partial<Attempt>) => {
    const note = { ticket: ticket.id, version: ticket.version, surface: "", note: randomUUID() };
    const activity = JSON.stringify({
      ...activityFrom(ticket.sharer.id, press("add-note", note)),
      ...claimed,
    });
    return activity.replaceAll("SHARER", ticket.sharer.id);
  };
  const versionNow = async () => (await beckon.store.read(ticket.id))?.version ?? 0;
  const isBelieved = async (attempt: Partial<Attempt>) => {
    const before = await versionNow();
    const answer = await send(target.url, attempt, notePressed(attempt));
    return { ...answer, believed: (await versionNow()) !== before };
  };

  const good = issuer.bearer(CLAIMS);
  const jwk = await publishedKey(issuer.cloud.openIdMetadataUrl, egress.fetch);
  const judged = [
    ...tokenAttacks(issuer, jwk, canary.url).map((attempt) => ({ attempt, is401: true })),
    ...identityAttacks(good, canary.url).map((attempt) => ({ attempt, is401: false })),
  ];
  if (!(await isBelieved({ headers: { authorization: good } })).believed)
    wrong("a good token is not believed");
  const foreignBefore = egress.foreign.length;
  for (const { attempt, is401 } of judged) {
    count(is401 ? "tokens" : "identities");
    target.pass(2_000);
    const { status, body, believed } = await isBelieved(attempt);
    if (believed) wrong("believed", attempt.name);
    if (status >= 500) wrong(`answered ${status}`, attempt.name);
    else if (is401 && (status !== 401 || body !== NEVER)) wrong(`answered ${status} ${body}`, attempt.name);
  }
  await target.settle();
  if (asked > 0) wrong(`asked a stranger's host ${asked} times`);
  for (const host of egress.foreign.slice(foreignBefore)) wrong(`asked a foreign host: ${host}`);
  if (!(await isBelieved({ headers: { authorization: good } })).believed) {
    wrong("a good token is not believed after the attacks");
  }
  await canary.close();
  return done();
}

/** Not by `fetch`, which sends no header twice. */
async function send(url: string, { headers = {}, query = "" }: Partial<Attempt>, body: string) {
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
  const sent = request(`${url}/api/messages${query}`, {
    method: "POST",
    headers: ["content-type", "application/json", "host", new URL(url).host, ...lines],
    agent: false,
  });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

const Metadata = z.object({ jwks_uri: z.string() });
const Keys = z.object({ keys: z.array(z.unknown()) });
const Key = z.looseObject({ kty: z.literal("RSA"), kid: z.string() });

async function publishedKey(metadata: string, get: typeof fetch) {
  const { jwks_uri } = Metadata.parse(await (await get(metadata)).json());
  const { keys } = Keys.parse(await (await get(jwks_uri)).json());
  return Key.parse(keys.find((key) => Key.safeParse(key).success));
}
