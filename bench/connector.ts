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

export interface Connector {
  readonly serviceUrl: string;
  /** Cards that were posted or updated so far. */
  count(): number;
  /** The next card in that chat that fits. Ask before you press. */
  arrival(conversation: string, fits: (text: string) => boolean): Promise<Arrival>;
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
  const awaited = new Set<Awaited>();

  function tell(url: string, chunks: readonly Buffer[]): void {
    const at = performance.now();
    const conversation = decodeURIComponent(/^\/v3\/conversations\/([^/]+)/.exec(url)?.[1] ?? "");
    const text = Buffer.concat(chunks).toString();
    for (const each of awaited) {
      if (each.conversation !== conversation || !each.fits(text)) continue;
      awaited.delete(each);
      each.resolve({ conversation, text, at });
    }
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => {
      if (awaited.size > 0) chunks.push(chunk);
    });
    request.on("end", () => {
      received += 1;
      response.writeHead(200, { "content-type": "application/json" }).end(`{"id":"${received}"}`);
      if (awaited.size > 0) tell(request.url ?? "", chunks);
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
    close: () => server.close(),
  };
}
