import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { silentLog } from "../../src/telemetry/log.ts";
import { claimed, opened } from "../support/tickets.ts";
import { atT0 } from "./place.ts";
import { toldTicket } from "./stories.ts";

test("a rotation that is killed with -9 loses nothing, and the next one goes on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "beckon-rotate-"));
  const file = join(folder, "beckon.sqlite");
  const [former, current] = [randomBytes(32), randomBytes(32)];
  const deps = { clock: atT0, log: silentLog };
  try {
    const before = await openStore({ file, masterKey: former }, deps);
    for (let tickets = 0; tickets < 5; tickets++) await toldTicket(before, [...opened(), ...claimed()]);
    await before.close();

    const args = ["test/store/rotation-killed.ts", file, current.toString("hex"), former.toString("hex")];
    const child = spawn(process.execPath, args, { stdio: "inherit" });
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);

    const both = await openStore({ file, masterKey: current, formerMasterKey: former }, deps);
    const { keys, wrapped, unreadable } = await both.evidence.rotateMasterKey();
    expect({ left: keys - wrapped, unreadable }).toEqual({ left: 3, unreadable: 0 });
    await both.close();

    const after = await openStore({ file, masterKey: current }, deps);
    const broken: unknown[] = [];
    const tally = await after.evidence.verify({}, (each) => void broken.push(each));
    expect(broken).toEqual([]);
    expect(tally.tickets).toBe(5);
    await after.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
