import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guard } from '../../../src/core/plan/guards.ts';
import type { Action, Change } from '../../../src/core/plan/plan.ts';
import { fileAddress } from '../../../src/core/values/address.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

function changes(action: Action, count: number): Change[] {
  return Array.from({ length: count }, (_, index) => {
    const path = `${action}/${index}` as RelPath;
    return { path, address: fileAddress(path), action, reason: 'removed' };
  });
}

const NONE = { allowEmpty: false };

describe('the guard against mistakes in the source of truth', () => {
  test('a plan that deletes nothing is never stopped', () => {
    expect(guard(changes('forget', 50), { desired: 0, owned: 50 }, { count: 0 }, NONE)).toBeUndefined();
    expect(guard([], { desired: 0, owned: 50 }, { count: 0 }, NONE)).toBeUndefined();
  });

  test('a target for which nothing is desired any more is not emptied without a word', () => {
    const blocked = guard(changes('delete', 1), { desired: 0, owned: 1 }, { count: 100 }, NONE);
    expect(blocked?.by).toBe('empty-desired-state');
    expect(blocked?.reason).toContain('--allow-empty');
  });

  test('with the word it is emptied, however much that is', () => {
    const counts = { desired: 0, owned: 90 };
    expect(guard(changes('delete', 90), counts, { count: 1 }, { allowEmpty: true })).toBeUndefined();
  });

  test.each([
    [{ count: 3 }, 100, 3, 4],
    [{ count: 0 }, 100, 0, 1],
    [{ share: 0.5 }, 100, 50, 51],
    [{ share: 0.5 }, 21, 10, 11],
    [{ share: 0.5 }, 4, 5, 6],
    [{ share: 0 }, 1000, 5, 6],
    [{ share: 1 }, 8, 8, 9],
  ])('with %j of %i entries, %i may go and %i may not', (limit, owned, most, more) => {
    const counts = { desired: 1, owned };
    expect(guard(changes('delete', most), counts, limit, NONE)).toBeUndefined();
    const blocked = guard(changes('delete', more), counts, limit, NONE);
    expect(blocked?.by).toBe('too-many-deletes');
    expect(blocked?.reason).toContain(`--max-deletes ${more}`);
  });

  test('what the message advises lets the same plan pass', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(100), fc.nat(20), (deletes, owned, count) => {
        const plan = [...changes('delete', deletes), ...changes('create', 3)];
        const counts = { desired: 3, owned };
        const blocked = guard(plan, counts, { count }, NONE);
        expect(blocked !== undefined).toBe(deletes > count);
        if (blocked === undefined) return;
        const advised = Number(/--max-deletes (\d+)/.exec(blocked.reason)?.[1]);
        expect(guard(plan, counts, { count }, { ...NONE, maxDeletes: { count: advised } })).toBeUndefined();
      }),
    );
  });
});
