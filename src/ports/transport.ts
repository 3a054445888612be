import type { Level } from "../domain/ticket/level.ts";
import type { Session } from "../domain/ticket/ticket.ts";

/** What one side does now so that the screen really gets there. */
export interface Step {
  readonly text: string;
  /** An https link; null when there is nothing to open. */
  readonly link: { readonly title: string; readonly url: string } | null;
}

/** How one transport carries a session, in words that claim no more than it does. */
export interface HandOff {
  /** `Intune Remote Help`. */
  readonly name: string;
  readonly helper: readonly Step[];
  readonly sharer: readonly Step[];
  /** How the sharer ends it at once on their own screen, whatever Beckon's record says. */
  readonly endAtOnce: string;
  /** Does Beckon itself cut the picture when access is taken back? */
  readonly enforced: boolean;
}

export interface Transport {
  /** Pure: links and words for the session's device and the level that is allowed now. */
  handOff(session: Session, level: Level): HandOff;
}
