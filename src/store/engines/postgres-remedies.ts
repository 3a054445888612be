const SILENT = "PostgreSQL does not answer";
const UNREACHABLE = `${SILENT}. Check that the server runs and that DATABASE_URL names it.`;
const NOBODY_LISTENS = `${SILENT}: nothing listens at the host and port in DATABASE_URL. Start the server, or correct them.`;
const NO_SUCH_HOST = `${SILENT}: the name of its host in DATABASE_URL is not known here. Correct the name, or look at the DNS.`;
const NO_WAY = `${SILENT} in time. A firewall or a private network may be between; or the server is overloaded.`;
const REFUSED = "PostgreSQL refuses the connection";
const NOT_LET_IN = `${REFUSED}: it does not know this user, or does not let it in from this machine (pg_hba.conf, firewall rules).`;
const WRONG_PASSWORD = `${REFUSED}: wrong password for the user in DATABASE_URL. Characters such as @ : / ? # % are written percent-encoded in it, @ as %40. With DATABASE_IDENTITY: the identity is no user of this database, or its token is of another tenant.`;
const NO_SUCH_DATABASE = `${REFUSED}: the database in DATABASE_URL does not exist. Create it, or correct the name.`;
const WANTS_TLS = `${REFUSED} without TLS. Add sslmode=verify-full to DATABASE_URL, with sslrootcert when its authority is your own.`;
const HAS_NO_TLS =
  "The PostgreSQL server speaks no TLS, and DATABASE_URL asks for it. Switch it on at the server; on a network that you trust, remove sslmode.";
const UNTRUSTED =
  "The TLS certificate of PostgreSQL is of an authority that is not known here. Add sslrootcert=/path/to/ca.pem to DATABASE_URL.";
const EXPIRED = "The TLS certificate of PostgreSQL has ended, or this machine's clock is wrong. Renew it.";
const OTHER_NAME =
  "The TLS certificate of PostgreSQL is for another name than the host in DATABASE_URL. Use the name that it is for.";
const NO_FILE =
  "A file that DATABASE_URL names (sslrootcert, sslcert, sslkey) cannot be read. Correct its path or permissions.";
const TOO_MANY =
  "PostgreSQL has run out of memory or connections: it takes no more. Lower DATABASE_POOL_SIZE of every Beckon, raise max_connections, or put a pooler between.";
const LOST_RACE = "PostgreSQL gave up a transaction in favour of another one. Try again.";

/** SQLSTATE by code or, with its first two digits, by class (postgresql.org/docs/current/errcodes-appendix.html); names of Node.js. */
const REMEDIES: Readonly<Record<string, string>> = {
  "08": UNREACHABLE,
  "25006": "PostgreSQL is read-only: this is a standby, or was set so. Point DATABASE_URL at the primary.",
  "28": NOT_LET_IN,
  "28P01": WRONG_PASSWORD,
  "3D000": NO_SUCH_DATABASE,
  "40001": LOST_RACE,
  "40P01": LOST_RACE,
  "42501": "PostgreSQL denies Beckon's user the right to its tables. Grant it, or let that user own them.",
  "53": "PostgreSQL has run out of memory or connections. Look at the server.",
  "53100": "The disk of the PostgreSQL server is full. Free some space on it.",
  "53300": TOO_MANY,
  "55P03": "PostgreSQL did not get a lock in time. Look for a transaction that was left open.",
  "57": "PostgreSQL is stopping, starting or cut the query off. Try again in a moment.",
  "58": "The PostgreSQL server reports errors of its system. Look at its log.",
  ECONNREFUSED: NOBODY_LISTENS,
  ECONNRESET: UNREACHABLE,
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  ENOENT: UNREACHABLE,
  ENOTFOUND: NO_SUCH_HOST,
  EAI_AGAIN: NO_SUCH_HOST,
  EPIPE: UNREACHABLE,
  ETIMEDOUT: NO_WAY,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: EXPIRED,
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
};

/** What only the words tell, first: errors of `pg` without a code, and codes that mean several things. */
const BY_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/^timeout exceeded when trying to connect/, NO_WAY],
  [
    /^(Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed)/,
    UNREACHABLE,
  ],
  // PgBouncer has one code (08P01) for everything that it refuses.
  [/password authentication failed|SASL authentication failed|no such user/i, WRONG_PASSWORD],
  [/no such database|database .* does not exist/i, NO_SUCH_DATABASE],
  [/^The server does not support SSL connections/, HAS_NO_TLS],
  [
    /no pg_hba\.conf entry .*(no encryption|SSL off)|SSL (connection )?is required|connection is insecure/i,
    WANTS_TLS,
  ],
  [/sorry, too many clients|too many connections|no more connections allowed/i, TOO_MANY],
];

/** @returns what to do, as a sentence; null when the database is not to blame. */
export function remedyFor(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("syscall" in error && error.syscall === "open") return NO_FILE;
  const said = BY_MESSAGE.find(([words]) => words.test(error.message));
  if (said !== undefined) return said[1];
  const code = codeOf(error);
  return REMEDIES[code] ?? REMEDIES[code.slice(0, 2)] ?? null;
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";
