import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from "jose";
import type { Activity } from "./activity.ts";
import type { TeamsConfig } from "./config.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** The request does not prove that it comes from the Bot connector. */
export class Unauthenticated extends Error {
  override readonly name = "Unauthenticated";
}

/** Claims of a verified token. */
export interface Identity {
  readonly claims: JWTPayload;
  /** The channels for whose activities its key may vouch. */
  readonly endorsements: readonly string[];
}

/** Characters; the connector's tokens have about 1,000. */
const MOST_HEADER = 8_000;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

/** Seconds by which the issuer's clock and this one may differ. */
const CLOCK_SKEW = 5 * 60;

/**
 * Verifies the token of a request before its body is read: only the connector's own issuer is believed, and only for
 * this bot. Entra's tokens for the bot itself, which the SDK would take for the emulator's, vouch for no sender.
 * @throws {Unauthenticated} @throws {KeysUnavailable}
 */
export async function verifyToken(
  authorization: readonly string[] | undefined,
  { appId, cloud }: TeamsConfig,
  keys: SigningKeys,
): Promise<Identity> {
  const [header = "", ...more] = authorization ?? [];
  const token = more.length === 0 && header.length <= MOST_HEADER && BEARER.exec(header)?.[1];
  if (!token) throw new Unauthenticated("No token");
  const { kid, payload } = decode(token);
  // Before keys are fetched, so that a token of another issuer costs nothing.
  if (payload.iss !== cloud.issuer) throw new Unauthenticated("Another issuer");
  const found = kid === undefined ? null : await keys.find(kid);
  if (found === null) throw new Unauthenticated("Unknown key");
  try {
    const { payload: claims } = await jwtVerify(token, found.key, {
      issuer: cloud.issuer,
      audience: appId,
      algorithms: ["RS256"],
      requiredClaims: ["exp"],
      clockTolerance: CLOCK_SKEW,
    });
    return { claims, endorsements: found.endorsements };
  } catch (cause) {
    throw new Unauthenticated("Not verified", { cause });
  }
}

/**
 * The token names the connector that sent the activity, and its key vouches for the activity's channel. The connector's
 * tokens name no tenant; one that does has to name the activity's.
 */
export function insistOnSender({ claims, endorsements }: Identity, activity: Activity): void {
  if (claims.serviceurl !== activity.serviceUrl) throw new Unauthenticated("Another connector");
  if (!endorsements.includes(activity.channelId)) throw new Unauthenticated("Another channel");
  if (claims.tid !== undefined && claims.tid !== activity.channelData?.tenant) {
    throw new Unauthenticated("Another tenant");
  }
}

function decode(token: string): { kid: string | undefined; payload: JWTPayload } {
  try {
    return { kid: decodeProtectedHeader(token).kid, payload: decodeJwt(token) };
  } catch (cause) {
    throw new Unauthenticated("No token", { cause });
  }
}
