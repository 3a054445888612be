import { Server } from "node:net";

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
