import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideTdd, type Moment, runState, type TddFacts } from '../../../src/hooks/tdd/decide.ts';

const FACTS: TddFacts = {
  mode: 'block',
  level: 'test-exists',
  path: 'src/a.ts',
  edit: 'large',
  addsPublicName: true,
  test: 'src/a.test.ts',
  suggestedTest: 'src/a.test.ts',
  run: 'none',
  testCommand: 'npm test',
};

describe('the verdict on an edit', () => {
  test.each<[string, Partial<TddFacts>, string, string?]>([
    ['a test exists', {}, 'pass'],
    ['no test', { test: undefined }, 'block', 'tdd-no-test'],
    ['no test, mode ask', { test: undefined, mode: 'ask' }, 'ask', 'tdd-no-test'],
    ['no test, mode warn', { test: undefined, mode: 'warn' }, 'warn', 'tdd-no-test'],
    ['no test, mode off', { test: undefined, mode: 'off' }, 'pass'],
    ['no test, only comments', { test: undefined, edit: 'comments' }, 'pass'],
    ['no test, only a deletion', { test: undefined, edit: 'deletion' }, 'pass'],
    ['no test, a new file', { test: undefined, edit: 'new' }, 'block', 'tdd-no-test'],
    [
      'no test, a small edit of old code asks where a large one is held',
      { test: undefined, edit: 'small' },
      'ask',
      'tdd-no-test',
    ],
    [
      'no test, a small edit in mode ask only warns',
      { test: undefined, edit: 'small', mode: 'ask' },
      'warn',
      'tdd-no-test',
    ],
    ['failing-test, no run', { level: 'failing-test' }, 'block', 'tdd-no-run'],
    ['failing-test, red', { level: 'failing-test', run: 'red' }, 'pass'],
    ['failing-test, red but edited since', { level: 'failing-test', run: 'stale-red' }, 'block', 'tdd-stale-run'],
    ['failing-test, green, new behaviour', { level: 'failing-test', run: 'green' }, 'block', 'tdd-green'],
    ['failing-test, green, refactoring', { level: 'failing-test', run: 'green', addsPublicName: false }, 'pass'],
    [
      'failing-test, a second small step of refactoring',
      { level: 'failing-test', run: 'stale-green', addsPublicName: false, edit: 'small' },
      'pass',
    ],
    ['failing-test, edited since green', { level: 'failing-test', run: 'stale-green' }, 'block', 'tdd-stale-run'],
  ])('%s', (_, facts, kind, rule) => {
    const verdict = decideTdd({ ...FACTS, ...facts });
    expect(verdict.kind).toBe(kind);
    if (verdict.kind !== 'pass') expect(verdict.rule).toBe(rule);
  });

  test('every verdict but a pass names the next allowed step and the way to switch it off', () => {
    const facts = fc.record({
      mode: fc.constantFrom('off', 'warn', 'ask', 'block'),
      level: fc.constantFrom('test-exists', 'failing-test'),
      path: fc.constant('src/a.ts'),
      edit: fc.constantFrom('comments', 'deletion', 'small', 'large', 'new'),
      addsPublicName: fc.boolean(),
      test: fc.constantFrom('src/a.test.ts', undefined),
      suggestedTest: fc.constant('src/a.test.ts'),
      run: fc.constantFrom('none', 'red', 'stale-red', 'green', 'stale-green'),
      testCommand: fc.constantFrom('npm test', undefined),
    });
    fc.assert(
      fc.property(facts, (random) => {
        const verdict = decideTdd(random as TddFacts);
        if (random.mode === 'off') expect(verdict.kind).toBe('pass');
        if (verdict.kind === 'pass') return;
        expect(verdict.reason).toContain('Next allowed step:');
        expect(verdict.reason).toContain('tdd off');
      }),
    );
  });
});

describe('what the recorded moments say', () => {
  const edit = (t: number, path: string): Moment => ({ t, kind: 'edit', path });
  const run = (t: number, failed: boolean): Moment => ({ t, kind: 'test', failed });
  const isTest = (path: string) => path.endsWith('.test.ts');

  test.each<[string, Moment[], string]>([
    ['nothing recorded', [], 'none'],
    ['edits only', [edit(1, 'a.ts')], 'none'],
    ['a failing run after the edit', [edit(1, 'a.ts'), run(2, true)], 'red'],
    ['a failing run before the edit', [run(1, true), edit(2, 'a.ts')], 'stale-red'],
    ['a failing run, then another file', [run(1, true), edit(2, 'b.ts')], 'red'],
    ['a failing run, then a test', [run(1, true), edit(2, 'b.test.ts')], 'stale-red'],
    ['a passing run after all edits', [edit(1, 'a.ts'), run(2, false)], 'green'],
    ['a passing run, then another file', [run(1, false), edit(2, 'b.ts')], 'stale-green'],
    ['the last run counts', [run(1, true), run(2, false)], 'green'],
  ])('%s', (_, moments, state) => {
    expect(runState(moments, 'a.ts', isTest)).toBe(state);
    expect(runState(moments.toReversed(), 'a.ts', isTest)).toBe(state);
  });
});
