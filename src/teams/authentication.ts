import { ConfigurationBotFrameworkAuthentication } from "botbuilder";
import type { TeamsConfig } from "./config.ts";

type Sdk = ConfigurationBotFrameworkAuthentication;
type Authenticated = Awaited<ReturnType<Sdk["authenticateRequest"]>>;
type ConnectorFactory = NonNullable<Authenticated["connectorFactory"]>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory["create"]>>;
type UserTokenClient = Awaited<ReturnType<Sdk["createUserTokenClient"]>>;
type Credentials = NonNullable<ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[1]>;

/** The request does not prove that it comes from the Bot connector. */
export class Unauthenticated extends Error {
  override readonly name = "Unauthenticated";
}

/** The connector's signing keys could not be had, so nobody can be believed for now. */
export class KeysUnavailable extends Error {
  override readonly name = "KeysUnavailable";
}

/** Several regions, several clouds; more would be somebody playing with addresses. */
const MOST_CLIENTS = 64;

/**
 * The SDK's check of the Bot Framework token, with three doors closed: only the connector's own issuer is believed
 * (the SDK also takes tokens that Entra issues for the bot, which vouch for no sender), a token that cannot be
 * verified is a 401 and nothing else, and the clients that the SDK builds per turn are built once.
 */
export class Authentication extends ConfigurationBotFrameworkAuthentication {
  readonly #config: TeamsConfig;
  readonly #connectors = new Map<string, Promise<ConnectorClient>>();
  #userTokens: Promise<UserTokenClient> | null = null;

  constructor(config: TeamsConfig) {
    super(settingsOf(config), credentialsOf(config), {
      requiredEndorsements: [],
      validateClaims: async (claims) => {
        const issuer = claims.find(({ type }) => type === "iss")?.value;
        if (issuer !== config.cloud.issuer) throw new Unauthenticated("Another issuer");
      },
    });
    this.#config = config;
  }

  override async authenticateRequest(
    ...[activity, authorization]: Parameters<Sdk["authenticateRequest"]>
  ): Promise<Authenticated> {
    // The SDK adds the tenant named in any token, verified or not, to its list of issuers: so it never sees one.
    if (!this.#config.anonymous && issuerIn(authorization) !== this.#config.cloud.issuer) {
      throw new Unauthenticated("Another issuer");
    }
    const authenticated = await super.authenticateRequest(activity, authorization).catch((cause: unknown) => {
      throw mayBeOurFault(cause)
        ? new KeysUnavailable("No signing keys", { cause })
        : new Unauthenticated("Not verified", { cause });
    });
    const { connectorFactory } = authenticated;
    if (connectorFactory === undefined) return authenticated;
    return {
      ...authenticated,
      connectorFactory: {
        create: (serviceUrl, audience) => this.#connector(connectorFactory, serviceUrl, audience),
      },
    };
  }

  override createUserTokenClient(
    ...[identity]: Parameters<Sdk["createUserTokenClient"]>
  ): Promise<UserTokenClient> {
    this.#userTokens ??= super.createUserTokenClient(identity);
    return this.#userTokens;
  }

  #connector(factory: ConnectorFactory, serviceUrl: string, audience?: string): Promise<ConnectorClient> {
    const key = `${audience} ${serviceUrl}`;
    const known = this.#connectors.get(key);
    if (known !== undefined) return known;
    if (this.#connectors.size >= MOST_CLIENTS) this.#connectors.clear();
    const made = factory.create(serviceUrl, audience);
    this.#connectors.set(key, made);
    return made;
  }
}

/** All seven or none: with one of them given, the SDK forgets its defaults for the others. */
const settingsOf = ({ appId, cloud }: TeamsConfig) => ({
  MicrosoftAppId: appId,
  ToChannelFromBotLoginUrl: cloud.loginUrl,
  ToChannelFromBotOAuthScope: cloud.scope,
  ToBotFromChannelTokenIssuer: cloud.issuer,
  OAuthUrl: cloud.tokenServiceUrl,
  ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadataUrl,
  ToBotFromEmulatorOpenIdMetadataUrl: cloud.emulatorOpenIdMetadataUrl,
  CallerId: cloud.callerId,
});

/** The SDK's clients are built and never used: what Beckon sends leaves through its own connector. */
const credentialsOf = ({ appId, anonymous }: TeamsConfig): Credentials => ({
  isValidAppId: async (id) => id === appId && appId !== "",
  isAuthenticationDisabled: async () => anonymous,
  createCredentials: async () => ({
    signRequest: async () => {
      throw new Error("Beckon does not send through the SDK");
    },
  }),
});

function issuerIn(authorization: string): unknown {
  const [scheme, token, more] = authorization.split(" ");
  const payload = token?.split(".")[1];
  if (scheme !== "Bearer" || payload === undefined || more !== undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    return typeof claims === "object" && claims !== null && "iss" in claims ? claims.iss : undefined;
  } catch {
    return undefined;
  }
}

/** The SDK answers "could not fetch the keys" and "a bad token" with the same kind of error. */
function mayBeOurFault(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return cause.name === "FetchError" || ("statusCode" in cause && Number(cause.statusCode) >= 500);
}
