import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from "node:crypto";
import { BOT_ID } from "../bench/activities.ts";
import { TENANT_ID } from "../playground/company.ts";
import type { TokenIssuer } from "../test/support/token-issuer.ts";
import { CLAIMS } from "./target.ts";

/** One way to be believed without a right to it. */
export interface Attempt {
  readonly name: string;
  /** A header with several values is sent several times. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** What is claimed in the activity instead of the truth. */
  readonly claimed?: object;
  readonly query?: string;
}

type Sign = (text: string) => Buffer;

const encoded = (part: unknown) =>
  Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
const jwt = (header: object, payload: unknown, signed: Sign) => {
  const text = `${encoded(header)}.${encoded(payload)}`;
  return `${text}.${signed(text).toString("base64url")}`;
};
const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
const seconds = () => Math.floor(Date.now() / 1000);
const validTimes = () => ({ nbf: seconds() - 60, exp: seconds() + 3600 });

/** @param canary a host that must never be asked. @param jwk the issuer's public key. */
export function tokenAttacks(
  issuer: TokenIssuer,
  jwk: JsonWebKey & { kid: string },
  canary: string,
): Attempt[] {
  const good = issuer.bearer(CLAIMS);
  const token = good.replace("Bearer ", "");
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = { ...validTimes(), ...CLAIMS };
  return [
    ...withoutSignature(claims, signature, jwk.kid),
    ...publicKeyAsSecret(claims, jwk),
    ...strangersKey(claims, jwk.kid, canary),
    ...otherClaims(issuer),
    ...brokenTokens({ token, header, payload, signature }),
    ...otherPlaces(good),
  ];
}

function withoutSignature(claims: object, signature: string, kid: string): Attempt[] {
  return ["none", "None", "NONE", "nOnE", "", null].flatMap((alg) =>
    ["", signature].map((ending) => ({
      name: `alg ${JSON.stringify(alg)} ${ending === "" ? "unsigned" : "with a signature of another token"}`,
      headers: bearing(`${encoded({ alg, typ: "JWT", kid })}.${encoded(claims)}.${ending}`),
    })),
  );
}

function publicKeyAsSecret(claims: object, jwk: JsonWebKey & { kid: string }): Attempt[] {
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const secrets = {
    "the key as PEM": key.export({ type: "spki", format: "pem" }),
    "the key as DER": key.export({ type: "spki", format: "der" }),
    "the key in PKCS 1": key.export({ type: "pkcs1", format: "pem" }),
    "its modulus": String(jwk.n),
    "its id": jwk.kid,
    nothing: "",
  };
  return [256, 384, 512].flatMap((bits) =>
    Object.entries(secrets).map(([what, secret]) => ({
      name: `HS${bits} with ${what} as the secret`,
      headers: bearing(
        jwt({ alg: `HS${bits}`, typ: "JWT", kid: jwk.kid }, claims, (text) =>
          createHmac(`sha${bits}`, secret).update(text).digest(),
        ),
      ),
    })),
  );
}

/** Signed by somebody else, who says in the header where the key is. */
function strangersKey(claims: object, kid: string, canary: string): Attempt[] {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const own = rsa.publicKey.export({ format: "jwk" });
  const rs256: Sign = (text) => sign("RSA-SHA256", Buffer.from(text), rsa.privateKey);
  const es256: Sign = (text) =>
    sign("SHA256", Buffer.from(text), { key: ec.privateKey, dsaEncoding: "ieee-p1363" });
  const hints: Record<string, object> = {
    "the right key id": {},
    "its key in the header": { jwk: own },
    "an address of keys": { jku: `${canary}/keys` },
    "an address of a certificate": { x5u: `${canary}/cert` },
    "a certificate": { x5c: [rsa.publicKey.export({ type: "spki", format: "der" }).toString("base64")] },
    "an unknown critical header": { crit: ["exp"], exp: 9e9 },
    "unencoded payload": { b64: false, crit: ["b64"] },
  };
  const ids: unknown[] = [
    undefined,
    "",
    "other",
    "../../keys",
    "' or 1=1 --",
    "__proto__",
    "x".repeat(5_000),
  ];
  const odd: unknown[] = [7, null, {}, ["key-1"], true];
  return [
    ...Object.entries(hints).flatMap(([what, hint]) =>
      [kid, "own"].map((id) => ({
        name: `a stranger's signature with ${what}, key id ${id === kid ? "ours" : "theirs"}`,
        headers: bearing(jwt({ alg: "RS256", typ: "JWT", kid: id, ...hint }, claims, rs256)),
      })),
    ),
    ...[...ids, ...odd].map((id) => ({
      name: `a stranger's signature with key id ${JSON.stringify(id)?.slice(0, 20)}`,
      headers: bearing(jwt({ alg: "RS256", typ: "JWT", kid: id, jwk: own }, claims, rs256)),
    })),
    ...["RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "RSA-OAEP", "dir"].map((alg) => ({
      name: `${alg}, signed by a stranger`,
      headers: bearing(jwt({ alg, typ: "JWT", kid }, claims, alg.startsWith("ES") ? es256 : rs256)),
    })),
  ];
}

/** Signed with the real key, and not for this bot, this connector or this moment. */
function otherClaims(issuer: TokenIssuer): Attempt[] {
  const tenant = TENANT_ID;
  const microsoft = "d6d49420-f39b-4df7-a1dc-d59a935871db";
  const hour = 3600;
  const issuers = [
    ...[microsoft, "f8cdef31-a31e-4b4a-93e4-5f571e91255a", tenant].flatMap((id) => [
      `https://sts.windows.net/${id}/`,
      `https://login.microsoftonline.com/${id}/v2.0`,
    ]),
    "https://api.botframework.com/",
    "https://API.botframework.com",
    "http://api.botframework.com",
    "https://api.botframework.us",
    "https://api.botframework.com.example",
    "",
    null,
    ["https://api.botframework.com"],
    { "0": "https://api.botframework.com" },
  ];
  const audiences = [
    "c0000000-0000-4000-8000-000000000001",
    BOT_ID.toUpperCase(),
    `api://${BOT_ID}`,
    `${BOT_ID} `,
    ["c0000000-0000-4000-8000-000000000001"],
    [],
    "",
    null,
    undefined,
    0,
  ];
  const connectors = [
    undefined,
    null,
    "",
    "https://elsewhere.example/",
    "http://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net/amer/",
    "https://smba.trafficmanager.net@elsewhere.example/",
    [CLAIMS.serviceurl],
  ];
  const times: Record<string, object> = {
    "no end": { exp: undefined },
    "an end of null": { exp: null },
    "an end in words": { exp: "never" },
    "an end as text": { exp: String(seconds() + hour) },
    "an end an hour ago": { exp: seconds() - hour },
    "an end six minutes ago": { exp: seconds() - 6 * 60 },
    "an end before time": { exp: -1 },
    "a begin in an hour": { nbf: seconds() + hour },
    "a begin in words": { nbf: "long ago" },
  };
  const of = (name: string, change: object) => ({
    name,
    headers: { authorization: issuer.bearer({ ...CLAIMS, ...change }) },
  });
  return [
    ...issuers.map((iss) =>
      of(`issuer ${JSON.stringify(iss)}`, { iss, appid: BOT_ID, ver: "1.0", tid: tenant }),
    ),
    ...audiences.map((aud) => of(`audience ${JSON.stringify(aud)}`, { aud })),
    ...connectors.map((serviceurl) => of(`claim of connector ${JSON.stringify(serviceurl)}`, { serviceurl })),
    of("the claim of the connector in other letters", {
      serviceurl: undefined,
      serviceUrl: CLAIMS.serviceurl,
    }),
    ...Object.entries(times).map(([what, change]) => of(`a token with ${what}`, change)),
    { name: "a key that was never published", headers: { authorization: issuer.forged(CLAIMS) } },
  ];
}

type Parts = Record<"token" | "header" | "payload" | "signature", string>;

function brokenTokens({ token, header, payload, signature }: Parts): Attempt[] {
  const late = encoded({ ...CLAIMS, ...validTimes(), exp: seconds() + 9_999 });
  const twice = encoded(
    `{"iss":"x","iss":"${CLAIMS.iss}","aud":"x","aud":"${BOT_ID}","exp":${seconds() + 99}}`,
  );
  const broken: Record<string, string> = {
    "a signature that is missing": `${header}.${payload}.`,
    "no third part": `${header}.${payload}`,
    "half a signature": `${header}.${payload}.${signature.slice(0, 100)}`,
    "a signature with another end": `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
    "a signature of zeros": `${header}.${payload}.${"A".repeat(signature.length)}`,
    "a signature of another payload": `${header}.${late}.${signature}`,
    "claims that are there twice": `${header}.${twice}.${signature}`,
    "a payload that is no JSON": `${header}.${encoded("{")}.${signature}`,
    "a payload that is a list": `${header}.${encoded([CLAIMS])}.${signature}`,
    "a header that is no JSON": `${encoded("null")}.${payload}.${signature}`,
    "a header of prototypes": `${encoded('{"__proto__":{"alg":"none"}}')}.${payload}.${signature}`,
    "five parts, as if encrypted": `${header}..${payload}.${payload}.${signature}`,
    "one part more": `${token}.${signature}`,
    "nothing between dots": "..",
    "12 kB of letters": "a".repeat(12_000),
    "12 kB of dots": ".".repeat(12_000),
  };
  return Object.entries(broken).map(([name, text]) => ({ name, headers: bearing(text) }));
}

/** A good token where none is looked for, or twice. */
function otherPlaces(good: string): Attempt[] {
  const token = good.replace("Bearer ", "");
  const schemes = ["Basic", "Negotiate", "Digest", "JWT", "Token", "Bearer,", "Bearer:", '"Bearer"', ""];
  return [
    { name: "no token", headers: {} },
    { name: "an empty header", headers: { authorization: "" } },
    { name: "a scheme alone", headers: { authorization: "Bearer" } },
    { name: "a blank token", headers: { authorization: "Bearer  " } },
    { name: "two tokens in one header", headers: { authorization: `${good}, ${good}` } },
    { name: "a token and more", headers: { authorization: `${good} trust me` } },
    ...schemes.map((scheme) => ({
      name: `the scheme ${JSON.stringify(scheme)}`,
      headers: { authorization: `${scheme} ${token}` },
    })),
    { name: "a bad header before a good one", headers: { Authorization: ["Bearer x.y.z", good] } },
    { name: "an empty header before a good one", headers: { Authorization: ["", good] } },
    ...[
      "proxy-authorization",
      "x-authorization",
      "x-forwarded-authorization",
      "x-ms-token-aad-access-token",
    ].map((name) => ({ name: `the token in ${name}`, headers: { [name]: good } })),
    { name: "the token in a cookie", headers: { cookie: `authorization=${token}` } },
    { name: "the token in the address", headers: {}, query: `?access_token=${token}&authorization=${token}` },
    { name: "headers of a gateway that has checked", headers: { "x-ms-client-principal-id": BOT_ID } },
  ];
}

/** A good token, and an activity that is not from whom or where it says. */
export function identityAttacks(good: string, canary: string): Attempt[] {
  const foreign = "99999999-0000-4000-8000-000000000001";
  const headers = { authorization: good };
  const of = (name: string, claimed: object): Attempt => ({ name, headers, claimed });
  const hosts = [
    `${canary}/`,
    "https://smba.trafficmanager.net.elsewhere.example/",
    "https://smba.trafficmanager.net@elsewhere.example/",
    "https://elsewhere.example/smba.trafficmanager.net/",
    "http://smba.trafficmanager.net/emea/",
    "HTTPS://SMBA.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net/emea",
    "https://smba.trafficmanager.net:8443/emea/",
    "//smba.trafficmanager.net/emea/",
    "file:///etc/passwd",
    "",
  ];
  const channels = ["webchat", "directline", "emulator", "msteams ", "MSTEAMS", "agents", ""];
  const froms: Record<string, object> = {
    "no sender": { from: undefined },
    "a sender without an Entra id": { from: { id: "29:x" } },
    "an Entra id that is none": { from: { id: "29:x", aadObjectId: "sam" } },
    "an Entra id in a list": { from: { id: "29:x", aadObjectId: ["SHARER"] } },
    "an Entra id with a path behind it": { from: { id: "29:x", aadObjectId: "SHARER/../x" } },
    "a bot as the sender": { from: { id: `28:${BOT_ID}`, aadObjectId: "SHARER" } },
    "a sender in the role of a bot": { from: { id: "29:x", aadObjectId: "SHARER", role: "bot" } },
    "a sender in the role of a skill": { from: { id: "29:x", aadObjectId: "SHARER", role: "skill" } },
    "a sender of a foreign tenant": { from: { id: "29:x", aadObjectId: "SHARER", tenantId: foreign } },
  };
  const chats: Record<string, object> = {
    "a chat of a foreign tenant": { id: "a:x", conversationType: "personal", tenantId: foreign },
    "a chat of an unknown kind": { id: "a:x", conversationType: "meeting", tenantId: TENANT_ID },
    "a chat without a kind": { id: "a:x", tenantId: TENANT_ID },
    "a chat of a tenant in a list": {
      id: "a:x",
      conversationType: "personal",
      tenantId: [TENANT_ID, foreign],
    },
  };
  return [
    ...hosts.map((serviceUrl) => of(`an activity of connector ${serviceUrl}`, { serviceUrl })),
    ...channels.map((channelId) => of(`an activity of channel "${channelId}"`, { channelId })),
    ...Object.entries(froms).map(([name, claimed]) => of(name, claimed)),
    ...Object.entries(chats).map(([name, conversation]) => of(name, { conversation })),
    of("a foreign tenant in the channel's data", { channelData: { tenant: { id: foreign } } }),
    of("no tenant at all", { channelData: {}, conversation: { id: "a:x", conversationType: "personal" } }),
  ];
}
