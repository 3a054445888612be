import { z } from "zod";
import { broken, type Faults, throttled } from "./faults.ts";
import { badRequest, error, type Json, ok, type Reply } from "./reply.ts";
import type { Call } from "./route.ts";
import { answerCall } from "./routes.ts";
import type { Tenant } from "./tenant.ts";

const Batch = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      url: z.string().startsWith("/"),
      dependsOn: z.array(z.string()).default([]),
      headers: z.record(z.string(), z.string()).default({}),
      body: z.json().default(null),
    }),
  ),
});
type Item = z.infer<typeof Batch>["requests"][number];

const LIMIT = 20;

/**
 * Answers a batch as Graph does: at most twenty items, ids once each, the answers in another order than the
 * questions, each with a status of its own inside a 200.
 */
export async function answerBatch(tenant: Tenant, faults: Faults, call: Call): Promise<Reply> {
  const batch = Batch.safeParse(call.body);
  if (!batch.success) return badRequest("The batch cannot be read.");
  const { requests } = batch.data;
  if (requests.length > LIMIT)
    return badRequest("Number of batch request steps exceeds the maximum value of 20.");
  if (new Set(requests.map(({ id }) => id)).size < requests.length)
    return badRequest("Duplicate request id.");
  if (!dependsAsAllowed(requests)) return badRequest("The dependsOn of this batch is not supported.");
  const failed = new Set<string>();
  const responses: object[] = [];
  for (const item of requests) {
    const { status, headers, body } = item.dependsOn.some((id) => failed.has(id))
      ? error(424, "FailedDependency", "A request that this one depends on failed.")
      : await answerItem(tenant, faults, call, item);
    if (status >= 400) failed.add(item.id);
    const sent = Buffer.isBuffer(body) ? body.toString("base64") : body;
    responses.push({ id: item.id, status, headers, body: sent });
  }
  return ok({ responses: responses.reverse() as Json[] });
}

/** All side by side, all in a row, or all after one; other mixes are refused. */
function dependsAsAllowed(requests: readonly Item[]): boolean {
  const [first, ...others] = requests;
  if (requests.every(({ dependsOn }) => dependsOn.length === 0)) return true;
  if (first === undefined || first.dependsOn.length > 0) return false;
  const isAfter = (item: Item, id: string | undefined) =>
    item.dependsOn.length === 1 && item.dependsOn[0] === id;
  return (
    others.every((item) => isAfter(item, first.id)) ||
    others.every((item, index) => isAfter(item, requests[index]?.id))
  );
}

async function answerItem(tenant: Tenant, faults: Faults, call: Call, item: Item): Promise<Reply> {
  const hit = (text: string | null) => text !== null && item.url.includes(text);
  if (hit(faults.throttleItems)) return throttled(faults);
  if (hit(faults.breakItems)) return broken();
  const headers = Object.keys(item.headers).map((name) => name.toLowerCase());
  if ((item.method === "POST" || item.method === "PATCH") && !headers.includes("content-type")) {
    return badRequest(`Write request id : ${item.id} does not contain Content-Type header or body.`);
  }
  const { pathname, searchParams } = new URL(`${call.root}${item.url}`);
  const path = decodeURIComponent(pathname);
  return await answerCall(tenant, faults, {
    ...call,
    method: item.method,
    path,
    query: searchParams,
    body: item.body,
  });
}
