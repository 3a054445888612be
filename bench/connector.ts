import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Connector {
  readonly serviceUrl: string;
  /** Cards that were posted or updated so far. */
  count(): number;
  close(): void;
}

/** A connector that takes everything at once and keeps nothing. */
export async function startConnector(): Promise<Connector> {
  let received = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      received += 1;
      response.writeHead(200, { "content-type": "application/json" }).end(`{"id":"${received}"}`);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { serviceUrl: `http://127.0.0.1:${port}`, count: () => received, close: () => server.close() };
}
