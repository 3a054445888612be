import type { TeamsConfig } from "./config.ts";

const LOOPBACK = /^(localhost|\[::1\]|::1|127(\.\d{1,3}){3})$/;

export const isLoopback = (host: string) => LOOPBACK.test(host);

/**
 * May Beckon send its token and its cards there? Checked on the way in and on the way out, because an address may
 * have been stored under an older configuration.
 */
export function servesTeams(serviceUrl: string, { anonymous, serviceHosts }: TeamsConfig): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, username, password } = new URL(serviceUrl);
  if (username !== "" || password !== "") return false;
  if (anonymous) return isLoopback(hostname);
  if (protocol !== "https:") return false;
  return serviceHosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}
