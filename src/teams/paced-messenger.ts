import type { Clock } from "../ports/clock.ts";
import type { SharedLimits } from "../ports/delivery-store.ts";
import { type Address, MessageFault, type Messenger, withoutThread } from "../ports/messenger.ts";
import type { Log } from "../telemetry/log.ts";
import { faultFields } from "./fault.ts";
import { Limiter, type Urgency } from "./limiter.ts";

/** One messenger for people who wait and one for the rest, under the same limits. */
export interface PacedMessenger {
  readonly interactive: Messenger;
  readonly background: Messenger;
  /** Counts this process among those that send; before the first message. Without a store it is alone. */
  start(): Promise<void>;
  /** How many processes are live, this one too, as of its newest heartbeat. */
  processes(): number;
  /** The other processes take over this one's share at once. */
  stop(): Promise<void>;
}

/** The processes on one store, and how this one is known there. */
export interface Processes {
  readonly store: SharedLimits;
  readonly worker: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Milliseconds between heartbeats, and after how many without one a process counts as gone. */
export const BEAT = 2_000;
const LIVE_FOR = 5 * BEAT;

/** Never the wall clock, which may jump. */
const monotonic = () => performance.now();

/**
 * Keeps Teams' limits in front of a messenger. Of several processes on one store each takes an equal share of every
 * limit, and all of them keep the pauses that Teams asked one of them for.
 */
export function paced(
  messenger: Messenger,
  now: () => number = monotonic,
  processes: Processes | null = null,
): PacedMessenger {
  const limiter = new Limiter();
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;
  let beating: NodeJS.Timeout | undefined;
  let live = 1;

  function pumpAt(next: number | null): void {
    if (next === null || next >= timerAt) return;
    clearTimeout(timer);
    timerAt = next;
    timer = setTimeout(pump, Math.max(1, Math.ceil(next - now())));
  }

  function pump(): void {
    clearTimeout(timer);
    timerAt = Infinity;
    limiter.pump(now());
    pumpAt(limiter.nextAt(now()));
  }

  async function send<Sent>(urgency: Urgency, to: Address, work: () => Promise<Sent>): Promise<Sent> {
    const conversation = withoutThread(to.conversationId);
    const answered = await new Promise<(now: number) => void>((admit, reject) => {
      const refuse = (retryAfter: number) =>
        reject(new MessageFault("throttled", "Too much was sent to this chat just now", { retryAfter }));
      pumpAt(limiter.ask({ conversation, tenant: to.tenantId, urgency, admit, refuse }, now()));
    });
    try {
      const sent = await work();
      limiter.gotThrough(conversation, now());
      return sent;
    } catch (fault) {
      throw fault instanceof MessageFault ? pauseAfter(conversation, fault) : fault;
    } finally {
      answered(now());
    }
  }

  /** @returns the fault with the pause that is made because of it. */
  function pauseAfter(conversation: string, fault: MessageFault): MessageFault {
    const { kind, message, retryAfter: named, isFromTeams } = fault;
    if (named === undefined) return fault;
    if (!isFromTeams) {
      limiter.pause(conversation, now() + named);
      return fault;
    }
    const retryAfter = limiter.throttled(conversation, named, now());
    void share(({ store, clock }) => store.pause(conversation, clock.now() + retryAfter));
    return new MessageFault(kind, message, { cause: fault, retryAfter, isFromTeams });
  }

  /** Sharing limits between processes is optional: without it Teams answers 429, and sending waits then. */
  async function share(work: (processes: Processes) => Promise<void>): Promise<void> {
    if (processes === null) return;
    try {
      await work(processes);
    } catch (fault) {
      processes.log.warn("limits.not-shared", faultFields(fault));
    }
  }

  const beat = () =>
    share(async ({ store, worker, clock }) => {
      await store.beat(worker, clock.now() + LIVE_FOR);
      const at = clock.now();
      const { workers, pauses } = await store.shared(at);
      live = Math.max(1, workers);
      limiter.shareWith(live);
      for (const [conversation, until] of pauses) limiter.pause(conversation, now() + until - at);
    });

  const through = (urgency: Urgency): Messenger => ({
    post: (to, message) => send(urgency, to, () => messenger.post(to, message)),
    update: (at, activityId, message) => send(urgency, at, () => messenger.update(at, activityId, message)),
    say: (to, text) => send(urgency, to, () => messenger.say(to, text)),
    openPersonalChat: (person, serviceUrl) => {
      const chat = { serviceUrl, tenantId: person.tenantId, conversationId: `with:${person.entraId}` };
      return send(urgency, chat, () => messenger.openPersonalChat(person, serviceUrl));
    },
  });

  return {
    interactive: through("interactive"),
    background: through("background"),
    processes: () => live,
    async start() {
      await beat();
      if (processes !== null) beating = setInterval(() => void beat(), BEAT).unref();
    },
    async stop() {
      clearInterval(beating);
      await share(({ store, worker, clock }) => store.beat(worker, clock.now()));
    },
  };
}
