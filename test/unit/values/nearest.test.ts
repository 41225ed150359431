import fc from 'fast-check';
import { distance as levenshtein } from 'fastest-levenshtein';
import { describe, expect, test } from 'vitest';
import { didYouMean, distance, nearest } from '../../../src/core/values/nearest.ts';

describe('the name that was probably meant', () => {
  test.each([
    ['comands', ['commands', 'skills'], 'commands'],
    ['tdd/cycel', ['tdd/cycle', 'tdd/red'], 'tdd/cycle'],
    ['ab', ['ac', 'xyz'], 'ac'],
    ['smart-safety', ['smart-safety-check'], 'smart-safety-check'],
    ['plna', ['plan', 'apply'], 'plan'],
    ['repositores', ['reports', 'repositories'], 'repositories'],
    ['ab', ['ba', 'xyz'], 'ba'],
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

describe('the distance of two names', () => {
  test.each([
    ['plna', 'plan', 1],
    ['tets', 'test', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('from %s to %s it is %i', (a, b, edits) => {
    expect(distance(a, b)).toBe(edits);
  });

  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

  test('it is the one of Levenshtein, but that neighbours which changed places are one edit, not two', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const edits = distance(a, b);
        expect(edits).toBe(distance(b, a));
        expect(edits).toBeLessThanOrEqual(levenshtein(a, b));
        expect(levenshtein(a, b)).toBeLessThanOrEqual(2 * edits);
      }),
    );
  });

  test('neighbours that changed places are one edit', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(`${a}xy${b}`, `${a}yx${b}`)).toBe(1);
      }),
    );
  });
});
