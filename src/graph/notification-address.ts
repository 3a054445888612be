import { hkdfSync } from "node:crypto";

/** Where Graph is to tell of changes, and how it is told from anybody else. */
export interface NotificationAddress {
  /** Public, with our mark in its query. */
  readonly url: string;
  /** What Graph gives back with every notification: whoever knows it is Graph. */
  readonly clientState: string;
}

/** Graph does not list the `clientState` of a subscription, so the address itself says whose it is. */
const MARK = "for";
const MARK_BYTES = 8;
const CLIENT_STATE_BYTES = 32;

/**
 * Both come from the master key, so that every process on one store knows them, an administrator need not make another
 * secret, and a Beckon beside this one with the same app id in Entra keeps its own subscriptions.
 */
export const addressAt = (url: URL, masterKey: Buffer): NotificationAddress => {
  const marked = new URL(url);
  marked.searchParams.set(MARK, markOf(masterKey));
  return { url: marked.href, clientState: derived(masterKey, "client state", CLIENT_STATE_BYTES) };
};

/** Recognises our subscriptions by their address, also by one that we had before. */
export const hasOurMark = (url: string, masterKey: Buffer): boolean =>
  URL.canParse(url) && new URL(url).searchParams.get(MARK) === markOf(masterKey);

const markOf = (masterKey: Buffer): string => derived(masterKey, "mark", MARK_BYTES);

const derived = (masterKey: Buffer, what: string, bytes: number): string =>
  Buffer.from(hkdfSync("sha256", masterKey, "", `beckon graph notifications: ${what}`, bytes)).toString(
    "hex",
  );
