/** A request as its lines, to a path; the server's own address is `host`. */
type Lines = (path: string, host: string) => readonly string[];

const close = "Connection: close";
const withHeader =
  (header: string): Lines =>
  (path, host) => [`GET ${path} HTTP/1.1`, `Host: ${host}`, header, close];
const withHost =
  (name: string): Lines =>
  (path, host) => [`GET ${path} HTTP/1.1`, `Host: ${name.replace("PORT", host.replace(/.*:/, ""))}`, close];

/** What a server that believes everybody must not answer, though it arrives on loopback. */
export const FOREIGN_REQUESTS: readonly (readonly [name: string, lines: Lines])[] = [
  ["a name that was made to point here", withHost("rebound.example:PORT")],
  ["the address in the local network", withHost("192.168.1.20:PORT")],
  ["the address of all interfaces", withHost("0.0.0.0:PORT")],
  ["a name that only begins like this machine's", withHost("localhost.example:PORT")],
  ["a name that only ends like this machine's", withHost("evil-localhost:PORT")],
  ["an address that only begins like loopback", withHost("127.0.0.1.example:PORT")],
  ["a number that is no address", withHost("127.0.0.999:PORT")],
  ["a user before the host", withHost("localhost@evil.example")],
  ["two ports", withHost("localhost:80:80")],
  ["an empty Host", withHost("")],
  [
    "a foreign host in the target",
    (path, host) => [`GET http://rebound.example${path} HTTP/1.1`, `Host: ${host}`, close],
  ],
  [
    "this machine as the user of a foreign target",
    (path, host) => [`GET http://localhost@evil.example${path} HTTP/1.1`, `Host: ${host}`, close],
  ],
  [
    "a second Host that is foreign",
    (path, host) => [`GET ${path} HTTP/1.1`, `Host: ${host}`, "Host: evil.example", close],
  ],
  [
    "a first Host that is foreign",
    (path, host) => [`GET ${path} HTTP/1.1`, "Host: evil.example", `Host: ${host}`, close],
  ],
  ["HTTP/1.0 without a Host", (path) => [`GET ${path} HTTP/1.0`]],
  ["HTTP/1.0 with a foreign Host", (path) => [`GET ${path} HTTP/1.0`, "Host: evil.example"]],
  ...[
    "Forwarded: for=203.0.113.7",
    "X-Forwarded-For: 203.0.113.7",
    "x-forwarded-host: beckon.example",
    "X-Forwarded-Proto: https",
    "X_Forwarded_For: 203.0.113.7",
    "X-Real-IP: 203.0.113.7",
    "Via: 1.1 proxy",
    "CF-Connecting-IP: 203.0.113.7",
    "CF-Ray: 1",
    "True-Client-IP: 203.0.113.7",
    "X-Client-IP: 203.0.113.7",
    "X-Cluster-Client-IP: 203.0.113.7",
    "Fastly-Client-IP: 203.0.113.7",
    "X-Original-Host: beckon.example",
    "X-Envoy-External-Address: 203.0.113.7",
    "X-Azure-ClientIP: 203.0.113.7",
    "X-ARR-LOG-ID: 1",
    "X-Amzn-Trace-Id: 1",
    "X-Tunnel-Authorization: 1",
    "Tailscale-User-Login: sam@example.org",
    "CDN-Loop: cloudflare",
  ].map((header) => [header, withHeader(header)] as const),
];

/** What a browser or a program on this machine sends. */
export const LOCAL_REQUESTS: readonly (readonly [name: string, lines: Lines])[] = [
  ["the name of this machine", withHost("localhost:PORT")],
  ["the name in capitals", withHost("LOCALHOST:PORT")],
  ["another name of it, without a port", withHost("localhost")],
  ["another address of it", withHost("127.8.9.10:PORT")],
  ["IPv6", withHost("[::1]:PORT")],
  ["its name in the target", (path, host) => [`GET http://${host}${path} HTTP/1.1`, `Host: ${host}`, close]],
  ["HTTP/1.0 with its name", (path, host) => [`GET ${path} HTTP/1.0`, `Host: ${host}`]],
];
