import { Agent, request } from "node:http";

export interface Timed {
  /** Milliseconds of each turn. */
  readonly latencies: readonly number[];
  readonly perSecond: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** A closed loop: so many at a time, each waiting for its answer. @throws when any answer is not 2xx. */
export async function load(url: string, activities: readonly object[], concurrency: number): Promise<Timed> {
  const latencies: number[] = [];
  const bodies = activities.map((activity) => JSON.stringify(activity));
  const begun = performance.now();
  const lane = async () => {
    for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) {
      const start = performance.now();
      await post(url, body);
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return { latencies, perSecond: (latencies.length * 1000) / (performance.now() - begun) };
}

export function post(url: string, body: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
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
