/** This machine, as the host of an address: with or without the brackets of IPv6 in a URL. */
const LOOPBACK = /^(localhost|127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}|\[::1\]|::1)$/;

/** Decides whether Beckon may work without tokens and speak plain HTTP. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** What proxies, tunnels and content networks add to a request that they pass on. */
const FORWARDED = new RegExp(
  [
    "^(?:x-)?forwarded|^via$|^x-real-ip$|^x-host$|^x-rewrite-url$|^x-original-|^cdn-loop$",
    "(?:^|-)(?:client|remote|proxyuser)-(?:ip|addr)$",
    "^(?:cf|x-arr|x-azure|x-appgw|x-amzn?|x-envoy|x-tunnel|x-vercel|x-nf|fly|fastly|ngrok|tailscale|akamai)-",
  ].join("|"),
  "i",
);

/**
 * Why a request does not come from this machine, though it arrived on loopback: through a proxy or tunnel, or from a
 * page of another site whose name was made to point here (DNS rebinding). Null when it does.
 */
export function whyForeign({
  rawHeaders,
  url = "",
}: {
  /** Names and values in turn, as Node.js has them. */
  readonly rawHeaders: readonly string[];
  readonly url?: string | undefined;
}): "host" | "forwarded" | null {
  const names = rawHeaders.filter((_, i) => i % 2 === 0).map((name) => name.replaceAll("_", "-"));
  if (names.some((name) => FORWARDED.test(name))) return "forwarded";
  const hosts = rawHeaders.filter((_, i) => i % 2 === 1 && names[(i - 1) / 2]?.toLowerCase() === "host");
  const isLocal = hosts.length === 1 && isLoopback(hostOf(hosts[0] ?? "")) && isLocalTarget(url);
  return isLocal ? null : "host";
}

/** Without its port. */
const hostOf = (header: string): string => header.toLowerCase().replace(/:\d{1,5}$/, "");

/** The target of a request may name a host too, and that one counts: `GET http://beckon.example/ HTTP/1.1`. */
const isLocalTarget = (target: string): boolean =>
  target.startsWith("/") || (URL.canParse(target) && isLoopback(new URL(target).hostname));
