import type { TokenCredential } from "@azure/identity";
import { Client, HTTPMessageHandler } from "@microsoft/microsoft-graph-client";
import { Authorize } from "./authorize.ts";

/**
 * Microsoft's client with a chain of two: sign, send. Its retry handler stays out on purpose: a steady 429 kept
 * it busy for 16 seconds, far longer than a press may wait, and it never sees the 429 inside a batch anyway.
 */
export function createGraphClient(baseUrl: string, credential: TokenCredential | null): Client {
  const authorize = new Authorize(credential, baseUrl);
  authorize.setNext(new HTTPMessageHandler());
  return Client.initWithMiddleware({ baseUrl, middleware: authorize });
}
