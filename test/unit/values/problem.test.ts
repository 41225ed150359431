import { describe, expect, test } from 'vitest';
import { InputError, placeText, problemText } from '../../../src/core/values/problem.ts';

describe('what is wrong with what a person wrote', () => {
  test('a place is as exact as it is known', () => {
    expect(placeText({ file: 'canonical.yaml', line: 41, column: 7 })).toBe('canonical.yaml:41:7');
    expect(placeText({ file: 'canonical.yaml', line: 41 })).toBe('canonical.yaml:41');
    expect(placeText({ file: 'canonical.yaml', column: 7 })).toBe('canonical.yaml');
  });

  test('an error tells everything at once, one line each: where, what, and what to do', () => {
    const place = { file: 'a.yaml', line: 1, column: 2 };
    const error = new InputError([
      { place, severity: 'error', message: 'is relative.', remedy: 'Make it absolute.' },
      { place: { file: 'b.json' }, severity: 'error', message: 'is no JSON.' },
    ]);
    expect(error.message).toBe('a.yaml:1:2  is relative. Make it absolute.\nb.json  is no JSON.');
    expect(error.problems).toHaveLength(2);
    expect(problemText(error.problems[1]!)).toBe('b.json  is no JSON.');
  });
});
