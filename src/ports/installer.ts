import type { PersonId } from "../domain/ticket/ids.ts";

export type Installation =
  /** Beckon is there now. The chat's conversation id; null when it is not known. */
  | { readonly kind: "installed"; readonly chat: string | null }
  /** Not allowed, or not possible: a person has to install Beckon. */
  | { readonly kind: "refused" }
  /** Worth another try after so many ms. */
  | { readonly kind: "busy"; readonly retryAfter: number };

/** Installs Beckon for people who have not used it, so that it can write to them. Safe to repeat. */
export interface Installer {
  install(person: PersonId): Promise<Installation>;
}
