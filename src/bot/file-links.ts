import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { type PersonId, personId, type TicketId, ticketId } from "../domain/ticket/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { ThreadStore } from "../ports/thread-store.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { sidesOf } from "./conversation.ts";

/** One file of a conversation. */
export interface FilePlace {
  readonly ticket: TicketId;
  readonly message: number;
  readonly part: number;
}

export interface OpenedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface FileLinks {
  hasAddress(): boolean;
  /** An address that opens the file for five minutes, for one person; null where Beckon has no public address. */
  linkTo(file: FilePlace, reader: PersonId): string | null;
  /** Null for every token that opens nothing now, whatever the reason. */
  open(token: string): Promise<OpenedFile | null>;
}

/** Milliseconds. The address itself lets in, so it is short-lived; a press makes a new one. */
const LASTS = 5 * 60_000;

const Claims = z.strictObject({
  ticket: z.string().transform(ticketId),
  message: z.int(),
  part: z.int(),
  reader: z.string().transform(personId),
  until: z.number(),
});

/** @param origin Beckon's public address; null when none is configured. */
export function createFileLinks(deps: {
  readonly masterKey: Buffer;
  readonly origin: () => string | null;
  readonly store: Pick<TicketStore, "read"> & Pick<ThreadStore, "thread" | "sharedFile">;
  readonly clock: Clock;
}): FileLinks {
  const { origin, store, clock } = deps;
  const key = Buffer.from(hkdfSync("sha256", deps.masterKey, "", "beckon file links", 32));
  const codeOf = (claims: string) => createHmac("sha256", key).update(claims).digest();

  function claimsIn(token: string): z.infer<typeof Claims> | null {
    const [claims = "", code = ""] = token.split(".");
    const [given, wanted] = [Buffer.from(code, "base64url"), codeOf(claims)];
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    return Claims.parse(JSON.parse(Buffer.from(claims, "base64url").toString()));
  }

  return {
    hasAddress: () => origin() !== null,

    linkTo(file, reader) {
      const base = origin();
      if (base === null) return null;
      const claims = { ...file, reader, until: clock.now() + LASTS };
      const text = Buffer.from(JSON.stringify(claims)).toString("base64url");
      return `${base}/files/${text}.${codeOf(text).toString("base64url")}`;
    },

    async open(token) {
      const claims = claimsIn(token);
      if (claims === null || claims.until < clock.now()) return null;
      const ticket = await store.read(claims.ticket);
      // A reader without a part in the request any more gets no file of it.
      if (ticket === null || sidesOf(ticket, claims.reader) === null) return null;
      const message = (await store.thread(ticket.id)).find(({ number }) => number === claims.message);
      const file = message?.files[claims.part];
      const bytes = await store.sharedFile(ticket.id, claims.message, claims.part);
      if (file === undefined || bytes === null) return null;
      return { name: file.name.text ?? "", type: file.type, bytes };
    },
  };
}
