import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import { whyForeign } from "../ports/loopback.ts";
import type { Log } from "../telemetry/log.ts";

/** How much one caller may take of the server. */
export interface HttpLimits {
  /** Milliseconds until a request has arrived whole, and until a new connection has sent its first headers. */
  readonly arrivesWithin: number;
  readonly connections: number;
}

/** Longer than a load balancer keeps its connections, so that it is the one to close them. Milliseconds. */
const KEEP_ALIVE = 75_000;
const MOST_HEADERS = 100;
const MOST_HEADER_BYTES = 16 * 1024;
/** Node looks every 30 seconds for requests that take too long, unless it is told to look more often. */
const LOOKS_EVERY = 1_000;
/** Milliseconds between two lines in the log that say the same. */
const SAYS_AGAIN = 60_000;

/**
 * What is decided about a connection or a request before anything else looks at it.
 * @param onlyLocal true where nobody proves who they are: the playground.
 */
export function createHttpServer(
  serve: RequestListener,
  { arrivesWithin, connections }: HttpLimits,
  onlyLocal: boolean,
  log: Log,
): Server {
  const options = {
    keepAliveTimeout: KEEP_ALIVE,
    // Node's own 60 seconds count from the first byte of the headers, and the whole request has this long.
    headersTimeout: arrivesWithin,
    requestTimeout: arrivesWithin,
    connectionsCheckingInterval: Math.min(LOOKS_EVERY, arrivesWithin / 2),
    maxHeaderSize: MOST_HEADER_BYTES,
  };
  const server = createServer(options, (request, response) => {
    if (request.rawHeaders.length > 2 * MOST_HEADERS) return refuse(response, 431, TOO_MANY_HEADERS);
    const foreign = onlyLocal ? whyForeign(request) : null;
    if (foreign === null) return serve(request, response);
    log.warn("request.foreign", { reason: foreign });
    refuse(response, 403, FOREIGN);
  });
  // Node would drop the headers beyond its own limit, and with them what they say.
  server.maxHeadersCount = 0;
  server.maxConnections = connections;
  let saidAt = -Infinity;
  server.on("drop", () => {
    // The next one finds room when others only kept a connection open.
    server.closeIdleConnections();
    if (performance.now() - saidAt < SAYS_AGAIN) return;
    saidAt = performance.now();
    log.warn("connections.full", { connections });
  });
  return server;
}

const TOO_MANY_HEADERS = { error: "too-many-headers", message: `At most ${MOST_HEADERS} headers.` };
const FOREIGN = {
  error: "not-from-here",
  message: "The playground answers this machine only, as localhost and without a proxy or tunnel.",
};

/** The connection is closed, because a body may follow that nobody reads. */
function refuse(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(JSON.stringify(body));
}
