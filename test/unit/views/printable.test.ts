import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns, cutEnd, cutMiddle, pad, printable, printableLine, wrap } from '../../../src/core/views/printable.ts';

describe('text that is safe to print', () => {
  test.each([
    ['a\u001b[31mb', 'a\\x1b[31mb'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['gpj\u202eexe', 'gpj\\u202eexe'],
    ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['naïve 漢字 🙂', 'naïve 漢字 🙂'],
  ])('%j', (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('tabs of a line become spaces up to the next stop', () => {
    expect(printableLine('\ta\tbcd\te')).toBe('    a   bcd e');
  });
});

describe('columns', () => {
  test('wide characters take two, combining ones none', () => {
    expect(columns('漢a')).toBe(3);
    expect(columns('e\u0301')).toBe(1);
    expect(pad('漢', 4)).toBe('漢  ');
  });

  test('a cut text keeps to its width, and a short one is whole', () => {
    const some = fc.string({ unit: fc.constantFrom('a', '漢', '🙂', 'é'), maxLength: 30 });
    fc.assert(
      fc.property(some, fc.integer({ min: 5, max: 40 }), (text, width) => {
        for (const cut of [cutEnd(text, width), cutMiddle(text, width)]) {
          expect(columns(cut)).toBeLessThanOrEqual(width);
          expect(cut.includes('…')).toBe(columns(text) > width);
        }
      }),
    );
  });

  test('a command in backticks is not broken, and a lone backtick breaks nothing', () => {
    expect(wrap('or run `git rebase --abort` there', 18)).toEqual(['or run', '`git rebase --abort`', 'there']);
    expect(wrap('a ` b c d e f', 5)).toEqual(['a ` b', 'c d e', 'f']);
  });

  test('wrapped lines join to the text again, and keep to the width where a word does', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 12 }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 40 }), (list, width) => {
        const lines = wrap(list.join(' '), width);
        expect(lines.join(' ')).toBe(list.join(' '));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      }),
    );
  });
});
