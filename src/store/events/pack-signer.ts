import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from "node:crypto";
import type { PackSigner } from "../../ports/evidence.ts";

const LABEL = "beckon audit packs";
const SEED_BYTES = 32;
/** What PKCS #8 puts before the 32 bytes of an Ed25519 key (RFC 8410). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** Ed25519, with a key that is derived from the master key; the public half checks a pack. */
export function createPackSigner(master: KeyObject): PackSigner {
  const seed = Buffer.from(hkdfSync("sha256", master, "", LABEL, SEED_BYTES));
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: "der",
    type: "pkcs8",
  });
  return {
    publicKey: createPublicKey(key).export({ format: "jwk" }).x ?? "",
    sign: (text) => sign(null, Buffer.from(text), key).toString("base64"),
  };
}
