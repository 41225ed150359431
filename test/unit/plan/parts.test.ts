import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intoParts } from '../../../src/core/plan/merge/parts.ts';

const PARTS = [
  '# Base\n\nTest first.\nBe brief.',
  '# Python\n\nUse uv.\n\nType everything.',
  '# Billing\n\nRound half up.',
];
const WHOLE = PARTS.join('\n\n');

describe('changed lines go back into the part that they are about', () => {
  test.each<[string, string, string, number, string]>([
    ['a line of the first', 'Be brief.', 'Be very brief.', 0, '# Base\n\nTest first.\nBe very brief.'],
    ['a line of the last', 'Round half up.', 'Round half to even.', 2, '# Billing\n\nRound half to even.'],
    ['a line put in', 'Use uv.\n', 'Use uv.\nAlways.\n', 1, '# Python\n\nUse uv.\nAlways.\n\nType everything.'],
    [
      'a line below the last one of a part',
      'Be brief.\n',
      'Be brief.\nBe kind.\n',
      0,
      '# Base\n\nTest first.\nBe brief.\nBe kind.',
    ],
    [
      'a line above the first one of a part',
      '# Python',
      'Note.\n# Python',
      1,
      'Note.\n# Python\n\nUse uv.\n\nType everything.',
    ],
    ['a line taken out', 'Test first.\n', '', 0, '# Base\n\nBe brief.'],
    ['a paragraph at the very end', 'half up.', 'half up.\n\nSay why.', 2, '# Billing\n\nRound half up.\n\nSay why.'],
    [
      'a paragraph at the very beginning',
      '# Base',
      'Read me.\n\n# Base',
      0,
      'Read me.\n\n# Base\n\nTest first.\nBe brief.',
    ],
    ['a last paragraph taken out', '\n\nType everything.', '', 1, '# Python\n\nUse uv.'],
  ])('%s', (_, from, to, part, expected) => {
    const there = WHOLE.replace(from, to);
    const wanted = PARTS.map((text, at) => (at === part ? expected : text));
    expect(intoParts(PARTS, there)).toEqual({ parts: wanted });
  });

  test('several changes at once each go to their own', () => {
    const there = WHOLE.replace('Be brief.', 'Be kind.')
      .replace('Use uv.', 'Use uv, always.')
      .replace('half up', 'half down');
    expect(intoParts(PARTS, there)).toEqual({
      parts: [
        '# Base\n\nTest first.\nBe kind.',
        '# Python\n\nUse uv, always.\n\nType everything.',
        '# Billing\n\nRound half down.',
      ],
    });
  });

  test.each<[string, string, string, number, number[]]>([
    ['a paragraph between two parts', 'Be brief.\n\n', 'Be brief.\n\nBe kind.\n\n', 5, [0, 1]],
    ['the line between two parts taken out', 'Be brief.\n\n# Python', 'Be brief.\n# Python', 4, [0, 1]],
  ])('%s is not guessed about', (_, from, to, line, parts) => {
    const found = intoParts(PARTS, WHOLE.replace(from, to));
    expect(found).toEqual({ unclear: { line: expect.any(Number) as number, parts } });
    expect('unclear' in found && Math.abs(found.unclear.line - line) <= 1).toBe(true);
  });

  const part = fc
    .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 6 })
    .map((lines) => lines.join('\n').replace(/^\n+|\n+$/g, ''))
    .filter((text) => text !== '');

  test('what comes out gives the changed text again, whatever was changed', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), part, (parts, there) => {
        const found = intoParts(parts, there);
        // A part of which nothing is left is not there, with the line before it.
        const left = 'parts' in found ? found.parts.filter((text) => text !== '') : [];
        if ('parts' in found) expect(left.join('\n\n')).toBe(there);
        else expect(found.unclear.parts.length).toBeGreaterThan(0);
      }),
    );
  });

  test('a change of one part alone, to lines that stand nowhere else, goes to that part or is not guessed about', () => {
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        fc.nat(5),
        fc.nat(2),
        (parts, which, at, taken) => {
          const index = which % parts.length;
          const lines = parts[index]!.split('\n');
          lines.splice(at % (lines.length + 1), taken, 'NEW');
          const changed = parts.map((text, one) => (one === index ? lines.join('\n') : text));
          const found = intoParts(parts, changed.join('\n\n'));
          if ('parts' in found) expect(found.parts).toEqual(changed);
          else expect(found.unclear.parts).toContain(index);
        },
      ),
    );
  });
});
