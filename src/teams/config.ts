import type { ReaderLocale } from "../ports/address-book.ts";
import type { HttpLimits } from "./http-server.ts";
import type { PaceLimits } from "./pace.ts";

/** Where tokens come from and who vouches for them: one set per Microsoft cloud. */
export interface Cloud {
  /** The audience of the tokens that Beckon sends with. */
  readonly scope: string;
  /** The only issuer that Beckon believes. */
  readonly issuer: string;
  /** Where the issuer names its signing keys. */
  readonly openIdMetadataUrl: string;
}

export const publicCloud: Cloud = {
  scope: "https://api.botframework.com",
  issuer: "https://api.botframework.com",
  openIdMetadataUrl: "https://login.botframework.com/v1/.well-known/openidconfiguration",
};

export interface TeamsConfig {
  /** The bot's Entra app id; may be "" when `anonymous`. */
  readonly appId: string;
  /** Asks for no token: for the playground, and only on loopback. */
  readonly anonymous: boolean;
  /** The tenants whose people Beckon talks to. */
  readonly tenants: readonly string[];
  /** Hosts that Beckon sends its token and its cards to, `host` or `host:port`, as `URL.host` writes them. */
  readonly serviceHosts: readonly string[];
  readonly http: HttpLimits;
  /** Null where programs act as people. */
  readonly pace: PaceLimits | null;
  /** Bytes of one activity. */
  readonly bodyLimit: number;
  /** Milliseconds until a message counts as "may have arrived". */
  readonly sendTimeout: number;
  /** For people whose client tells neither language nor time zone. */
  readonly reader: ReaderLocale;
  readonly cloud: Cloud;
}

export const TEAMS_DEFAULTS = {
  anonymous: false,
  serviceHosts: ["smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"],
  pace: { burst: 120, perSecond: 2 },
  http: { arrivesWithin: 10_000, connections: 1_000 },
  bodyLimit: 256 * 1024,
  sendTimeout: 10_000,
  reader: { timeZone: "UTC", locale: "en-GB" },
  cloud: publicCloud,
} as const satisfies Partial<TeamsConfig>;

/** Fails closed: without an app id no token can be checked. @throws when anybody could talk to the bot. */
export function insistOnIdentity({ appId, anonymous, tenants }: TeamsConfig): void {
  if (!anonymous && appId === "") throw new Error("Teams: an app id is required outside the playground");
  if (tenants.length === 0) throw new Error("Teams: at least one tenant has to be allowed");
}
