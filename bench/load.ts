import { Agent, request } from "node:http";

export interface Timed {
  /** Milliseconds of each turn. */
  readonly latencies: readonly number[];
  /** The bodies of the answers, in the order of the calls. */
  readonly answers: readonly string[];
  readonly perSecond: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** One request of a load. */
export interface Call {
  readonly url: string;
  readonly activity: object;
  readonly authorization?: string;
}

/** A closed loop: so many at a time, each waiting for its answer. @throws when any answer is not 2xx. */
export async function load(calls: readonly Call[], atOnce: number): Promise<Timed> {
  const latencies: number[] = [];
  const answers: string[] = [];
  const bodies = calls.map(({ activity }) => JSON.stringify(activity));
  let next = 0;
  const begun = performance.now();
  const lane = async () => {
    for (let n = next++; n < calls.length; n = next++) {
      const start = performance.now();
      answers[n] = await post(calls[n]?.url ?? "", bodies[n] ?? "", calls[n]?.authorization);
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return { latencies, answers, perSecond: (latencies.length * 1000) / (performance.now() - begun) };
}

export function post(url: string, body: string, authorization?: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...(authorization !== undefined && { authorization }),
  };
  const sent = request(url, { method: "POST", agent, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on("data", (chunk: Buffer) => chunks.push(chunk));
    answer.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const status = answer.statusCode ?? 0;
      if (status >= 200 && status < 300) resolve(text);
      else reject(new Error(`${url} answered ${status}: ${text.slice(0, 200)}`));
    });
  });
  sent.on("error", reject);
  sent.end(body);
  return promise;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
