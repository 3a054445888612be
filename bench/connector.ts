import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A card on its arrival in a chat, posted or updated. */
export interface Arrival {
  readonly conversation: string;
  /** The activity as JSON. */
  readonly text: string;
  /** `performance.now()` */
  readonly at: number;
}

/** A request to the connector as it arrived. */
export interface Sent {
  readonly method: string;
  readonly conversation: string;
  /** Of the message that was posted or updated. */
  readonly messageId: string;
  /** The activity as JSON. */
  readonly text: string;
}

export interface Connector {
  readonly serviceUrl: string;
  /** Cards that were posted or updated so far. */
  count(): number;
  /** The next card in that chat that fits. Ask before you press. */
  arrival(conversation: string, fits: (text: string) => boolean): Promise<Arrival>;
  /** Keeps what arrives from now on until `stop`; `sent` grows meanwhile. */
  record(): { readonly sent: readonly Sent[]; stop(): void };
  close(): void;
}

interface Awaited {
  readonly conversation: string;
  fits(text: string): boolean;
  resolve(arrival: Arrival): void;
}

/** A connector that takes everything at once and keeps nothing. */
export async function startConnector(): Promise<Connector> {
  let received = 0;
  const records = new Set<Sent[]>();
  const awaited = new Set<Awaited>();
  const isHeard = () => awaited.size > 0 || records.size > 0;

  function tell(method: string, url: string, posted: string, chunks: readonly Buffer[]): void {
    const at = performance.now();
    const [, conversation = "", updated] =
      /\/v3\/conversations\/([^/]+)(?:\/activities\/([^/]+))?/
        .exec(url)
        ?.map((part) => decodeURIComponent(part ?? "")) ?? [];
    const text = Buffer.concat(chunks).toString();
    const messageId = method === "PUT" ? (updated ?? "") : posted;
    for (const each of records) each.push({ method, conversation, messageId, text });
    for (const each of awaited) {
      if (each.conversation !== conversation || !each.fits(text)) continue;
      awaited.delete(each);
      each.resolve({ conversation, text, at });
    }
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => {
      if (isHeard()) chunks.push(chunk);
    });
    request.on("end", () => {
      const number = ++received;
      response.writeHead(200, { "content-type": "application/json" }).end(`{"id":"${number}"}`);
      if (isHeard()) tell(request.method ?? "", request.url ?? "", String(number), chunks);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    serviceUrl: `http://127.0.0.1:${port}`,
    count: () => received,
    arrival(conversation, fits) {
      const { promise, resolve } = Promise.withResolvers<Arrival>();
      awaited.add({ conversation, fits, resolve });
      return promise;
    },
    record() {
      const sent: Sent[] = [];
      records.add(sent);
      return { sent, stop: () => void records.delete(sent) };
    },
    close: () => server.close(),
  };
}
