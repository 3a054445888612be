const SECOND = 1_000;

/** As Teams documents them. Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const IN_ONE_CONVERSATION = [
  { most: 7, within: SECOND },
  { most: 8, within: 2 * SECOND },
  { most: 60, within: 30 * SECOND },
  { most: 1_800, within: 3_600 * SECOND },
] as const;
const IN_ONE_TENANT = [{ most: 50, within: SECOND }] as const;
const LONGEST = 3_600 * SECOND;

/** Requests arrive later than they were sent, and not all by the same time: windows are shorter by that. */
const JITTER = 0.35 * SECOND;

/** Counts what one bot sends, as Teams does. Shares no code with the bot's own limiter. */
export interface TeamsLimits {
  /** Counts a request. @returns seconds after which it would be taken, or null when it is. */
  take(conversation: string): number | null;
  /** Starts counting again, because a killed process loses its own counts. */
  forget(): void;
  /** Requests beyond the limits, as sentences. */
  readonly broken: readonly string[];
}

/** @param lag how late, in milliseconds, requests of the last seconds may have been noticed here. */
export function countAsTeams(
  now: () => number = () => performance.now(),
  lag: () => number = () => 0,
): TeamsLimits {
  const conversations = new Map<string, number[]>();
  let tenant: number[] = [];
  const broken: string[] = [];
  const tooMany = (times: readonly number[], limits: readonly { most: number; within: number }[]) =>
    limits.find(({ most, within }) => {
      const first = times.at(-most);
      return first !== undefined && now() - first < within - JITTER - lag();
    });
  return {
    broken,
    take(conversation) {
      const channel = conversation.replace(/;messageid=.*$/, "");
      const times = (conversations.get(channel) ?? []).filter((at) => now() - at < LONGEST);
      const limit = tooMany(times, IN_ONE_CONVERSATION) ?? tooMany(tenant, IN_ONE_TENANT);
      if (limit !== undefined) {
        const { most, within } = limit;
        const first = times.at(-most) ?? tenant.at(-most) ?? now();
        const took = ((now() - first) / SECOND).toFixed(2);
        broken.push(
          `too fast to ${channel}: ${most + 1} in ${took} s, and Teams takes ${most} in ${within / SECOND}`,
        );
        return limit.within / SECOND;
      }
      conversations.set(channel, [...times, now()]);
      tenant = [...tenant.slice(-100), now()];
      return null;
    },
    forget() {
      conversations.clear();
      tenant = [];
    },
  };
}

/** How late this process was to do anything, in the last seconds: on a busy machine requests are noticed in bursts. */
export function watchLag(): { readonly worst: () => number; stop(): void } {
  const every = 50;
  let last = performance.now();
  let late: number[] = [];
  const timer = setInterval(() => {
    const at = performance.now();
    late = [...late.slice(-60), at - last - every];
    last = at;
  }, every);
  return {
    worst: () => Math.max(0, performance.now() - last - every, ...late),
    stop: () => clearInterval(timer),
  };
}
