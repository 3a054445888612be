import { generateKeyPairSync, sign } from "node:crypto";
import { type Cloud, publicCloud } from "../../src/teams/config.ts";
import { serve } from "./http-server.ts";

export interface TokenIssuer {
  /** The public cloud with this issuer's keys. */
  readonly cloud: Cloud;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  /** An `Authorization` header. */
  bearer(claims: Readonly<Record<string, unknown>>): string;
  /** The same claims, signed by a stranger who says it was us. */
  forged(claims: Readonly<Record<string, unknown>>): string;
  close(): Promise<void>;
}

const KEY_ID = "key-1";
const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/** Signs as the Bot connector and as Entra do, with keys published on loopback and endorsed for Teams. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const ours = newKey();
  const theirs = newKey();
  const jwk = {
    ...ours.publicKey.export({ format: "jwk" }),
    kid: KEY_ID,
    use: "sig",
    endorsements: ["msteams"],
  };
  const asked: string[] = [];
  const server = await serve(({ url = "", headers }, _, response) => {
    asked.push(url);
    const answer = url === "/keys" ? { keys: [jwk] } : { jwks_uri: `http://${headers.host}/keys` };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer));
  });

  const bearerWith = (key: typeof ours.privateKey, claims: Readonly<Record<string, unknown>>) => {
    const now = Math.floor(Date.now() / 1000);
    const payload = { nbf: now - 60, exp: now + 3600, ...claims };
    const text = [{ alg: "RS256", typ: "JWT", kid: KEY_ID }, payload]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `Bearer ${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
  };

  return {
    cloud: {
      ...publicCloud,
      openIdMetadataUrl: `${server.url}/connector`,
      emulatorOpenIdMetadataUrl: `${server.url}/entra`,
    },
    asked,
    bearer: (claims) => bearerWith(ours.privateKey, claims),
    forged: (claims) => bearerWith(theirs.privateKey, claims),
    close: server.close,
  };
}
