import type { PersonId, TicketId } from "../../domain/ticket/ids.ts";
import { eachSealed, keyIdOf, parseEvent, type Sealed } from "../events/event-record.ts";
import type { ChainRecord } from "../events/hash-chain.ts";

/** The events of one stream with their texts sealed, and these texts with where they stand. */
export interface ParsedStream {
  readonly events: readonly object[];
  readonly sealed: SealedTexts;
  /** One text for each key that the stream was sealed with. */
  readonly texts: readonly SealedText[];
}

/** As lists side by side: an object for each text would cost as much as parsing it. */
export interface SealedTexts {
  readonly texts: readonly Sealed[];
  readonly versions: readonly number[];
  readonly paths: readonly string[];
}

/** A text that was sealed about a person, and the first event with that key. */
export interface SealedText {
  readonly about: PersonId;
  /** Of the key combined from the person's and the ticket's. */
  readonly key: string;
  readonly version: number;
}

/** @returns null when an event cannot be parsed. */
export function parseStream(ticket: TicketId, records: readonly ChainRecord[]): ParsedStream | null {
  const events: object[] = [];
  const sealed = { texts: [] as Sealed[], versions: [] as number[], paths: [] as string[] };
  const first: FirstOfKey[] = [];
  let at = 0;
  const found = (text: Sealed, path: string): void => {
    sealed.texts.push(text);
    sealed.versions.push(at);
    sealed.paths.push(path);
    if (first.some(({ about, start }) => about === text.about && text.sealed.startsWith(start))) return;
    const { about } = text;
    first.push({ about, key: keyIdOf(text.sealed), version: at, start: text.sealed.slice(0, KEY_ID_PREFIX) });
  };
  try {
    for (const { version, body } of records) {
      const event = parseEvent(ticket, version, body);
      at = events.push(event);
      eachSealed(event, found);
    }
  } catch {
    return null;
  }
  return { events, sealed, texts: first };
}

interface FirstOfKey extends SealedText {
  /** How texts with this key begin. */
  readonly start: string;
}

/** Base64 characters that encode the key's id and nothing else. */
const KEY_ID_PREFIX = 10;
