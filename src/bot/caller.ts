import type { PersonId } from "../domain/ticket/ids.ts";
import type { ReaderLocale } from "../ports/address-book.ts";

/** Who acts, as Teams' token vouches for it: never from card data. */
export interface Caller extends ReaderLocale {
  readonly id: PersonId;
  /** As Teams shows it. */
  readonly name: string;
}
