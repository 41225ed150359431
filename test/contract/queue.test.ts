import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { memoryQueue } from '../../src/adapters/queue/memory.ts';
import type { Queue } from '../../src/ports/queue.ts';

/** Has everything that is ready happen. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** What a promise has given so far. */
function watch<T>(promise: Promise<T>): { value: T | 'waiting' } {
  const seen: { value: T | 'waiting' } = { value: 'waiting' };
  void promise.then((value) => {
    seen.value = value;
  });
  return seen;
}

describe.each([['the queue in this process', memoryQueue]])('%s', (_, make: () => Queue) => {
  let queue: Queue;

  beforeEach(() => {
    vi.useFakeTimers();
    queue = make();
  });
  afterEach(() => {
    queue.stop();
    vi.useRealTimers();
  });

  test('gives keys in the order in which they were added, each once however often it was added', async () => {
    for (const key of ['a', 'b', 'a', 'c', 'b']) queue.add(key);
    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual(['a', 'b', 'c']);
    const fourth = watch(queue.take());
    await settle();
    expect(fourth.value).toBe('waiting');
  });

  test('a worker that waits gets the next key, the longest waiting first', async () => {
    const [first, second] = [watch(queue.take()), watch(queue.take())];
    queue.add('a');
    await settle();
    expect([first.value, second.value]).toEqual(['a', 'waiting']);
    queue.add('b');
    await settle();
    expect(second.value).toBe('b');
  });

  test('a key that is added while it is worked on is worked on once more, afterwards', async () => {
    queue.add('a');
    expect(await queue.take()).toBe('a');
    const next = watch(queue.take());
    queue.add('a');
    queue.add('a');
    await settle();
    expect(next.value).toBe('waiting');
    queue.done('a');
    await settle();
    expect(next.value).toBe('a');
    queue.done('a');
    const after = watch(queue.take());
    await settle();
    expect(after.value).toBe('waiting');
  });

  test('a later wish waits its time', async () => {
    queue.addAfter('a', 1000);
    const taken = watch(queue.take());
    await vi.advanceTimersByTimeAsync(999);
    expect(taken.value).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(taken.value).toBe('a');
  });

  test.each([
    [[1000, 500, 2000], 500],
    [[500, 1000], 500],
    [[1000, 1000], 1000],
    [[0, 10], 0],
  ])('of the wishes %j for one key the earliest counts, and only it', async (times, at) => {
    for (const ms of times) queue.addAfter('a', ms);
    const taken = watch(queue.take());
    await vi.advanceTimersByTimeAsync(Math.max(0, at - 1));
    if (at > 0) expect(taken.value).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(taken.value).toBe('a');
    queue.done('a');
    const again = watch(queue.take());
    await vi.advanceTimersByTimeAsync(5000);
    expect(again.value).toBe('waiting');
  });

  test('a wish whose time comes during the work is worked on afterwards', async () => {
    queue.addAfter('a', 100);
    queue.add('a');
    expect(await queue.take()).toBe('a');
    const next = watch(queue.take());
    await vi.advanceTimersByTimeAsync(100);
    expect(next.value).toBe('waiting');
    queue.done('a');
    await settle();
    expect(next.value).toBe('a');
  });

  test('a wish for a time in some months does not come true at once', async () => {
    queue.addAfter('a', 100 * 24 * 3600 * 1000);
    const taken = watch(queue.take());
    await vi.advanceTimersByTimeAsync(24 * 3600 * 1000);
    expect(taken.value).toBe('waiting');
  });

  test('is idle when nothing waits and nothing is worked on; later wishes do not count', async () => {
    queue.addAfter('later', 1000);
    const empty = watch(queue.idle().then(() => 'idle'));
    await settle();
    expect(empty.value).toBe('idle');
    queue.add('a');
    const busy = watch(queue.idle().then(() => 'idle'));
    const taken = await queue.take();
    await settle();
    expect([taken, busy.value]).toEqual(['a', 'waiting']);
    queue.add('a');
    queue.done('a');
    await settle();
    expect(busy.value).toBe('waiting');
    await queue.take();
    queue.done('a');
    await settle();
    expect(busy.value).toBe('idle');
  });

  test('stopped, it gives nothing more: to who waits, to who comes, and from what was to come', async () => {
    const waiting = watch(queue.take());
    queue.addAfter('later', 10);
    queue.stop();
    queue.add('a');
    queue.addAfter('b', 0);
    const late = watch(queue.take());
    await vi.advanceTimersByTimeAsync(1000);
    expect([waiting.value, late.value]).toEqual([undefined, undefined]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('stopped during work, it is idle when the work is over, and what was added again is dropped', async () => {
    queue.add('a');
    queue.add('b');
    await queue.take();
    queue.add('a');
    queue.stop();
    const idle = watch(queue.idle().then(() => 'idle'));
    await settle();
    expect(idle.value).toBe('waiting');
    queue.done('a');
    await settle();
    expect([idle.value, await queue.take()]).toEqual(['idle', undefined]);
  });

  type Step = readonly [verb: 'add' | 'later' | 'take' | 'done' | 'wait', key: string, ms: number];
  const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.tuple(
      fc.constantFrom('add', 'add', 'later', 'take', 'take', 'done', 'wait'),
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom(0, 1, 10, 100),
    ),
    { maxLength: 40 },
  ) as fc.Arbitrary<Step[]>;

  test('through any interleaving no two workers meet on a key, no wish is lost, and none comes from nowhere', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const tried = make();
        const working = new Set<string>();
        /** The keys that somebody wanted and nobody has begun with since, with the time from which on. */
        const wanted = new Map<string, number>();
        let now = 0;
        let failure: string | undefined;
        const want = (key: string, at: number): void =>
          void wanted.set(key, Math.min(at, wanted.get(key) ?? Number.POSITIVE_INFINITY));
        const begin = (key: string | undefined): void => {
          if (key === undefined) return;
          if (working.has(key)) failure = `two workers on ${key}`;
          const since = wanted.get(key);
          if (since === undefined || since > now) failure = `${key} was not wanted yet`;
          working.add(key);
          wanted.delete(key);
        };
        const later = new Map<string, number>();
        for (const [verb, key, ms] of history) {
          if (verb === 'add') {
            want(key, now);
            tried.add(key);
          } else if (verb === 'later') {
            later.set(key, Math.min(now + ms, later.get(key) ?? Number.POSITIVE_INFINITY));
            tried.addAfter(key, ms);
          } else if (verb === 'take') {
            void tried.take().then(begin);
          } else if (verb === 'done' && working.delete(key)) {
            tried.done(key);
          } else if (verb === 'wait') {
            for (let left = ms; left > 0; left--) {
              now++;
              due(now);
              await vi.advanceTimersByTimeAsync(1);
            }
          }
          due(now);
          await settle();
          expect(failure).toBeUndefined();
        }
        // Enough workers and time: everything that was wanted is worked on.
        for (let round = 0; round < 20; round++) {
          for (const key of working) tried.done(key);
          working.clear();
          void tried.take().then(begin);
          await settle();
          now += 100;
          due(now);
          await vi.advanceTimersByTimeAsync(100);
          expect(failure).toBeUndefined();
        }
        expect([...wanted.keys()]).toEqual([]);
        tried.stop();

        function due(time: number): void {
          for (const [key, at] of later) {
            if (at > time) continue;
            want(key, at);
            later.delete(key);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
