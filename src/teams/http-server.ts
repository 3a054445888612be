import { createServer, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
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
    if (foreign === null) {
      crowd.busy(request.socket, response);
      return serve(request, response);
    }
    log.warn("request.foreign", { reason: foreign });
    refuse(response, 403, FOREIGN);
  });
  // Node would drop the headers beyond its own limit, and with them what they say.
  server.maxHeadersCount = 0;
  const crowd = keepRoom(connections, () => log.warn("connections.full", { connections }));
  server.on("connection", crowd.came);
  return server;
}

/**
 * Makes room for a new connection beyond the cap: the one that has waited longest without a request goes, so that a
 * crowd of connections that send nothing keeps nobody out. When all are at work, the new one goes.
 */
function keepRoom(most: number, onFull: () => void) {
  /** With the number of requests at work on each: a pipelined connection may have several. */
  const open = new Map<Socket, number>();
  /** In the order in which they began to wait. */
  const waiting = new Set<Socket>();
  let saidAt = -Infinity;
  return {
    came(socket: Socket) {
      open.set(socket, 0);
      socket.once("close", () => {
        open.delete(socket);
        waiting.delete(socket);
      });
      if (open.size > most) {
        const [longest = socket] = waiting;
        // At once, because its event comes later.
        open.delete(longest);
        waiting.delete(longest);
        longest.destroy();
        if (performance.now() - saidAt > SAYS_AGAIN) {
          saidAt = performance.now();
          onFull();
        }
      }
      if (!socket.destroyed) waiting.add(socket);
    },
    busy(socket: Socket, response: ServerResponse) {
      waiting.delete(socket);
      open.set(socket, (open.get(socket) ?? 0) + 1);
      response.once("close", () => {
        const atWork = open.get(socket);
        if (atWork === undefined) return;
        open.set(socket, atWork - 1);
        if (atWork === 1) waiting.add(socket);
      });
    },
  };
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
