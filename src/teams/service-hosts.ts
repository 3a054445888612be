import { isLoopback } from "../ports/loopback.ts";
import type { TeamsConfig } from "./config.ts";

/**
 * Whether Beckon may send its token and its cards there. Checked on the way in and on the way out, because an address
 * may have been stored under an older configuration.
 */
export function servesTeams(serviceUrl: string, { anonymous, serviceHosts }: TeamsConfig): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { origin, protocol, host, hostname, pathname, href } = new URL(serviceUrl);
  // A user, a query or a fragment would change what the path that is added to it means.
  if (href !== `${origin}${pathname}`) return false;
  return anonymous ? isLoopback(hostname) : protocol === "https:" && serviceHosts.includes(host);
}
