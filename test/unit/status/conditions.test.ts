import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  backoff,
  type Condition,
  conditionsAfter,
  type Observation,
  STALL_AFTER,
} from '../../../src/core/status/conditions.ts';

const TYPES = ['Ready', 'Drifted', 'Reconciling', 'Stalled', 'Suspended'];

/** The conditions in short: `Ready=True(InSync)`. */
function shown(conditions: readonly Condition[]): string {
  return conditions.map((condition) => `${condition.type}=${condition.status}(${condition.reason})`).join(' ');
}

describe('the conditions of a target', () => {
  test.each<[Observation, string]>([
    [
      { kind: 'in-sync' },
      'Ready=True(InSync) Drifted=False(InSync) Reconciling=False(Idle) Stalled=False(Progressing) Suspended=False(NotSuspended)',
    ],
    [
      { kind: 'differs', changes: 2, conflicts: 1 },
      'Ready=False(OutOfSync) Drifted=True(OutOfSync) Reconciling=False(Idle) Stalled=False(Progressing) Suspended=False(NotSuspended)',
    ],
    [
      { kind: 'applied', changes: 2, conflicts: 0 },
      'Ready=True(Applied) Drifted=False(Applied) Reconciling=False(Idle) Stalled=False(Progressing) Suspended=False(NotSuspended)',
    ],
    [
      { kind: 'applied', changes: 2, conflicts: 3 },
      'Ready=False(Conflicts) Drifted=True(Conflicts) Reconciling=False(Idle) Stalled=False(Progressing) Suspended=False(NotSuspended)',
    ],
    [
      { kind: 'working' },
      'Ready=Unknown(NotObserved) Drifted=Unknown(NotObserved) Reconciling=True(Working) Stalled=Unknown(NotObserved) Suspended=Unknown(NotObserved)',
    ],
    [
      { kind: 'blocked', reason: 'a rebase is in progress' },
      'Ready=False(Blocked) Drifted=Unknown(NotObserved) Reconciling=False(Idle) Stalled=True(Blocked) Suspended=False(NotSuspended)',
    ],
    [
      { kind: 'failed', reason: 'disk full', failures: 1 },
      'Ready=False(Failed) Drifted=Unknown(NotObserved) Reconciling=True(Retrying) Stalled=False(Retrying) Suspended=False(NotSuspended)',
    ],
    [
      { kind: 'failed', reason: 'disk full', failures: STALL_AFTER },
      'Ready=False(Failed) Drifted=Unknown(NotObserved) Reconciling=True(Retrying) Stalled=True(KeepsFailing) Suspended=False(NotSuspended)',
    ],
    [
      { kind: 'suspended', reason: 'freeze' },
      'Ready=False(Suspended) Drifted=Unknown(NotObserved) Reconciling=False(Idle) Stalled=False(Progressing) Suspended=True(Suspended)',
    ],
  ])('after %j', (seen, expected) => {
    expect(shown(conditionsAfter([], seen, 1000))).toBe(expected);
  });

  test('the message says it in words', () => {
    const message = (seen: Observation): string | undefined => conditionsAfter([], seen, 0)[0]?.message;
    expect(message({ kind: 'in-sync' })).toBe('everything is as desired');
    expect(message({ kind: 'differs', changes: 1, conflicts: 2 })).toBe('1 change pending, 2 conflicts left alone');
    expect(message({ kind: 'differs', changes: 2, conflicts: 0 })).toBe('2 changes pending');
    expect(message({ kind: 'applied', changes: 9, conflicts: 1 })).toBe('1 conflict left alone');
    expect(message({ kind: 'failed', reason: 'disk full', failures: 1 })).toBe('disk full (failed 1 time in a row)');
    expect(message({ kind: 'failed', reason: 'disk full', failures: 7 })).toBe('disk full (failed 7 times in a row)');
    expect(message({ kind: 'blocked', reason: 'finish the rebase' })).toBe('finish the rebase');
  });

  test('a status that stays keeps its time, a new one has the time of the observation', () => {
    const first = conditionsAfter([], { kind: 'in-sync' }, 1000);
    const same = conditionsAfter(first, { kind: 'applied', changes: 1, conflicts: 0 }, 2000);
    expect(same.map((condition) => condition.since)).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(same[0]?.reason).toBe('Applied');
    const drifted = conditionsAfter(same, { kind: 'differs', changes: 1, conflicts: 0 }, 3000);
    expect(drifted.map((condition) => condition.since)).toEqual([3000, 3000, 1000, 1000, 1000]);
  });

  test('while it is worked on, everything else known of it stands', () => {
    const before = conditionsAfter([], { kind: 'differs', changes: 1, conflicts: 0 }, 1000);
    const after = conditionsAfter(before, { kind: 'working' }, 2000);
    const others = (list: readonly Condition[]): Condition[] => list.filter(({ type }) => type !== 'Reconciling');
    expect(others(after)).toEqual(others(before));
  });

  const observations: fc.Arbitrary<Observation> = fc.oneof(
    fc.constantFrom<Observation>(
      { kind: 'in-sync' },
      { kind: 'working' },
      { kind: 'blocked', reason: 'r' },
      { kind: 'suspended', reason: 's' },
    ),
    fc.record({
      kind: fc.constantFrom('differs', 'applied'),
      changes: fc.nat(3),
      conflicts: fc.nat(2),
    }) as fc.Arbitrary<Observation>,
    fc.record({
      kind: fc.constant('failed' as const),
      reason: fc.constant('f'),
      failures: fc.integer({ min: 1, max: 9 }),
    }),
  );

  test('through any history: each condition once and in order, since is when its status began, Ready is never beside a trouble', () => {
    fc.assert(
      fc.property(fc.array(observations, { minLength: 1 }), (history) => {
        let known: Condition[] = [];
        for (const [step, seen] of history.entries()) {
          const next = conditionsAfter(known, seen, step);
          expect(next.map((condition) => condition.type)).toEqual(TYPES);
          for (const [index, condition] of next.entries()) {
            const stays = known[index]?.status === condition.status;
            expect(condition.since).toBe(stays ? known[index]?.since : step);
          }
          const status = new Map(next.map((condition) => [condition.type, condition.status]));
          if (status.get('Ready') === 'True') {
            expect([status.get('Drifted'), status.get('Stalled'), status.get('Suspended')]).not.toContain('True');
          }
          known = next;
        }
      }),
    );
  });
});

describe('the wait after a failure', () => {
  const settings = fc.record({ first: fc.integer({ min: 1, max: 60 }), longest: fc.integer({ min: 60, max: 7200 }) });
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });

  test('lies between half and all of the doubled first wait, and never above the longest', () => {
    fc.assert(
      fc.property(fc.nat(2000), settings, fraction, (failures, { first, longest }, chance) => {
        const wait = backoff(failures, { first, longest }, chance);
        const full = Math.min(longest, first * 2 ** Math.max(0, failures - 1)) * 1000;
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(full / 2));
        expect(wait).toBeLessThanOrEqual(Math.min(full, longest * 1000));
      }),
    );
  });

  test('does not get shorter with more failures', () => {
    fc.assert(
      fc.property(fc.nat(100), settings, fraction, (failures, limits, chance) => {
        expect(backoff(failures + 1, limits, chance)).toBeGreaterThanOrEqual(backoff(failures, limits, chance));
      }),
    );
  });

  test('is what it says for the first failures', () => {
    const limits = { first: 5, longest: 300 };
    expect([0, 1, 2, 3, 7, 8].map((failures) => backoff(failures, limits, 1))).toEqual([
      5e3, 5e3, 10e3, 20e3, 300e3, 300e3,
    ]);
    expect(backoff(1, limits, 0)).toBe(2500);
  });
});
