import { generateKeyPairSync, sign } from "node:crypto";
import { serve } from "../test/support/http-server.ts";
import { BOT_ID } from "./activities.ts";

export interface Microsoft {
  /** Of the connector's signing keys. */
  readonly metadataUrl: string;
  /** The variables of a managed identity, as App Service sets them. */
  readonly identity: NodeJS.ProcessEnv;
  /** An `Authorization` header of the connector behind that address, good for an hour. */
  bearer(serviceUrl: string): string;
  close(): Promise<void>;
}

const ISSUER = "https://api.botframework.com";

/** What signs in both directions: the connector's keys, and Entra's tokens for the bot. */
export async function startMicrosoft(): Promise<Microsoft> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "1", use: "sig", endorsements: ["msteams"] };
  const server = await serve(({ url = "", headers }, _, response) => {
    const answers: Readonly<Record<string, object>> = {
      "/metadata": { issuer: ISSUER, jwks_uri: `http://${headers.host}/keys` },
      "/keys": { keys: [jwk] },
    };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answers[url] ?? token(url)));
  });
  return {
    metadataUrl: `${server.url}/metadata`,
    identity: { IDENTITY_ENDPOINT: `${server.url}/identity`, IDENTITY_HEADER: "x" },
    bearer(serviceUrl) {
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: ISSUER, aud: BOT_ID, serviceurl: serviceUrl, nbf: now - 60, exp: now + 3600 };
      const text = [{ alg: "RS256", typ: "JWT", kid: "1" }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
      return `Bearer ${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
    },
    close: server.close,
  };
}

/** As long as Entra's. */
function token(url: string): object {
  const resource = new URL(url, "http://x").searchParams.get("resource");
  const expires_on = String(Math.floor(Date.now() / 1000) + 86_400);
  return { access_token: "x".repeat(1_400), expires_on, resource, token_type: "Bearer" };
}
