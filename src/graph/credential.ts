import { ClientSecretCredential, ManagedIdentityCredential, type TokenCredential } from "@azure/identity";

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
