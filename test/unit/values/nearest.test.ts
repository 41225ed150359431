import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from '../../../src/core/values/nearest.ts';

describe('the name that was probably meant', () => {
  test.each([
    ['comands', ['commands', 'skills'], 'commands'],
    ['tdd/cycel', ['tdd/cycle', 'tdd/red'], 'tdd/cycle'],
    ['ab', ['ac', 'xyz'], 'ac'],
    ['smart-safety', ['smart-safety-check'], 'smart-safety-check'],
    ['x', ['completely', 'different'], undefined],
    ['research', ['metrics'], undefined],
    ['anything', [], undefined],
  ])('%s among %j is %s', (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  test('it is said as a question, or not at all', () => {
    expect(didYouMean('comands', new Set(['commands']))).toBe('Did you mean "commands"?');
    expect(didYouMean('x', ['commands'])).toBeUndefined();
  });
});
