import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { Json, Reply } from "./reply.ts";

/** One HTTP request as it came, so that a test can count them and a person can watch them. */
export interface RecordedRequest {
  readonly at: number;
  readonly method: string;
  /** `/v1.0/$batch`, with its query. */
  readonly path: string;
  readonly clientRequestId: string | null;
  /** The items of a batch: `GET /users/…`. */
  readonly items: readonly string[];
  /** Null until it is answered. */
  status: number | null;
  /** What each item was answered, in the order of `items`. */
  itemStatuses: readonly number[];
}

const Questions = z.object({
  requests: z.array(z.object({ id: z.string(), method: z.string(), url: z.string() })),
});
const Answers = z.object({ responses: z.array(z.object({ id: z.string(), status: z.number() })) });

/** Call `answered` with what the request got. */
export function recorded(request: IncomingMessage, url: URL, body: Json, at: number) {
  const { method = "GET", headers } = request;
  const clientRequestId = headers["client-request-id"];
  const questions = Questions.safeParse(body).data?.requests ?? [];
  const entry: RecordedRequest = {
    at,
    method,
    path: `${url.pathname}${url.search}`,
    clientRequestId: typeof clientRequestId === "string" ? clientRequestId : null,
    items: questions.map((item) => `${item.method} ${item.url}`),
    status: null,
    itemStatuses: [],
  };
  const answered = ({ status, body: answer }: Reply) => {
    entry.status = status;
    const byId = new Map(Answers.safeParse(answer).data?.responses.map((one) => [one.id, one.status]));
    if (byId.size > 0) entry.itemStatuses = questions.map(({ id }) => byId.get(id) ?? 0);
  };
  return { entry, answered };
}
