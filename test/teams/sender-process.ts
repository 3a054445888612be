import { systemClock } from "../../src/ports/clock.ts";
import { MessageFault, type Messenger } from "../../src/ports/messenger.ts";
import { openStore } from "../../src/store/open-store.ts";
import { paced } from "../../src/teams/paced-messenger.ts";
import { silentLog } from "../../src/telemetry/log.ts";

/** What a process of its own is to do. */
export interface SenderTask {
  readonly databaseUrl: string;
  readonly masterKey: string;
  /** After this long, so that it has heard of the others. Milliseconds. */
  readonly from: number;
  /** Tries at once, again and again, until this long after the start. Milliseconds. */
  readonly lanes: number;
  readonly until: number;
}

/** When each message left, on the wall clock, which processes on one machine share. */
export type Sent = readonly number[];

const chat = { serviceUrl: "https://smba", conversationId: "19:helpdesk", tenantId: "contoso" };
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

process.on("message", async ({ databaseUrl, masterKey, from, lanes, until }: SenderTask) => {
  const store = await openStore(
    { databaseUrl, masterKey: Buffer.from(masterKey, "hex") },
    { clock: systemClock, log: silentLog },
  );
  const sent: number[] = [];
  const record = async () => void sent.push(Date.now());
  const messenger: Messenger = {
    post: async () => ({ activityId: "1" }),
    update: record,
    say: record,
    openPersonalChat: async () => chat,
  };
  const { interactive, start, stop } = paced(messenger, undefined, {
    store,
    worker: `sender ${process.pid}`,
    clock: systemClock,
    log: silentLog,
  });
  await start();
  await wait(from);
  const end = Date.now() + until - from;
  const lane = async () => {
    while (Date.now() < end) {
      try {
        await interactive.say(chat, "hello");
      } catch (fault) {
        if (!(fault instanceof MessageFault)) throw fault;
        await wait(20);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await stop();
  await store.close();
  process.send?.(sent);
  process.disconnect();
});
process.send?.("ready");
