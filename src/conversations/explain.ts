import type { Reader } from "../ports/address-book.ts";
import type { Clock } from "../ports/clock.ts";
import { moment } from "../surfaces/words.ts";
import { type Refusal, sentence } from "../ticket/refusal.ts";

/** A refusal in a sentence, with its moments on the reader's clock. */
export const explain = (refusal: Refusal, reader: Reader, { clock }: { readonly clock: Clock }): string =>
  sentence(refusal, (at) => moment(at, clock.now(), reader));
