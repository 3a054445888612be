import { importJWK } from "jose";
import { z } from "zod";
import { isLoopback } from "../ports/loopback.ts";

/** The connector's signing keys cannot be fetched, so no token can be verified for now. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
}

interface SigningKey {
  readonly key: Awaited<ReturnType<typeof importJWK>>;
  /** The channels whose activities may be signed with it. */
  readonly endorsements: readonly string[];
}

export interface SigningKeys {
  /** Null when the issuer has no such key. @throws {KeysUnavailable} when that is not known. */
  find(kid: string): Promise<SigningKey | null>;
}

/** Milliseconds. Teams waits 15 seconds for an answer, and two documents are fetched. */
const FETCH_TIMEOUT = 4_000;
/** Microsoft changes its keys without notice and asks for a fresh look every day. */
const FRESH_FOR = 12 * 60 * 60_000;
/** Between two fetches, so that tokens with invented key ids cannot make Beckon flood the issuer. */
const AFTER_SUCCESS = 10_000;
const AFTER_FAILURE = 1_000;

const Metadata = z.looseObject({
  jwks_uri: z.url().refine((address) => {
    const { protocol, hostname } = new URL(address);
    return protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
  }),
});
const KeySet = z.looseObject({ keys: z.array(z.unknown()).min(1) });
const Jwk = z.looseObject({
  kty: z.literal("RSA"),
  kid: z.string().min(1),
  n: z.string(),
  e: z.string(),
  endorsements: z.array(z.string()).catch([]),
});

/**
 * The issuer's keys by id. An unknown id is looked up at once; known keys go on serving while the issuer cannot be
 * reached or answers with something else.
 * @param now monotonic milliseconds.
 */
export function createSigningKeys(
  metadataUrl: string,
  now: () => number = () => performance.now(),
  timeout = FETCH_TIMEOUT,
): SigningKeys {
  let keys: ReadonlyMap<string, SigningKey> = new Map();
  let freshUntil = -Infinity;
  let nextFetchAt = -Infinity;
  let lastFailure: unknown = null;
  let fetching: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    try {
      const { jwks_uri } = Metadata.parse(await json(metadataUrl, timeout));
      const fetched = await readKeys(KeySet.parse(await json(jwks_uri, timeout)).keys);
      if (fetched.size === 0) throw new Error("No usable key");
      keys = fetched;
      lastFailure = null;
      freshUntil = now() + FRESH_FOR;
      nextFetchAt = now() + AFTER_SUCCESS;
    } catch (fault) {
      lastFailure = fault;
      nextFetchAt = now() + AFTER_FAILURE;
    }
  }

  /** One fetch at a time, for everybody who waits. */
  async function refreshOnce(): Promise<void> {
    if (fetching === null && now() < nextFetchAt) return;
    fetching ??= refresh().finally(() => {
      fetching = null;
    });
    await fetching;
  }

  return {
    async find(kid) {
      const known = keys.get(kid);
      if (known === undefined) await refreshOnce();
      else if (now() >= freshUntil) void refreshOnce();
      const found = known ?? keys.get(kid) ?? null;
      if (found === null && lastFailure !== null) {
        throw new KeysUnavailable("No signing keys", { cause: lastFailure });
      }
      return found;
    },
  };
}

async function json(url: string, timeout: number): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: "error" });
  if (!answer.ok) throw new Error(`The issuer answered ${answer.status}`);
  return answer.json();
}

/** A key that cannot be read is left out: the others still verify. */
async function readKeys(found: readonly unknown[]): Promise<ReadonlyMap<string, SigningKey>> {
  const keys = new Map<string, SigningKey>();
  for (const each of found) {
    const jwk = Jwk.safeParse(each).data;
    if (jwk === undefined) continue;
    const { kty, kid, n, e, endorsements } = jwk;
    const key = await importJWK({ kty, n, e }, "RS256").catch(() => null);
    if (key !== null) keys.set(kid, { key, endorsements });
  }
  return keys;
}
