import { Server as HttpServer, type IncomingMessage } from "node:http";
import { Server } from "node:net";
import type { Duplex } from "node:stream";
import { whyForeign } from "../src/ports/loopback.ts";

/**
 * Preloaded (`node --import`) into a window. The Playground listens on all interfaces without sign-in and has no option
 * for either, so anyone in the network could type as Sam. IPv4 is enough, because browsers and Node also try 127.0.0.1
 * for `localhost`.
 */
const LOOPBACK = "127.0.0.1";

const listen = Server.prototype.listen;

Server.prototype.listen = function (this: Server, ...given: unknown[]) {
  return Reflect.apply(listen, this, onLoopback(given));
};

/** Node takes `(port, host?, backlog?, callback?)` or `({ port, host? }, callback?)`; a path or a handle has no host. */
function onLoopback([where, ...rest]: unknown[]): unknown[] {
  if (typeof where === "object" && where !== null && "port" in where) {
    return [{ ...where, host: LOOPBACK }, ...rest];
  }
  if (typeof where !== "number" && !/^\d+$/.test(String(where))) return [where, ...rest];
  const afterHost = typeof rest[0] === "string" || rest[0] === undefined ? rest.slice(1) : rest;
  return [where, LOOPBACK, ...afterHost];
}

/** The events with which a server hands out a request, as their first argument. */
const REQUESTS = new Set<string | symbol>([
  "request",
  "upgrade",
  "connect",
  "checkContinue",
  "checkExpectation",
]);

const emit = HttpServer.prototype.emit;

/** What a proxy, a tunnel or a page of another site sends is answered before the Playground sees it. */
HttpServer.prototype.emit = function (this: HttpServer, event: string | symbol, ...given: unknown[]) {
  if (!REQUESTS.has(event)) return Reflect.apply(emit, this, [event, ...given]);
  const request = given[0] as IncomingMessage;
  if (whyForeign(request) === null) return Reflect.apply(emit, this, [event, ...given]);
  const socket: Duplex = request.socket;
  socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
  return true;
};
