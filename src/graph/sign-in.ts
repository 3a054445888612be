import type { TokenCredential } from "@azure/identity";
import { ClientSecretCredential, ManagedIdentityCredential } from "@azure/identity";
import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import type { Unknown } from "../domain/eligibility/facts.ts";

export type CredentialConfig =
  | { readonly kind: "none" }
  | { readonly kind: "managed-identity"; readonly clientId?: string }
  | {
      readonly kind: "client-secret";
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: string;
    };

/** @returns null for a simulated Graph, which asks for no sign-in. Nothing is fetched before the first question. */
export function createCredential(config: CredentialConfig): TokenCredential | null {
  switch (config.kind) {
    case "none":
      return null;
    case "managed-identity":
      return config.clientId === undefined
        ? new ManagedIdentityCredential()
        : new ManagedIdentityCredential({ clientId: config.clientId });
    case "client-secret":
      return new ClientSecretCredential(config.tenantId, config.clientId, config.clientSecret);
  }
}

/** No token could be had: a wrong secret, a wrong tenant, or Entra is down. */
export class SignInFailed extends Error {
  override readonly name = "SignInFailed";
}

/** A sign-in that no second try mends. */
export interface SignInFault {
  /** `AADSTS7000222`. */
  readonly code: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Source: learn.microsoft.com/entra/identity-platform/reference-error-codes */
const FAULTS: Readonly<Record<string, Omit<SignInFault, "code">>> = {
  AADSTS7000222: {
    problem: "its client secret has expired",
    remedy:
      "Make a new client secret for Beckon's app in Entra, and put its value into SECRET_GRAPH_PASSWORD or SECRET_BOT_PASSWORD.",
  },
  AADSTS7000215: {
    problem: "its client secret is wrong",
    remedy: "Put the secret's value, not its id, into SECRET_GRAPH_PASSWORD or SECRET_BOT_PASSWORD.",
  },
  AADSTS700016: {
    problem: "its app is not known in the tenant",
    remedy: "Check GRAPH_CLIENT_ID or BOT_ID, and GRAPH_TENANT_ID or BOT_TENANT_ID.",
  },
  AADSTS7000112: {
    problem: "its app is disabled in the tenant",
    remedy: "Enable Beckon's enterprise application in Entra.",
  },
  AADSTS90002: {
    problem: "the tenant does not exist",
    remedy: "Check GRAPH_TENANT_ID or BOT_TENANT_ID.",
  },
  AADSTS900382: {
    problem: "the tenant belongs to another Microsoft cloud",
    remedy: "Check GRAPH_TENANT_ID or BOT_TENANT_ID; Beckon works in the public cloud only.",
  },
  AADSTS53003: {
    problem: "a Conditional Access policy blocks it",
    remedy: "Leave Beckon's service principal out of the Conditional Access policy for workload identities.",
  },
};

/** Codes of Entra's own outages: another try helps. */
const TRANSIENT: readonly string[] = ["AADSTS90033", "AADSTS90006", "AADSTS90055"];

/** Reads nothing of the error but its code: its message names the app and the tenant. */
export function signInFault(error: unknown): SignInFault | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = /AADSTS\d+/.exec(one.message)?.[0];
    if (code === undefined || TRANSIENT.includes(code)) continue;
    const known = FAULTS[code] ?? {
      problem: "Entra refused it",
      remedy: `Look up ${code} at https://login.microsoftonline.com/error.`,
    };
    return { code, problem: known.problem, remedy: known.remedy };
  }
  return null;
}

export const signInUnknown = ({ code, problem }: SignInFault): Unknown => ({
  why: `Beckon could not sign in to Graph: ${problem} (${code})`,
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
