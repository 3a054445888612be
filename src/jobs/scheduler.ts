import { faultName, type Log } from "../telemetry/log.ts";
import { outsideTurns } from "../telemetry/turn.ts";
import { atMostUntilStop } from "./stopping.ts";

/** Work that is repeated, such as looking for due tickets. */
interface PeriodicJob {
  /** Milliseconds from the end of a run to the beginning of the next one. */
  readonly every: number;
  /**
   * A run serves all processes on the store, so each pauses that many times longer as there are: together they run it as often
   * as one. The first runs after a crash are rarer, until the others have noticed it.
   */
  readonly isForAll?: true;
  /** The same after a run that failed. */
  readonly afterFault: number;
  /** Milliseconds until the first run; 0 when absent. */
  readonly firstAfter?: number;
  /** The event that the log names after a run that failed. */
  readonly faultEvent: string;
  /** After so many milliseconds without a run that succeeded the job is behind, and the process not ready; never when absent. */
  readonly behindAfter?: number;
  /** @returns true when more is due already: the next run follows at once. */
  run(): Promise<boolean>;
  /** At a stop, what runs have begun and not awaited. */
  inProgress?(): Promise<unknown>;
  /** After that, whether or not it was finished in time. */
  release?(): Promise<void>;
}

/** The loop of one job. */
export interface Loop {
  /** Begins the next run now, or right after the one in progress. Without effect before the start. */
  hasten(): void;
}

export interface Scheduler {
  readonly isStopping: boolean;
  /** The jobs that are behind, by the first word of their fault event; none before the start. */
  behind(): readonly string[];
  add(job: PeriodicJob): Loop;
  start(): void;
  /** Waits for each job's run in progress and for what its runs have begun, eight seconds at most. */
  stop(): Promise<void>;
}

/**
 * Runs each job in a loop of its own: a job that is slow or fails delays no other, and never runs twice at once.
 * @param now a clock in milliseconds that never goes back.
 * @param processes how many processes work on the store now.
 */
export function createScheduler(
  log: Log,
  now: () => number = () => performance.now(),
  processes: () => number = () => 1,
): Scheduler {
  const loops: JobLoop[] = [];
  let isStopping = false;
  return {
    get isStopping() {
      return isStopping;
    },
    behind: () => loops.filter((loop) => loop.isBehind()).map((loop) => loop.name),
    add(job) {
      const loop = new JobLoop(job, log, now, processes);
      loops.push(loop);
      return loop;
    },
    start() {
      for (const loop of loops) loop.start();
    },
    async stop() {
      isStopping = true;
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}

class JobLoop implements Loop {
  readonly #job: PeriodicJob;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #processes: () => number;
  /** When a run last succeeded, or the loop was started; null before that. */
  #goodAt: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isHastened = false;
  #isStopping = false;

  constructor(job: PeriodicJob, log: Log, now: () => number, processes: () => number) {
    this.#job = job;
    this.#log = log;
    this.#now = now;
    this.#processes = processes;
  }

  get name(): string {
    return this.#job.faultEvent.split(".")[0] ?? "";
  }

  isBehind(): boolean {
    const { behindAfter = Number.POSITIVE_INFINITY } = this.#job;
    return this.#goodAt !== null && this.#now() - this.#goodAt > behindAfter;
  }

  start(): void {
    this.#goodAt = this.#now();
    this.#runIn(this.#job.firstAfter ?? 0);
  }

  hasten(): void {
    this.#isHastened = true;
    if (this.#timer !== undefined) this.#runIn(0);
  }

  #runIn(pause: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopping) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#run();
    }, pause);
  }

  async #run(): Promise<void> {
    this.#isHastened = false;
    let pause = this.#job.afterFault;
    try {
      pause = (await this.#job.run()) ? 0 : this.#every();
      this.#goodAt = this.#now();
    } catch (fault) {
      this.#log.error(this.#job.faultEvent, { error: faultName(fault) });
    }
    const next = this.#isHastened ? 0 : pause;
    // What runs by itself belongs to no turn, whichever turn hastened the run before it.
    outsideTurns(() => this.#runIn(next));
  }

  #every(): number {
    return this.#job.isForAll === true ? this.#job.every * this.#processes() : this.#job.every;
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await atMostUntilStop(this.#running.then(() => this.#job.inProgress?.()));
    await this.#job.release?.();
  }
}
