import { randomUUID } from "node:crypto";
import type { Client } from "@microsoft/microsoft-graph-client";
import { ResponseType } from "@microsoft/microsoft-graph-client";
import type { PersonId } from "../domain/ticket/ids.ts";
import type { Log } from "../telemetry/log.ts";
import { explainFailure } from "./failure.ts";
import { path } from "./question.ts";

/** A 48×48 picture is two kilobytes; what is much larger would not fit on a card. */
const MAX_BYTES = 12_000;

/**
 * The person's photo as a data URI. One plain request, because a batch carries pictures as text of its own kind.
 * Permission: ProfilePhoto.Read.All (application).
 * Source: learn.microsoft.com/graph/api/profilephoto-get
 * @returns null for no photo (404), and for anything else that went wrong: a photo decides nothing.
 */
export async function photoOf(
  client: Client,
  person: PersonId,
  signal: AbortSignal,
  log: Log,
): Promise<string | null> {
  const request = randomUUID();
  try {
    const response: Response = await client
      .api(path`/users/${person}/photos/48x48/$value`)
      .version("v1.0")
      .header("client-request-id", request)
      .option("signal", signal)
      .responseType(ResponseType.RAW)
      .get();
    log.info("graph.answered", { call: "photo", request, status: response.status });
    const type = response.headers.get("content-type")?.split(";")[0] ?? "";
    if (response.status !== 200 || !["image/jpeg", "image/png"].includes(type)) {
      await response.body?.cancel();
      return null;
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    return bytes.length > MAX_BYTES ? null : `data:${type};base64,${bytes.toString("base64")}`;
  } catch (error) {
    log.warn("graph.failed", { call: "photo", request, ...explainFailure(error).fields });
    return null;
  }
}
