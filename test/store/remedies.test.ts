import { describe, expect, test } from "vitest";
import { postgres } from "../../src/store/engines/postgres.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { silentLog } from "../../src/telemetry/log.ts";

const failure = (about: object, message = "") => Object.assign(new Error(message), about);

describe("SQLite", () => {
  const { remedyFor } = sqlite("data/beckon.db");
  const remedies: readonly (readonly [string, number | string, string])[] = [
    ["SQLITE_BUSY", 5, "locked by another process"],
    ["SQLITE_BUSY_SNAPSHOT", 517, "locked by another process"],
    ["SQLITE_READONLY_DBMOVED", 1032, "cannot be written"],
    ["SQLITE_IOERR_FSYNC", 1034, "Check the disk"],
    ["SQLITE_CORRUPT", 11, "Restore it from a backup"],
    ["SQLITE_FULL", 13, "Free some space"],
    ["SQLITE_CANTOPEN", 14, "cannot be opened"],
    ["SQLITE_NOTADB", 26, "Restore it from a backup"],
  ];
  test.each(remedies)("%s (%d) has a remedy", (_, errcode, remedy) => {
    expect(remedyFor(failure({ code: "ERR_SQLITE_ERROR", errcode }))).toContain(remedy);
    expect(remedyFor(failure({ code: "ERR_SQLITE_ERROR", errcode }))).toContain("data/beckon.db");
  });

  test("a folder that cannot be made has a remedy", () => {
    expect(remedyFor(failure({ code: "EACCES" }))).toContain("cannot be written");
    expect(remedyFor(failure({ code: "ENOSPC" }))).toContain("Free some space");
  });

  test("a mistake of ours has none", () => {
    expect(remedyFor(failure({ code: "ERR_SQLITE_ERROR", errcode: 1 }))).toBeNull();
    expect(remedyFor(failure({ code: "ERR_SQLITE_ERROR", errcode: 2067 }))).toBeNull();
    expect(remedyFor(new TypeError("undefined is not a function"))).toBeNull();
    expect(remedyFor("thrown as a text")).toBeNull();
  });
});

describe("PostgreSQL", () => {
  const { remedyFor, isSerializationFailure } = postgres("postgres://beckon@127.0.0.1:1/beckon", silentLog);
  const remedies: readonly (readonly [string, string, string])[] = [
    ["connection failure", "08006", "does not answer"],
    ["connection refused", "ECONNREFUSED", "does not answer"],
    ["unknown host", "ENOTFOUND", "does not answer"],
    ["wrong password", "28P01", "refuses the connection"],
    ["no such database", "3D000", "refuses the connection"],
    ["read-only", "25006", "at the primary"],
    ["serialization failure", "40001", "Try again"],
    ["deadlock", "40P01", "Try again"],
    ["no right to the table", "42501", "Grant it"],
    ["disk full", "53100", "Free some space"],
    ["too many connections", "53300", "run out of memory or connections"],
    ["lock timeout", "55P03", "a transaction that was left open"],
    ["shutting down", "57P01", "Try again in a moment"],
    ["statement timeout", "57014", "Try again in a moment"],
  ];
  test.each(remedies)("%s (%s) has a remedy", (_, code, remedy) => {
    expect(remedyFor(failure({ code }))).toContain(remedy);
  });

  test("a connection that breaks without a code has a remedy", () => {
    expect(remedyFor(new Error("Connection terminated unexpectedly"))).toContain("does not answer");
    expect(remedyFor(new Error("timeout exceeded when trying to connect"))).toContain("does not answer");
  });

  test("a mistake of ours has none", () => {
    expect(remedyFor(failure({ code: "42601" }))).toBeNull();
    expect(remedyFor(failure({ code: "23505" }))).toBeNull();
    expect(remedyFor(new TypeError("undefined is not a function"))).toBeNull();
  });

  test("a deadlock or a serialization failure is a race that was lost, a full disk is not", () => {
    expect(["40001", "40P01", "53100"].map((code) => isSerializationFailure(failure({ code })))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("PostgreSQL, the true cause", () => {
  const { remedyFor } = postgres("postgres://beckon@127.0.0.1:1/beckon", silentLog);
  const causes: readonly (readonly [string, object, string, string])[] = [
    ["nobody listens", { code: "ECONNREFUSED" }, "", "nothing listens at the host and port"],
    ["unknown host", { code: "ENOTFOUND" }, "", "name of its host"],
    ["no way", {}, "timeout exceeded when trying to connect", "firewall"],
    ["wrong password", { code: "28P01" }, "", "percent-encoded"],
    ["wrong password at PgBouncer", { code: "08P01" }, "password authentication failed", "wrong password"],
    ["no such database", { code: "3D000" }, "", "does not exist"],
    [
      "wants TLS",
      { code: "28000" },
      'no pg_hba.conf entry for host "1", user "b", no encryption',
      "without TLS",
    ],
    ["speaks no TLS", {}, "The server does not support SSL connections", "speaks no TLS"],
    ["own authority", { code: "SELF_SIGNED_CERT_IN_CHAIN" }, "", "sslrootcert"],
    ["another name", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "", "another name than the host"],
    ["certificate over", { code: "CERT_HAS_EXPIRED" }, "", "has ended"],
    ["no file of the authority", { code: "ENOENT", syscall: "open" }, "", "sslrootcert, sslcert, sslkey"],
    ["too many", { code: "53300" }, "", "DATABASE_POOL_SIZE"],
    ["too many for the pooler", { code: "08P01" }, "no more connections allowed", "DATABASE_POOL_SIZE"],
  ];
  test.each(causes)("%s", (_, about, message, remedy) => {
    expect(remedyFor(failure(about, message))).toContain(remedy);
  });
});
