import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeTime, type Pair } from '../../../src/core/health/hookTime.ts';
import { THRESHOLDS } from '../desired/builders.ts';

const limits = { ...THRESHOLDS, hookLatencyWarnMs: 100, hookLatencyCriticalMs: 500 };
const pairs = (...list: [hook: number, bare: number][]): Pair[] => list.map(([hook, bare]) => ({ hook, bare }));

describe('a hook', () => {
  test.each([
    ['well below its limit', pairs([60, 40]), 'ok', 'took 60 ms, 20 of its own'],
    ['slow as a process, but not by its own doing', pairs([140, 60]), 'ok', 'took 140 ms, 80 of its own'],
    ['exactly at its limit', pairs([140, 40]), 'ok', 'took 140 ms, 100 of its own'],
    ['quicker than Node', pairs([5, 40]), 'ok', 'took 5 ms, 0 of its own'],
    ['over its limit', pairs([141, 40]), 'warn', 'took 141 ms, 101 of its own (limit: 100)'],
    ['far over it', pairs([541, 40]), 'fail', 'took 541 ms, 501 of its own (critical: 500)'],
    [
      'slow once, when its program was first read',
      pairs([900, 40], [60, 40], [62, 42]),
      'ok',
      'took 62 ms, 20 of its own',
    ],
  ] as const)('that is %s', (_, measured, status, message) => {
    expect(judgeTime(measured, limits)).toMatchObject({ status, message });
  });

  test('over its limit on a busy machine has not failed: the machine is named, and the look is to be repeated', () => {
    const busy = judgeTime(pairs([1200, 400], [1300, 420], [1100, 380]), limits);
    expect(busy.status).toBe('warn');
    expect(busy.message).toBe(
      'took 1200 ms, 800 of its own (critical: 500); but this machine is busy: Node alone takes 400 ms',
    );
    expect(busy.remedy).toContain('again');
  });
});

const time = fc.integer({ min: 0, max: 5000 });
const measurement = fc.array(fc.record({ hook: time, bare: time }), { minLength: 1, maxLength: 7 });

test('the order of the runs does not matter, and one run that is out of line does not decide among three', () => {
  fc.assert(
    fc.property(measurement, (list) => {
      expect(judgeTime(list.toReversed(), limits)).toEqual(judgeTime(list, limits));
    }),
  );
  fc.assert(
    fc.property(time, time, (hook, bare) => {
      expect(judgeTime(pairs([60, 40], [hook, bare], [60, 40]), limits).status).toBe('ok');
    }),
  );
});

test('what is not ok says what to do, and never fails where Node alone is slow', () => {
  fc.assert(
    fc.property(measurement, (list) => {
      const { status, remedy } = judgeTime(list, limits);
      expect(remedy === undefined).toBe(status === 'ok');
      if (list.every(({ bare }) => bare > 151)) expect(status).not.toBe('fail');
    }),
  );
});
