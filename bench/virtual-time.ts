/** Time that passes only between events: an hour of timers takes as long as their work. */
export interface VirtualTime {
  /** Milliseconds. */
  now(): number;
  /** Fires timers in order until then; between two of them everything that can go on without time does. */
  runUntil(end: number): Promise<void>;
  /** Gives the real timers back. */
  remove(): void;
}

interface Timer {
  readonly at: number;
  /** Of two at the same moment the older one goes first. */
  readonly number: number;
  readonly every: number | null;
  readonly call: () => void;
}

/** Turns of the real event loop that suffice for work without timers and without files or sockets. */
const TURNS = 3;

/** Takes the place of this process's timers. Work that waits for the operating system is not waited for. */
export function installVirtualTime(start: number): VirtualTime {
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
  };
  const timers = new Map<object, Timer>();
  let now = start;
  let numbers = 0;

  function add(call: () => void, after: number, every: number | null): object {
    const handle = { ref: () => handle, unref: () => handle, hasRef: () => true };
    timers.set(handle, { at: now + Math.max(1, after), number: numbers++, every, call });
    return handle;
  }
  const remove = (handle: unknown) => void timers.delete(handle as object);
  Object.assign(globalThis, {
    setTimeout: (call: (...given: unknown[]) => void, after = 0, ...given: unknown[]) =>
      add(() => call(...given), after, null),
    setInterval: (call: () => void, every: number) => add(call, every, every),
    clearTimeout: remove,
    clearInterval: remove,
  });

  function next(): [object, Timer] | null {
    let first: [object, Timer] | null = null;
    for (const each of timers) {
      const [, { at, number }] = each;
      const isEarlier =
        first === null || at < first[1].at || (at === first[1].at && number < first[1].number);
      if (isEarlier) first = each;
    }
    return first;
  }

  return {
    now: () => now,
    async runUntil(end) {
      for (;;) {
        for (let turn = 0; turn < TURNS; turn++) await new Promise((done) => setImmediate(done));
        const [handle, timer] = next() ?? [null, null];
        if (handle === null || timer.at > end) break;
        timers.delete(handle);
        now = timer.at;
        if (timer.every !== null) {
          timers.set(handle, Object.assign({}, timer, { at: now + timer.every, number: numbers++ }));
        }
        timer.call();
      }
      now = end;
    },
    remove: () => void Object.assign(globalThis, real),
  };
}
