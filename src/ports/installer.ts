import type { PersonId } from "../domain/ticket/ids.ts";

export type Installation =
  /** Beckon is there now. The chat's conversation id; null when it is not known. */
  | { readonly kind: "installed"; readonly chat: string | null }
  /** It may not be done, or cannot: somebody else has to install Beckon. */
  | { readonly kind: "refused" }
  /** Worth another try after so many ms. */
  | { readonly kind: "busy"; readonly retryAfter: number };

/** Installs Beckon for people who never met it, so that it can write to them. Safe to repeat. */
export interface Installer {
  install(person: PersonId): Promise<Installation>;
}
