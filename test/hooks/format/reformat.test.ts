import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyHunks, diffLines } from '../../../src/hooks/format/line-diff.ts';
import { reformat } from '../../../src/hooks/format/reformat.ts';
import { isSkippedPath, isSkippedText } from '../../../src/hooks/format/skip.ts';
import { meets, touchedLines } from '../../../src/hooks/format/touched.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 40 });

describe('the difference of two texts', () => {
  test('applied to the first gives the second', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        expect(applyHunks(a, b, diffLines(a, b))).toEqual(b);
      }),
    );
  });

  test('is in order, each hunk apart from the next by an equal line', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        let aEnd = -1;
        let bEnd = -1;
        for (const hunk of diffLines(a, b)) {
          expect(hunk.aStart > aEnd && hunk.bStart > bEnd).toBe(true);
          expect(hunk.aEnd - hunk.aStart + hunk.bEnd - hunk.bStart).toBeGreaterThan(0);
          aEnd = hunk.aEnd;
          bEnd = hunk.bEnd;
        }
      }),
    );
  });

  test('is the shortest: one changed line is one hunk of one line', () => {
    const text = Array.from({ length: 100 }, (_, i) => `${i}`);
    expect(diffLines(text, text.toSpliced(50, 1, 'x'))).toEqual([{ aStart: 50, aEnd: 51, bStart: 50, bEnd: 51 }]);
    expect(diffLines(text, text)).toEqual([]);
  });

  test('of texts with little in common is one hunk', () => {
    const a = Array.from({ length: 3000 }, (_, i) => `a${i}`);
    const b = Array.from({ length: 3000 }, (_, i) => `b${i}`);
    expect(diffLines(a, b)).toEqual([{ aStart: 0, aEnd: 3000, bStart: 0, bEnd: 3000 }]);
  });
});

describe('formatting what was touched', () => {
  const squeeze = async (text: string) => text.replaceAll(/ {2,}/g, ' ');
  const at = (line: number) => [{ start: line, end: line + 1 }];

  test('changes only the touched lines', async () => {
    expect(await reformat('a  1\nb\nc  3\n', at(2), squeeze)).toEqual({
      text: 'a  1\nb\nc 3\n',
      lines: [{ first: 3, last: 3 }],
      whole: false,
    });
  });

  test('says so where that is all there was to do', async () => {
    expect(await reformat('a\nb\nc  3\n', at(2), squeeze)).toMatchObject({ text: 'a\nb\nc 3\n', whole: true });
  });

  test('does nothing where no touched line changes, the formatter fails, or it gives nothing', async () => {
    expect(await reformat('a  1\nb\nc\n', at(2), squeeze)).toBeUndefined();
    expect(await reformat('a  1\n', at(0), async () => undefined)).toBeUndefined();
    expect(await reformat('a  1\n', at(0), async () => '')).toBeUndefined();
  });

  test('does nothing where a part of the formatting would mean something else than all of it', async () => {
    // Stands for a bracket pair that the formatter adds in two places.
    const bracket = async (text: string) => (text === 'a\nb\nc\nd\n' ? '(\na\nb\nc\nd\n)\n' : text);
    expect(await reformat('a\nb\nc\nd\n', at(0), bracket)).toBeUndefined();
  });

  test('keeps CRLF and the byte order mark, which the formatter never sees', async () => {
    const seen: string[] = [];
    const watch = (text: string) => {
      seen.push(text);
      return squeeze(text);
    };
    expect(await reformat('\uFEFFa  1\r\nb\r\n', at(0), watch)).toMatchObject({ text: '\uFEFFa 1\r\nb\r\n' });
    expect(seen).toEqual(['a  1\nb\n']);
  });
});

describe('the touched lines', () => {
  const text = 'one\ntwo\nthree\ntwo\n';

  test.each<[string, Record<string, unknown>, unknown, [number, number][]]>([
    ['a write is all lines', { content: text }, {}, [[0, 5]]],
    ['an edit is where its text stands', { new_string: 'three' }, {}, [[2, 3]]],
    [
      'an edit of all places',
      { new_string: 'two', replace_all: true },
      {},
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      'several edits',
      { edits: [{ new_string: 'one' }, { new_string: 'three' }] },
      {},
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ['a deletion by an edit without a patch', { new_string: '' }, {}, []],
    [
      'the patch of the answer',
      { new_string: 'no' },
      { structuredPatch: [{ newStart: 1, lines: [' one', '-x', '+two', ' three'] }] },
      [
        [1, 1],
        [1, 2],
      ],
    ],
    ['a patch of another shape', { new_string: 'one' }, { structuredPatch: [7] }, []],
  ])('%s', (_, input, response, expected) => {
    expect(touchedLines(input, response, text).map(({ start, end }) => [start, end])).toEqual(expected);
  });

  test('a change beside a touched line belongs to it, one line further does not', () => {
    const range = [{ start: 5, end: 6 }];
    expect([meets(6, 7, range), meets(4, 5, range), meets(5, 5, range)]).toEqual([true, true, true]);
    expect([meets(7, 8, range), meets(3, 4, range)]).toEqual([false, false]);
  });
});

test.each([
  ['src/builder.ts', false],
  ['src/build/a.ts', true],
  ['src/vendored.ts', false],
  ['a/node_modules/b.js', true],
  ['package-lock.json', true],
  ['api.pb.go', true],
  ['app.min.css', true],
])('whether %s is left alone: %s', (path, expected) => {
  expect(isSkippedPath(path)).toBe(expected);
});

test.each([
  ['// Code generated by protoc. DO NOT EDIT.\n', true],
  ['# @generated by tool\n', true],
  ['a\0b', true],
  ['// this generates code\n', false],
])('whether a text that starts with %j is left alone: %s', (text, expected) => {
  expect(isSkippedText(text)).toBe(expected);
});
