import { connect } from "../../src/store/database/database.ts";
import { sqlite } from "../../src/store/engines/sqlite.ts";
import { openWithMasterKey } from "../../src/store/events/master-keys.ts";
import { rotateMasterKey } from "../../src/store/events/rotate-master-key.ts";

/** A process that rotates one key at a time and is killed after the third, in the middle of its work. */
const [file = "", current = "", former = ""] = process.argv.slice(2);
const database = connect(sqlite(file));
const masters = await openWithMasterKey(database, Buffer.from(current, "hex"), Buffer.from(former, "hex"));
await rotateMasterKey(
  database,
  masters,
  (keys) => {
    if (keys === 3) process.kill(process.pid, "SIGKILL");
  },
  1,
);
