import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decision, decide } from '../../../src/core/plan/decide.ts';
import { overlay, type PathRule } from '../../../src/core/plan/policy.ts';
import { recorded } from '../../../src/core/plan/question.ts';
import { fileAddress } from '../../../src/core/values/address.ts';
import type { ContentId } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

type State = readonly [desired: string, last: string, actual: string];
const idOf = (letter: string): ContentId | undefined => (letter === '-' ? undefined : (letter as ContentId));
const decided = ([desired, last, actual]: State): Decision => decide(idOf(desired), idOf(last), idOf(actual));

describe('the table', () => {
  test.each([
    ['-', '-', '-', 'nothing', 'never-ours'],
    ['-', '-', 'A', 'nothing', 'never-ours'],
    ['-', 'A', '-', 'forget', 'removed'],
    ['-', 'A', 'A', 'delete', 'removed'],
    ['-', 'A', 'B', 'conflict', 'drifted'],
    ['A', '-', '-', 'create', 'new'],
    ['A', '-', 'A', 'adopt', 'same'],
    ['A', '-', 'B', 'conflict', 'foreign'],
    ['A', 'A', '-', 'create', 'drifted'],
    ['A', 'A', 'A', 'keep', 'same'],
    ['A', 'A', 'B', 'update', 'drifted'],
    ['A', 'B', '-', 'create', 'drifted'],
    ['A', 'B', 'A', 'adopt', 'same'],
    ['A', 'B', 'B', 'update', 'changed'],
    ['A', 'B', 'C', 'conflict', 'drifted-and-changed'],
  ])('desired %s, last written %s, actual %s: %s, %s', (desired, last, actual, action, reason) => {
    expect(decided([desired, last, actual])).toEqual({ action, reason });
  });
});

// Four letters make every pattern of equal and different that three places can have.
const letter = fc.constantFrom('-', 'A', 'B', 'C');
const states = fc.tuple(letter, letter, letter);
const rules: fc.Arbitrary<PathRule> = fc.record({
  onDrift: fc.constantFrom('repair', 'leave'),
  onConflict: fc.constantFrom('leave', 'overwrite'),
  prune: fc.boolean(),
});

/** The world after a decision is carried out: what is recorded, and what is there. */
function carriedOut([desired, last, actual]: State, decision: Decision): State {
  const address = fileAddress('a' as RelPath);
  const record = recorded(decision, address, idOf(desired), idOf(last)).get(address) ?? '-';
  const writes = decision.action === 'create' || decision.action === 'update';
  return [desired, record, writes ? desired : decision.action === 'delete' ? '-' : actual];
}

describe('the laws', () => {
  test('every state has exactly one decision', () => {
    fc.assert(
      fc.property(states, (state) => {
        const decision = decided(state);
        expect(Object.keys(decision).sort()).toEqual(['action', 'reason']);
        expect(decided(state)).toEqual(decision);
      }),
    );
  });

  test('only which ids are equal counts, not what they are', () => {
    fc.assert(
      fc.property(states, ([desired, last, actual]) => {
        const renamed = (id: string): string => (id === '-' ? '-' : `${id}${id}`);
        expect(decided([renamed(desired), renamed(last), renamed(actual)])).toEqual(decided([desired, last, actual]));
      }),
    );
  });

  test('what was never ours is never deleted and never written over', () => {
    fc.assert(
      fc.property(letter, letter, (desired, actual) => {
        expect(['delete', 'update']).not.toContain(decided([desired, '-', actual]).action);
        if (actual !== '-') expect(decided([desired, '-', actual]).action).not.toBe('create');
      }),
    );
  });

  test('only what is exactly as we wrote it is deleted, and only when it is not desired', () => {
    fc.assert(
      fc.property(states, ([desired, last, actual]) => {
        if (decided([desired, last, actual]).action !== 'delete') return;
        expect([desired, actual]).toEqual(['-', last]);
      }),
    );
  });

  test('what is as desired is never written', () => {
    fc.assert(
      fc.property(letter, letter, (same, last) => {
        expect(['keep', 'adopt', 'nothing', 'forget']).toContain(decided([same, last, same]).action);
      }),
    );
  });

  test('carried out once, the next decision has nothing to do, whatever the policy', () => {
    fc.assert(
      fc.property(states, rules, (state, rule) => {
        const first = overlay(decided(state), rule).decision;
        const after = carriedOut(state, first);
        const second = overlay(decided(after), rule).decision;
        expect(['keep', 'nothing', 'conflict']).toContain(second.action);
        if (first.action === 'conflict') expect(second).toEqual(first);
        if (after[0] !== '-' && second.action !== 'conflict') expect(after).toEqual([after[0], after[0], after[0]]);
      }),
    );
  });
});
