import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { type Cloud, publicCloud } from "../../src/teams/config.ts";
import { serve } from "./http-server.ts";

type Claims = Readonly<Record<string, unknown>>;
/** `silent` accepts the request and never answers. */
type Fault = "500" | "html" | "empty" | "no-keys" | "silent";

export interface TokenIssuer {
  /** The public cloud with this issuer's keys. */
  readonly cloud: Cloud;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  /** An `Authorization` header, signed with the newest key. */
  bearer(claims: Claims, header?: object): string;
  /** The same claims, signed by a stranger with the id of our key. */
  forged(claims: Claims): string;
  /** From now on signs with another key; the old one is published no more. */
  rotate(): void;
  /** What the key that is published next vouches for; undefined leaves it out. Teams alone at first. */
  endorse(channels: unknown): void;
  /** How the next requests for metadata or keys are answered; null is as it should be, from then on. */
  fail(...faults: (Fault | null)[]): void;
  close(): Promise<void>;
}

/** Signs as the Bot connector does, with keys published on loopback and endorsed for Teams. */
export async function startTokenIssuer(): Promise<TokenIssuer> {
  const theirs = newKey();
  let ours = newKey();
  let number = 1;
  let endorsements: unknown = ["msteams"];
  let faults: (Fault | null)[] = [];
  const asked: string[] = [];
  const kid = () => `key-${number}`;

  const server = await serve(({ url = "", headers }, _, response) => {
    asked.push(url);
    const fault = faults.length > 1 ? faults.shift() : faults[0];
    if (fault === "silent") return;
    const jwk = { ...ours.publicKey.export({ format: "jwk" }), kid: kid(), use: "sig" };
    const keys = [{ kty: "EC", odd: true }, null, { ...jwk, endorsements }];
    const right = url === "/keys" ? { keys } : { jwks_uri: `http://${headers.host}/keys` };
    response.statusCode = fault === "500" ? 500 : 200;
    response.setHeader("content-type", fault === "html" ? "text/html" : "application/json");
    const bodies = { "500": "down", html: "<h1>Sign in</h1>", empty: "{}", "no-keys": '{"keys":[]}' };
    response.end(fault ? bodies[fault] : JSON.stringify(right));
  });

  return {
    cloud: { ...publicCloud, openIdMetadataUrl: `${server.url}/connector` },
    asked,
    bearer: (claims, header = {}) => bearer(ours.privateKey, claims, { kid: kid(), ...header }),
    forged: (claims) => bearer(theirs.privateKey, claims, { kid: kid() }),
    rotate() {
      ours = newKey();
      number += 1;
    },
    endorse(channels) {
      endorsements = channels;
    },
    fail(...next) {
      faults = next;
    },
    close: server.close,
  };
}

const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

function bearer(key: KeyObject, claims: Claims, header: object): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { nbf: now - 60, exp: now + 3600, ...claims };
  const text = [{ alg: "RS256", typ: "JWT", ...header }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  return `Bearer ${text}.${sign("RSA-SHA256", Buffer.from(text), key).toString("base64url")}`;
}
