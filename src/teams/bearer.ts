import type { TokenCredential } from "@azure/identity";
import type { Clock } from "../ports/clock.ts";

const RENEW_EARLY = 5 * 60_000;
/** Milliseconds. Leases and actions wait for the token. */
const TOKEN_TIMEOUT = 10_000;

export interface Bearer {
  /** Asks Entra once for all messages that wait. */
  token(): Promise<string>;
  /** The connector did not accept it: the next message gets a new one. */
  forget(): void;
}

export function createBearer(
  credential: TokenCredential,
  scope: string,
  clock: Clock,
  timeout = TOKEN_TIMEOUT,
): Bearer {
  let current: { readonly text: string; readonly until: number } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(): Promise<string> {
    const abortSignal = AbortSignal.timeout(timeout);
    const granted = await Promise.race([
      credential.getToken(`${scope}/.default`, { abortSignal }),
      // Not every credential listens to its signal.
      onceAborted(abortSignal),
    ]);
    if (granted === null) throw new Error("The credential gave no token for the connector");
    current = { text: granted.token, until: granted.expiresOnTimestamp - RENEW_EARLY };
    return granted.token;
  }

  return {
    async token() {
      if (current !== null && clock.now() < current.until) return current.text;
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    forget() {
      current = null;
    },
  };
}

function onceAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  return promise;
}
