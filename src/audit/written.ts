import type { Device } from "../domain/ticket/device.ts";
import type { Person, Personal } from "../domain/ticket/person.ts";
import { kindOf, deviceOf as named } from "../surfaces/words.ts";

/** How an auditor reads what people wrote and how they are called, also once both are erased. */

const DIGITS = 4;

/** `Sam Sharma`; once erased `(erased, …0001)`, with the end of their id, so that two can be told apart. */
export const nameOf = ({ id, name }: Person): string => name.text ?? `(erased, …${id.slice(-DIGITS)})`;

/** ` “Since this morning”`, with nothing in it that ends the quotation; "" for nothing. */
export function quoted(words: Personal | null): string {
  if (words === null || words.text === "") return "";
  return words.text === null ? " (erased)" : ` “${words.text.replaceAll(/[“”]/g, '"')}”`;
}

export const deviceOf = (device: Device): string =>
  device.name.text === null ? `${kindOf(device)} (name erased)` : named(device);
