import type { IncomingMessage } from "node:http";
import type { Json } from "./reply.ts";

const MAX_BYTES = 1_000_000;

export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BYTES) throw new BodyTooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Null without a body; undefined when it is not JSON. */
export function jsonIn(text: string): Json | undefined {
  if (text === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
