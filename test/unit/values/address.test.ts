import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockAddress, byText, fieldAddress, fileAddress, parseAddress } from '../../../src/core/values/address.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

const paths = fc
  .array(fc.oneof(fc.constantFrom('#', '%', '%23', '%25', '#block:x', '#/a', '/', 'a'), fc.string()), { minLength: 1 })
  .map((parts) => parts.join('') as RelPath);

describe('addresses', () => {
  test('a file, a field and a block have the forms that the documents name', () => {
    expect(fileAddress('.claude/commands/a.md' as RelPath)).toBe('.claude/commands/a.md');
    expect(fieldAddress('.claude/settings.json' as RelPath, '/env/A')).toBe('.claude/settings.json#/env/A');
    expect(blockAddress('CLAUDE.md' as RelPath, 'reconcile')).toBe('CLAUDE.md#block:reconcile');
  });

  test('every address is taken apart into what it was made from', () => {
    fc.assert(
      fc.property(paths, fc.string(), (path, part) => {
        expect(parseAddress(fileAddress(path))).toEqual({ path, unit: 'file', part: '' });
        expect(parseAddress(fieldAddress(path, `/${part}`))).toEqual({ path, unit: 'field', part: `/${part}` });
        expect(parseAddress(blockAddress(path, part))).toEqual({ path, unit: 'block', part });
      }),
    );
  });

  test('different things have different addresses', () => {
    fc.assert(
      fc.property(paths, paths, fc.string(), fc.string(), (a, b, x, y) => {
        expect(fileAddress(a) === fileAddress(b)).toBe(a === b);
        expect(fieldAddress(a, `/${x}`) === fieldAddress(b, `/${y}`)).toBe(a === b && x === y);
        expect([fieldAddress(b, `/${y}`), blockAddress(b, y)]).not.toContain(fileAddress(a));
      }),
    );
  });

  test('the order is that of the characters, the same in every language setting', () => {
    expect(['b', 'a', 'B', 'ä', 'a/b', 'a-b', '10', '9'].sort(byText)).toEqual([
      '10',
      '9',
      'B',
      'a',
      'a-b',
      'a/b',
      'b',
      'ä',
    ]);
    expect(byText('a', 'a')).toBe(0);
  });
});
