import type { TokenCredential } from "@azure/identity";
import {
  AzureCliCredential,
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { z } from "zod";
import type { Unknown } from "../domain/eligibility/facts.ts";
import { beforeAbort } from "./before-abort.ts";

interface App {
  readonly tenantId: string;
  readonly clientId: string;
}

/** An identity is the client id of a user-assigned one, and null for the machine's own. */
export type CredentialConfig =
  | { readonly kind: "none" }
  | { readonly kind: "managed-identity"; readonly identity: string | null }
  | (App & { readonly kind: "client-secret"; readonly clientSecret: string })
  /** A PEM file with the certificate and its private key. */
  | (App & { readonly kind: "certificate"; readonly file: string })
  /** A token of another issuer that the app registration trusts, in a file that is renewed by others. */
  | (App & { readonly kind: "federated-token"; readonly file: string })
  /** A managed identity that the app registration trusts. */
  | (App & { readonly kind: "federated-identity"; readonly identity: string | null });

/** The audience of tokens that an app registration trusts. Source: learn.microsoft.com/entra/workload-id */
const EXCHANGE = "api://AzureADTokenExchange/.default";

/** @returns null for a simulated Graph, which asks for no sign-in. Nothing is fetched or read before the first question. */
export function createCredential(config: CredentialConfig): TokenCredential | null {
  switch (config.kind) {
    case "none":
      return null;
    case "managed-identity":
      return managedIdentity(config.identity);
    case "client-secret":
      return new ClientSecretCredential(config.tenantId, config.clientId, config.clientSecret);
    case "certificate":
      return new ClientCertificateCredential(config.tenantId, config.clientId, {
        certificatePath: config.file,
      });
    case "federated-token": {
      const { tenantId, clientId, file: tokenFilePath } = config;
      return new WorkloadIdentityCredential({ tenantId, clientId, tokenFilePath });
    }
    case "federated-identity": {
      const identity = managedIdentity(config.identity);
      const assertion = async () => (await identity.getToken(EXCHANGE)).token;
      return new ClientAssertionCredential(config.tenantId, config.clientId, assertion);
    }
  }
}

const managedIdentity = (identity: string | null) =>
  identity === null ? new ManagedIdentityCredential() : new ManagedIdentityCredential({ clientId: identity });

/** For Azure Database for PostgreSQL, which takes a token of Entra as password. Source: learn.microsoft.com/azure/postgresql, Entra authentication */
const DATABASE_SCOPE = "https://ossrdbms-aad.database.windows.net/.default";

/** @param who `system`, `az` for whoever is signed in to the Azure CLI, or the client id of a managed identity. */
export function databaseToken(who: string): () => Promise<string> {
  const credential: TokenCredential =
    who === "az" ? new AzureCliCredential() : managedIdentity(who === "system" ? null : who);
  return async () => {
    const token = await credential.getToken(DATABASE_SCOPE);
    if (token === null) throw new SignInFailed("Entra gave no token for the database");
    return token.token;
  };
}

/** The app whose permissions the tokens carry; null for a machine's own identity, whose id only the token tells. */
export function appIdOf(config: CredentialConfig): string | null {
  if (config.kind === "none") return null;
  return config.kind === "managed-identity" ? config.identity : config.clientId;
}

/** No token could be had: a wrong secret, a wrong tenant, or Entra is down. */
export class SignInFailed extends Error {
  override readonly name = "SignInFailed";
}

/** A failure of the sign-in that another try does not correct. */
export interface SignInFault {
  /** `AADSTS7000222`. */
  readonly code: string;
  /** The part of its keys in the catalogue. */
  readonly known: (typeof KNOWN)[number] | "other";
}

/** Those with a remedy of their own. Source: learn.microsoft.com/entra/identity-platform/reference-error-codes */
const KNOWN = [
  "AADSTS7000222",
  "AADSTS7000215",
  "AADSTS700016",
  "AADSTS7000112",
  "AADSTS90002",
  "AADSTS900382",
  "AADSTS53003",
] as const;

/** Codes of Entra's own outages: another try helps. */
const TRANSIENT: readonly string[] = ["AADSTS90033", "AADSTS90006", "AADSTS90055"];

/** Reads nothing of the error but its code: its message names the app and the tenant. */
export function signInFault(error: unknown): SignInFault | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = /AADSTS\d+/.exec(one.message)?.[0];
    if (code === undefined || TRANSIENT.includes(code)) continue;
    return { code, known: KNOWN.find((each) => each === code) ?? "other" };
  }
  return null;
}

/** How a sign-in went. */
export type SignIn =
  | { readonly kind: "simulated" }
  /** The permissions that the token carries; null when it does not tell. */
  | { readonly kind: "signed-in"; readonly roles: readonly string[] | null }
  | { readonly kind: "refused"; readonly fault: SignInFault }
  /** Nobody answered, or a certificate or token could not be read. */
  | { readonly kind: "no-token" };

/** @param resource `https://graph.microsoft.com`. Never throws. */
export async function trySignIn(
  credential: TokenCredential | null,
  resource: string,
  signal: AbortSignal,
): Promise<SignIn> {
  if (credential === null) return { kind: "simulated" };
  try {
    const token = await beforeAbort(
      credential.getToken(`${resource}/.default`, { abortSignal: signal }),
      signal,
    );
    return token === null ? { kind: "no-token" } : { kind: "signed-in", roles: rolesIn(token.token) };
  } catch (cause) {
    const fault = signInFault(cause);
    return fault === null ? { kind: "no-token" } : { kind: "refused", fault };
  }
}

const Claims = z.object({ roles: z.array(z.string()).default([]) });

/** Read, not verified: Entra itself gave it to us. Null when it is no JWT, which Entra does not promise. */
function rolesIn(token: string): readonly string[] | null {
  const [, payload] = token.split(".");
  if (payload === undefined) return null;
  try {
    return Claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).roles;
  } catch {
    return null;
  }
}

export const signInUnknown = ({ code }: SignInFault): Unknown => ({
  why: { fact: "sign-in-refused", code },
  owner: "identity-admin",
});

/** The simulated Graph accepts any token, but refuses a call without one, as Graph does. */
const NO_CREDENTIAL = "simulated";

/**
 * Signs calls to one origin only, so that a strange `@odata.nextLink` cannot carry the token away. The client's
 * own handler cannot serve: it drops the header for every address without https, loopback included.
 */
export class Authorize implements Middleware {
  readonly #credential: TokenCredential | null;
  readonly #origin: string;
  readonly #failed: (fault: SignInFault) => void;
  /** What the last sign-in failed of, and null once one succeeded. */
  fault: SignInFault | null = null;
  #next: Middleware | undefined;

  constructor(
    credential: TokenCredential | null,
    baseUrl: string,
    failed: (fault: SignInFault) => void = () => {},
  ) {
    this.#credential = credential;
    this.#origin = new URL(baseUrl).origin;
    this.#failed = failed;
  }

  async execute(context: Context): Promise<void> {
    const url = typeof context.request === "string" ? context.request : context.request.url;
    if (new URL(url).origin !== this.#origin) throw new SignInFailed("Not an address of Graph");
    const token = await this.token(context.options?.signal ?? undefined);
    context.options = {
      ...context.options,
      headers: { ...(context.options?.headers as Record<string, string>), authorization: `Bearer ${token}` },
    };
    await this.#next?.execute(context);
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }

  /** @throws {SignInFailed} */
  async token(signal?: AbortSignal): Promise<string> {
    if (this.#credential === null) return NO_CREDENTIAL;
    try {
      const options = signal === undefined ? {} : { abortSignal: signal };
      const token = await this.#credential.getToken(`${this.#origin}/.default`, options);
      if (token === null) throw new SignInFailed("No token");
      this.fault = null;
      return token.token;
    } catch (cause) {
      const fault = signInFault(cause);
      if (fault !== null && fault.code !== this.fault?.code) this.#failed(fault);
      this.fault = fault;
      throw new SignInFailed("Beckon could not sign in to Graph", { cause });
    }
  }
}
