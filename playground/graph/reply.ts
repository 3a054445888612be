import { randomUUID } from "node:crypto";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | Buffer;
}

export const ok = (body: Json): Reply => ({ status: 200, headers: JSON_TYPE, body });

export const picture = (body: Buffer): Reply => ({
  status: 200,
  headers: { "content-type": "image/png" },
  body,
});

/** Graph's error body. Clients branch on the status and `code`; the message is for people. */
export function error(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const innerError = { date: new Date().toISOString(), "request-id": randomUUID() };
  return { status, headers: { ...JSON_TYPE, ...headers }, body: { error: { code, message, innerError } } };
}

export const notFound = (what: string) =>
  error(404, "Request_ResourceNotFound", `Resource '${what}' does not exist.`);

export const badRequest = (message: string) => error(400, "BadRequest", message);

const JSON_TYPE = { "content-type": "application/json" };
