import { hash } from "node:crypto";
import { type CardContent, fingerprint } from "../cards/catalog.ts";
import { type CardSlot, withoutPhoto } from "../cards/slot.ts";

/** What is recorded of a card that was sent, SHA-256. */
export const fingerprintOf = ({ words }: Pick<CardSlot, "words">, content: CardContent): string =>
  fingerprint(withoutPhoto(content), words.language, (text) => hash("sha256", text, "hex"));
