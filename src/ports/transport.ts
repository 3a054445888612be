import type { Level } from "../domain/ticket/level.ts";
import type { Session } from "../domain/ticket/ticket.ts";

/** The name of a sentence that the text catalogue has under `transport.`. */
export type TransportText =
  | "remote-help"
  | "open-device"
  | "open-in-intune"
  | "start-windows"
  | "start-mac"
  | "start-android"
  | "attended-only"
  | "say-code"
  | "help-from-browser"
  | "open-remote-help"
  | "no-admin-on-mac"
  | "choose-view"
  | "choose-control"
  | "ask-in-window"
  | "connection-drops"
  | "end-it-yourself"
  | "nothing-arrives"
  | "leaves-late"
  | "open-notification"
  | "no-notification"
  | "type-code-on-mac"
  | "request-on-android"
  | "check-view"
  | "check-control"
  | "check-in-window"
  | "mac-permission-view"
  | "mac-permission-control"
  | "share-from-browser"
  | "open-web-app"
  | "unsupported-helper"
  | "unsupported-sharer"
  | "end-windows"
  | "end-windows-elevation"
  | "end-mac"
  | "end-android"
  | "end-unsupported";

/** What one side does now so that the screen really gets there. */
export interface Step {
  readonly text: TransportText;
  /** An https link; null when there is nothing to open. */
  readonly link: { readonly title: TransportText; readonly url: string } | null;
}

/** How one transport carries a session. It names its sentences, so that each reader gets them in their own language. */
export interface HandOff {
  readonly name: TransportText;
  readonly helper: readonly Step[];
  readonly sharer: readonly Step[];
  /** How the sharer ends it at once on their own screen. */
  readonly endAtOnce: TransportText;
  /** Whether Beckon itself cuts the picture when access is taken back. */
  readonly enforced: boolean;
}

export interface Transport {
  /** Pure: links and sentences for the session's device and the level that is allowed now. */
  handOff(session: Session, level: Level): HandOff;
}
