import type { Queue } from '../../ports/queue.ts';

/** The longest time that a timer of Node takes; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

/** A queue in this process. */
export function memoryQueue(): Queue {
  const waiting = new Set<string>();
  const working = new Set<string>();
  const again = new Set<string>();
  const later = new Map<string, { at: number; timer: NodeJS.Timeout }>();
  let takers: ((key: string | undefined) => void)[] = [];
  let idlers: (() => void)[] = [];
  let stopped = false;

  function add(key: string): void {
    if (stopped) return;
    if (working.has(key)) again.add(key);
    else waiting.add(key);
    serve();
  }

  function serve(): void {
    for (const key of waiting) {
      const taker = takers.shift();
      if (taker === undefined) return;
      waiting.delete(key);
      working.add(key);
      taker(key);
    }
  }

  function settle(): void {
    if (waiting.size > 0 || working.size > 0) return;
    for (const resolve of idlers) resolve();
    idlers = [];
  }

  return {
    add,
    addAfter(key, ms) {
      if (stopped) return;
      const at = Date.now() + ms;
      const before = later.get(key);
      if (before !== undefined && before.at <= at) return;
      if (before !== undefined) clearTimeout(before.timer);
      const timer = setTimeout(
        () => {
          later.delete(key);
          add(key);
        },
        Math.min(ms, LONGEST),
      );
      later.set(key, { at, timer });
    },
    take() {
      if (stopped) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        takers.push(resolve);
        serve();
      });
    },
    done(key) {
      working.delete(key);
      if (again.delete(key)) add(key);
      settle();
    },
    idle() {
      return new Promise((resolve) => {
        idlers.push(resolve);
        settle();
      });
    },
    stop() {
      stopped = true;
      waiting.clear();
      again.clear();
      for (const { timer } of later.values()) clearTimeout(timer);
      later.clear();
      for (const taker of takers) taker(undefined);
      takers = [];
      settle();
    },
  };
}
