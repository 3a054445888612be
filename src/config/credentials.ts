import type { CredentialConfig } from "../graph/sign-in.ts";
import type { Environment, Given } from "./environment.ts";

/** How an app registration proves who it is. A client secret is the last resort: it can be copied, and it ends. */
export const BOT_PROOFS = [
  "SECRET_BOT_PASSWORD",
  "BOT_CERTIFICATE_FILE",
  "BOT_FEDERATED_TOKEN_FILE",
  "BOT_MANAGED_IDENTITY",
] as const;

/** The same for the app that asks Graph; without any of them the bot's is used. */
export const GRAPH_PROOFS = [
  "SECRET_GRAPH_PASSWORD",
  "GRAPH_CERTIFICATE_FILE",
  "GRAPH_FEDERATED_TOKEN_FILE",
  "GRAPH_MANAGED_IDENTITY",
] as const;

export const isSet = (values: Given, names: readonly (keyof Given)[]): boolean =>
  names.some((name) => values[name] !== undefined);

/** Those after the first: of several nobody could tell which one is used. */
export const superfluous = (values: Given, names: readonly (keyof Given)[]): readonly (keyof Given)[] =>
  names.filter((name) => values[name] !== undefined).slice(1);

interface App {
  readonly tenantId: string;
  readonly clientId: string;
}

interface Proofs {
  readonly secret: string | undefined;
  readonly certificate: string | undefined;
  readonly tokenFile: string | undefined;
  /** `system`, or the client id of a user-assigned identity. */
  readonly identity: string | undefined;
}

function prove(app: App, { secret, certificate, tokenFile, identity }: Proofs): CredentialConfig | null {
  const { tenantId, clientId } = app;
  if (certificate !== undefined) return { kind: "certificate", tenantId, clientId, file: certificate };
  if (tokenFile !== undefined) return { kind: "federated-token", tenantId, clientId, file: tokenFile };
  if (identity !== undefined) {
    return { kind: "federated-identity", tenantId, clientId, identity: identityIn(identity) };
  }
  return secret === undefined ? null : { kind: "client-secret", tenantId, clientId, clientSecret: secret };
}

const identityIn = (identity: string): string | null => (identity === "system" ? null : identity);

const botProofs = (env: Environment): Proofs => ({
  secret: env.SECRET_BOT_PASSWORD,
  certificate: env.BOT_CERTIFICATE_FILE,
  tokenFile: env.BOT_FEDERATED_TOKEN_FILE,
  identity: env.BOT_MANAGED_IDENTITY,
});

export function botCredential(env: Environment): CredentialConfig {
  if (env.BECKON_PROFILE === "playground") return { kind: "none" };
  const clientId = env.BOT_ID ?? "";
  const proven = prove({ tenantId: env.BOT_TENANT_ID, clientId }, botProofs(env));
  return proven ?? { kind: "managed-identity", identity: clientId };
}

/** The bot's own identity also asks Graph, unless another one is set. */
export function graphCredential(env: Environment): CredentialConfig {
  if (env.BECKON_PROFILE === "playground") return { kind: "none" };
  const { GRAPH_MANAGED_IDENTITY: identity, GRAPH_CLIENT_ID: ownId } = env;
  if (identity !== undefined && ownId === undefined) {
    return { kind: "managed-identity", identity: identityIn(identity) };
  }
  const app = { tenantId: env.GRAPH_TENANT_ID ?? env.BOT_TENANT_ID, clientId: ownId ?? env.BOT_ID ?? "" };
  const own = prove(app, {
    secret: env.SECRET_GRAPH_PASSWORD,
    certificate: env.GRAPH_CERTIFICATE_FILE,
    tokenFile: env.GRAPH_FEDERATED_TOKEN_FILE,
    identity,
  });
  return own ?? prove(app, botProofs(env)) ?? { kind: "managed-identity", identity: app.clientId };
}
