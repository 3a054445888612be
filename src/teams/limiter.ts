import { ALONE, type Crew, type Limit, PER_CONVERSATION, PER_TENANT, SendLog } from "./send-log.ts";

/** `interactive`: somebody pressed and looks at the chat. `background`: a deadline, a retry, a poll. */
export type Urgency = "interactive" | "background";

export interface Request {
  /** Without any `;messageid=`: threads share the limit of their channel. */
  readonly conversation: string;
  readonly tenant: string;
  readonly urgency: Urgency;
  admit(): void;
  /** @param retryAfter milliseconds after which it is worth asking again. */
  refuse(retryAfter: number): void;
}

interface Waiting {
  readonly request: Request;
  readonly until: number;
}

/** Whoever waits longer is sent away with a time, so that no lease runs out in here and nothing piles up. */
const PATIENCE: Readonly<Record<Urgency, number>> = { interactive: 3_000, background: 1_000 };
/** The rest of every limit is kept free for people who wait. */
const SHARE: Readonly<Record<Urgency, number>> = { interactive: 1, background: 0.8 };
const MOST_WAITING = 2_000;
const MOST_LOGS = 20_000;

/**
 * Lets through as many sends as Teams takes: interactive ones first, conversations in turn, each conversation in order.
 * Pure but for what it remembers: time comes in, and whoever calls sees to it that `pump` is called again at `nextAt`.
 */
export class Limiter {
  readonly #conversations = new Map<string, SendLog>();
  readonly #tenants = new Map<string, SendLog>();
  readonly #holds = new Map<string, number>();
  readonly #untold = new Set<SendLog>();
  #crew = ALONE;
  readonly #lanes = { interactive: new Map<string, Waiting[]>(), background: new Map<string, Waiting[]>() };
  #waiting = 0;

  get waiting(): number {
    return this.#waiting;
  }

  /** @returns when to pump on behalf of this request; null when it is through already, one way or the other. */
  ask(request: Request, now: number): number | null {
    const freeAt = this.#freeAt(request);
    const patience = PATIENCE[request.urgency];
    if (freeAt - now > patience || this.#waiting >= MOST_WAITING) {
      request.refuse(Math.max(freeAt - now, patience));
      return null;
    }
    const lanes = this.#lanes[request.urgency];
    const lane = lanes.get(request.conversation) ?? [];
    lane.push({ request, until: now + patience });
    lanes.set(request.conversation, lane);
    this.#waiting += 1;
    if (freeAt > now) return freeAt;
    this.pump(now);
    return this.nextAt();
  }

  /** Teams said when to come back: until then nobody writes there. */
  hold(conversation: string, until: number): void {
    this.#holds.set(conversation, Math.max(until, this.#holds.get(conversation) ?? 0));
  }

  /** From now on so many processes send under these limits. */
  share(crew: Crew): void {
    this.#crew = crew;
  }

  /** Another process sent so many to the conversation lately. */
  heard(conversation: string, tenant: string, count: number, now: number): void {
    logOf(this.#conversations, conversation, PER_CONVERSATION).addHeard(count, now);
    logOf(this.#tenants, tenant, PER_TENANT).addHeard(count, now);
  }

  /** The other processes know of everything that was admitted up to then. */
  told(upTo: number): void {
    for (const log of this.#untold) if (!log.told(upTo)) this.#untold.delete(log);
  }

  /** Admits whoever may go now, and sends away whoever waited too long. */
  pump(now: number): void {
    for (const lanes of [this.#lanes.interactive, this.#lanes.background]) {
      while (this.#round(lanes, now));
      for (const [conversation, lane] of lanes) this.#dismiss(lanes, conversation, lane, now);
    }
    if (this.#conversations.size > MOST_LOGS) forgetStale(this.#conversations, now);
    for (const [conversation, until] of this.#holds) if (until <= now) this.#holds.delete(conversation);
  }

  /** When `pump` has something to do again; null when nobody waits. */
  nextAt(): number | null {
    let next: number | null = null;
    for (const lanes of [this.#lanes.interactive, this.#lanes.background]) {
      for (const [first] of lanes.values()) {
        if (first === undefined) continue;
        const at = Math.min(this.#freeAt(first.request), first.until);
        next = next === null ? at : Math.min(next, at);
      }
    }
    return next;
  }

  /** One send for every conversation that is free. @returns whether anybody could go. */
  #round(lanes: Map<string, Waiting[]>, now: number): boolean {
    let admitted = false;
    for (const [conversation, lane] of [...lanes]) {
      const first = lane[0];
      if (first === undefined || this.#freeAt(first.request) > now) continue;
      this.#take(lanes, conversation, lane);
      this.#note(logOf(this.#conversations, conversation, PER_CONVERSATION), now);
      this.#note(logOf(this.#tenants, first.request.tenant, PER_TENANT), now);
      first.request.admit();
      admitted = true;
    }
    return admitted;
  }

  #note(log: SendLog, now: number): void {
    log.add(now);
    if (this.#crew.size > 1) this.#untold.add(log);
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
      first.request.refuse(Math.max(this.#freeAt(first.request) - now, PATIENCE[first.request.urgency]));
    }
  }

  #freeAt({ conversation, tenant, urgency }: Request): number {
    const share = SHARE[urgency];
    return Math.max(
      this.#conversations.get(conversation)?.freeAt(share, this.#crew) ?? 0,
      this.#tenants.get(tenant)?.freeAt(share, this.#crew) ?? 0,
      this.#holds.get(conversation) ?? 0,
    );
  }
}

function logOf(logs: Map<string, SendLog>, key: string, limits: readonly Limit[]): SendLog {
  const known = logs.get(key);
  if (known !== undefined) return known;
  const log = new SendLog(limits);
  logs.set(key, log);
  return log;
}

function forgetStale(logs: Map<string, SendLog>, now: number): void {
  for (const [key, log] of logs) if (log.isStale(now)) logs.delete(key);
}
