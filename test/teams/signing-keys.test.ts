import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TEAMS_DEFAULTS, type TeamsConfig } from "../../src/teams/config.ts";
import { createSigningKeys, KeysUnavailable, type SigningKeys } from "../../src/teams/signing-keys.ts";
import { verifyToken } from "../../src/teams/token.ts";
import { startTokenIssuer, type TokenIssuer } from "../support/token-issuer.ts";

const APP_ID = "b0000000-0000-4000-8000-000000000001";
const HOUR = 3_600_000;

let issuer: TokenIssuer;
let config: TeamsConfig;
let keys: SigningKeys;
let now: number;
beforeEach(async () => {
  issuer = await startTokenIssuer();
  config = { ...TEAMS_DEFAULTS, appId: APP_ID, tenants: [], cloud: issuer.cloud };
  now = 1_000;
  keys = createSigningKeys(issuer.cloud.openIdMetadataUrl, () => now, 1_500);
});
afterEach(() => issuer.close());

const claims = () => ({ iss: issuer.cloud.issuer, aud: APP_ID, serviceurl: "https://smba" });
const verify = (bearer = issuer.bearer(claims())) => verifyToken([bearer], config, keys);

describe("signing keys (F10)", () => {
  test("are fetched once for many tokens", async () => {
    await Promise.all([verify(), verify(), verify()]);
    await verify();
    expect(issuer.asked).toEqual(["/connector", "/keys"]);
  });

  test("that are new are fetched at once, however young the others are", async () => {
    await verify();
    now += 11_000;
    issuer.rotate();
    expect((await verify()).claims.aud).toBe(APP_ID);
  });

  test("are not fetched for every invented id", async () => {
    await verify();
    for (let i = 0; i < 20; i++) {
      await expect(verify(issuer.bearer(claims(), { kid: `invented-${i}` }))).rejects.toThrow("Unknown key");
    }
    expect(issuer.asked).toHaveLength(2);
    now += 11_000;
    await expect(verify(issuer.bearer(claims(), { kid: "invented" }))).rejects.toThrow("Unknown key");
    expect(issuer.asked).toHaveLength(4);
    await verify();
  });

  test.each(["500", "html", "empty", "no-keys", "silent"] as const)(
    "go on serving for days while their address answers %s, and the next good answer counts",
    async (fault) => {
      await verify();
      issuer.fail(fault);
      for (let days = 0; days < 3; days++) {
        now += 24 * HOUR;
        expect((await verify()).claims.aud).toBe(APP_ID);
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      issuer.fail(null);
      issuer.rotate();
      now += HOUR;
      const later = () => {
        now += 1_000;
        return verify().then(() => true);
      };
      await expect.poll(later, { timeout: 8_000 }).toBe(true);
    },
  );

  test.each(["500", "html", "empty", "no-keys", "silent"] as const)(
    "whose first fetch is answered with %s are unavailable, and fetched again a second later",
    async (fault) => {
      issuer.fail(fault);
      await expect(verify()).rejects.toBeInstanceOf(KeysUnavailable);
      issuer.fail(null);
      now += 1_000;
      await verify();
    },
  );

  test("that are bad once, after good metadata, are fetched again", async () => {
    issuer.fail(null, "html", null);
    await expect(verify()).rejects.toBeInstanceOf(KeysUnavailable);
    now += 1_000;
    await verify();
  });

  test("that were taken back are believed no more after the next fetch", async () => {
    const old = issuer.bearer(claims());
    await verify(old);
    now += 11_000;
    issuer.rotate();
    await verify();
    now += 11_000;
    await expect(verify(old)).rejects.toThrow("Unknown key");
  });
});

describe("a token is not believed", () => {
  test.each([
    ["without an end", { exp: undefined }, {}],
    ["without a signature", {}, { alg: "none" }],
    ["that is signed with a shared secret", {}, { alg: "HS256" }],
    ["without the id of its key", {}, { kid: undefined }],
    ["whose id of a key is no text", {}, { kid: 7 }],
    ["for several bots at once, none of them this one", { aud: ["x", "y"] }, {}],
  ])("%s", async (_, more, header) => {
    await verify();
    await expect(verify(issuer.bearer({ ...claims(), ...more }, header))).rejects.toMatchObject({
      name: "Unauthenticated",
    });
  });
});
