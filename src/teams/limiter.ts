import { LRUCache } from "lru-cache";

/** At most so many sends in any stretch of so many milliseconds. */
interface Limit {
  readonly most: number;
  readonly within: number;
}

const SECOND = 1_000;

/**
 * What Teams takes from one bot. Updates count like posts, and a thread counts with its channel.
 * Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
 */
export const PER_CONVERSATION: readonly Limit[] = [
  { most: 7, within: SECOND },
  { most: 8, within: 2 * SECOND },
  { most: 60, within: 30 * SECOND },
  { most: 1800, within: 3600 * SECOND },
];
export const PER_TENANT: readonly Limit[] = [{ most: 50, within: SECOND }];

/** `interactive`: a person waits for the answer. `background`: a deadline, a retry, a poll. */
export type Urgency = "interactive" | "background";

export interface Request {
  /** Without any `;messageid=`: threads share the limit of their channel. */
  readonly conversation: string;
  readonly tenant: string;
  readonly urgency: Urgency;
  /** @param answered to be called when Teams answered, or the send failed. */
  admit(answered: (now: number) => void): void;
  /** @param retryAfter milliseconds after which it is worth asking again. */
  refuse(retryAfter: number): void;
}

interface Waiting {
  readonly request: Request;
  readonly until: number;
}

/** Milliseconds. A request that would wait longer is refused with a time, so that no lease runs out meanwhile. */
const LONGEST_WAIT: Readonly<Record<Urgency, number>> = { interactive: 3_000, background: 1_000 };
/** The rest of every limit is kept free for people who wait. */
const SHARE: Readonly<Record<Urgency, number>> = { interactive: 1, background: 0.8 };
const MOST_WAITING = 2_000;
const MOST_CONVERSATIONS = 20_000;

/** Milliseconds. A send without an answer holds its place for so long, so that one that hangs does not close its chat. */
const LONGEST_ON_ITS_WAY = 2_000;

/** Milliseconds. A pause doubles while a chat is throttled again after it, up to the longest; Teams may name more. */
const SHORTEST_PAUSE = 1_000;
const LONGEST_PAUSE = 16_000;

/**
 * Lets through as many sends as Teams takes: interactive ones first, conversations in turn, each conversation in order.
 * A send counts from its answer, because Teams counts it when it arrives, which is some time before that.
 * Time comes in as monotonic milliseconds; the caller calls `pump` again at `nextAt`.
 */
export class Limiter {
  readonly #conversations = new LRUCache<string, SendLog>({ max: MOST_CONVERSATIONS });
  readonly #tenants = new LRUCache<string, SendLog>({ max: 1_000 });
  /** Conversations that Teams throttled, since their last message that got through. */
  readonly #pauses = new LRUCache<string, { readonly inARow: number; readonly until: number }>({
    max: MOST_CONVERSATIONS,
  });
  readonly #lanes = { interactive: new Map<string, Waiting[]>(), background: new Map<string, Waiting[]>() };
  #waiting = 0;
  #processes = 1;

  get waiting(): number {
    return this.#waiting;
  }

  /** From now on this process is one of so many, and takes its equal share of every limit; at least one message. */
  shareWith(processes: number): void {
    this.#processes = Math.max(1, processes);
  }

  /** @returns when to pump on behalf of this request; null when it is through already, one way or the other. */
  ask(request: Request, now: number): number | null {
    const freeAt = this.#freeAt(request, now);
    const longest = LONGEST_WAIT[request.urgency];
    if (freeAt - now > longest || this.#waiting >= MOST_WAITING) {
      request.refuse(Math.max(freeAt - now, longest));
      return null;
    }
    const lanes = this.#lanes[request.urgency];
    const lane = lanes.get(request.conversation) ?? [];
    lane.push({ request, until: now + longest });
    lanes.set(request.conversation, lane);
    this.#waiting += 1;
    if (freeAt > now) return freeAt;
    this.pump(now);
    return this.nextAt(now);
  }

  /** Nothing is sent to the conversation until then. */
  pause(conversation: string, until: number): void {
    const { inARow = 0, until: before = 0 } = this.#pauses.get(conversation) ?? {};
    this.#pauses.set(conversation, { inARow, until: Math.max(until, before) });
  }

  /**
   * Teams throttled the conversation. What it named was too short when it throttles again right after a pause, so the
   * pause doubles each time until a message gets through.
   * @param named milliseconds that Teams asked for. @returns for how long nothing is sent there.
   */
  throttled(conversation: string, named: number, now: number): number {
    const { inARow, until } = this.#pauses.get(conversation) ?? { inARow: 0, until: now };
    // A request that began before the pause is no evidence about its length.
    const failed = until > now ? Math.max(inARow, 1) : inARow + 1;
    const pause = Math.max(named, Math.min(SHORTEST_PAUSE * 2 ** (failed - 1), LONGEST_PAUSE));
    this.#pauses.set(conversation, { inARow: failed, until: Math.max(until, now + pause) });
    return pause;
  }

  /** A message got through: the next pause is a first one again. */
  gotThrough(conversation: string, now: number): void {
    const pause = this.#pauses.get(conversation);
    if (pause === undefined) return;
    if (pause.until > now) this.#pauses.set(conversation, { inARow: 0, until: pause.until });
    else this.#pauses.delete(conversation);
  }

  /** Admits what may go now, and refuses what waited too long. */
  pump(now: number): void {
    for (const lanes of [this.#lanes.interactive, this.#lanes.background]) {
      while (this.#round(lanes, now));
      for (const [conversation, lane] of lanes) this.#dismiss(lanes, conversation, lane, now);
    }
  }

  /** When `pump` has to run again; null when no message waits. */
  nextAt(now: number): number | null {
    let next: number | null = null;
    for (const lanes of [this.#lanes.interactive, this.#lanes.background]) {
      for (const [first] of lanes.values()) {
        if (first === undefined) continue;
        const at = Math.min(this.#freeAt(first.request, now), first.until);
        next = next === null ? at : Math.min(next, at);
      }
    }
    return next;
  }

  /** One send for every conversation that is free. @returns whether there was any. */
  #round(lanes: Map<string, Waiting[]>, now: number): boolean {
    let admitted = false;
    for (const [conversation, lane] of [...lanes]) {
      const first = lane[0];
      if (first === undefined || this.#freeAt(first.request, now) > now) continue;
      this.#take(lanes, conversation, lane);
      const logs = [
        logOf(this.#conversations, conversation, PER_CONVERSATION),
        logOf(this.#tenants, first.request.tenant, PER_TENANT),
      ];
      const answered = logs.map((log) => log.begin(now));
      first.request.admit((at) => answered.forEach((each) => void each(at)));
      admitted = true;
    }
    return admitted;
  }

  /** A lane that was served goes to the end of the line. */
  #take(lanes: Map<string, Waiting[]>, conversation: string, lane: Waiting[]): void {
    lane.shift();
    this.#waiting -= 1;
    lanes.delete(conversation);
    if (lane.length > 0) lanes.set(conversation, lane);
  }

  #dismiss(lanes: Map<string, Waiting[]>, conversation: string, lane: Waiting[], now: number): void {
    for (let first = lane[0]; first !== undefined && first.until <= now; first = lane[0]) {
      this.#take(lanes, conversation, lane);
      const longest = LONGEST_WAIT[first.request.urgency];
      first.request.refuse(Math.max(this.#freeAt(first.request, now) - now, longest));
    }
  }

  #freeAt({ conversation, tenant, urgency }: Request, now: number): number {
    const share = SHARE[urgency] / this.#processes;
    return Math.max(
      this.#conversations.get(conversation)?.freeAt(share, now) ?? 0,
      this.#tenants.get(tenant)?.freeAt(share, now) ?? 0,
      this.#pauses.get(conversation)?.until ?? 0,
    );
  }
}

/** When the newest sends were answered: as many as the largest limit looks back on, so that every window is exact. */
class SendLog {
  readonly #limits: readonly Limit[];
  readonly #keep: number;
  /** When each send began that has no answer yet. */
  readonly #onTheirWay = new Set<{ readonly since: number }>();
  #times: number[] = [];

  constructor(limits: readonly Limit[]) {
    this.#limits = limits;
    this.#keep = Math.max(...limits.map(({ most }) => most));
  }

  /** The first moment at which one more send keeps all limits. @param share of each limit that may be used. */
  freeAt(share: number, now: number): number {
    let onTheirWay = 0;
    for (const { since } of this.#onTheirWay) if (since > now - LONGEST_ON_ITS_WAY) onTheirWay += 1;
    const moments = this.#limits.map(({ most, within }) => {
      const answered = Math.max(1, Math.floor(most * share)) - onTheirWay;
      if (answered <= 0) return now + within;
      const oldest = this.#times.at(-answered);
      return oldest === undefined ? 0 : oldest + within;
    });
    return Math.max(...moments);
  }

  /** @returns to be called with the time of the answer. */
  begin(since: number): (now: number) => void {
    const send = { since };
    this.#onTheirWay.add(send);
    return (now) => {
      if (!this.#onTheirWay.delete(send)) return;
      this.#times.push(now);
      if (this.#times.length > 2 * this.#keep) this.#times = this.#times.slice(-this.#keep);
    };
  }
}

function logOf(logs: LRUCache<string, SendLog>, key: string, limits: readonly Limit[]): SendLog {
  const known = logs.get(key);
  if (known !== undefined) return known;
  const log = new SendLog(limits);
  logs.set(key, log);
  return log;
}
