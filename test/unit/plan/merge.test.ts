import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeContents } from '../../../src/core/plan/merge/contents.ts';
import { mergeJson } from '../../../src/core/plan/merge/json.ts';
import { mergeText } from '../../../src/core/plan/merge/text.ts';
import { bytesOf, textOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';

const clash = (because: string) => ({ kind: 'clash', because });
const merged = (value: string) => ({ kind: 'merged', value });

describe('two changes of a text', () => {
  test('in different places are both kept', () => {
    expect(mergeText('a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n')).toEqual(merged('A\nb\nC\n'));
  });

  test('that are the same are one change', () => {
    expect(mergeText('a\nb\n', 'a\nB\n', 'a\nB\n')).toEqual(merged('a\nB\n'));
  });

  test('in the same place clash, and the line there is named', () => {
    expect(mergeText('a\nb\nc\n', 'a\nX\nc\n', 'a\nY\nc\n')).toEqual(clash('line 2 there was changed here too'));
    expect(mergeText('a\nb\nc\nd\n', 'X\nY\nc\nd\n', 'P\nQ\nc\nd\n')).toEqual(
      clash('lines 1 to 2 there was changed here too'),
    );
  });

  test('keep the line ends that the text has there', () => {
    expect(mergeText('a\nb\nc\n', 'A\r\nb\r\nc\r\n', 'a\nb\nC\n')).toEqual(merged('A\r\nb\r\nC\r\n'));
  });

  test('keep a missing newline at the end where nobody touched it', () => {
    expect(mergeText('a\nb\nc', 'A\nb\nc', 'a\nb\nc')).toEqual(merged('A\nb\nc'));
  });

  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 12 });
  const text = fc.tuple(lines, fc.boolean()).map(([all, ended]) => all.join('\n') + (ended ? '\n' : ''));

  test('a change on one side only is taken as it is, and a change made on both sides once', () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeText(base, changed, base)).toEqual(merged(changed));
        expect(mergeText(base, base, changed)).toEqual(merged(changed));
        expect(mergeText(base, changed, changed)).toEqual(merged(changed));
      }),
      { numRuns: 1000 },
    );
  });

  test('whether they fit does not depend on which side is called theirs', () => {
    fc.assert(
      fc.property(text, text, text, (base, one, other) => {
        expect(mergeText(base, one, other).kind).toBe(mergeText(base, other, one).kind);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('two changes of a JSON text', () => {
  const layout = '{\n    "b": 1,\n    "list": ["x", "y"]\n}\n';

  test('of different keys are both kept, in the order and layout that the text has there', () => {
    expect(mergeJson('{"a": 1, "b": 1}', '{\n    "b": 1,\n    "a": 2\n}\n', '{"a": 1, "b": 3}')).toEqual(
      merged('{\n    "b": 3,\n    "a": 2\n}\n'),
    );
  });

  test('lists without repetition are sets: what either side added or took out counts', () => {
    const result = mergeJson(
      '{"b": 1, "list": ["x", "y"]}',
      layout.replace('"y"', '"y", "theirs"'),
      '{"b": 1, "list": ["y", "ours"]}',
    );
    expect(result).toEqual(merged('{\n    "b": 1,\n    "list": ["y", "theirs", "ours"]\n}\n'));
  });

  test('a key that is new here is added, one that is gone here and unchanged there is taken away', () => {
    expect(mergeJson('{"a": 1, "b": 1}', '{"a": 1, "b": 1, "t": 0}', '{"a": 1, "c": {"d": 2}}')).toEqual(
      merged('{"a": 1, "t": 0, "c": { "d": 2 }}'),
    );
  });

  test.each([
    ['{"a": 1}', '{"a": 2}', '{"a": 3}', 'a was changed there and here'],
    ['{"a": {"b": 1}}', '{"a": {"b": 2}}', '{"a": {}}', 'a.b was changed there and removed here'],
    ['{"a": {"b": 1}}', '{"a": {}}', '{"a": {"b": 2}}', 'a.b was removed there and changed here'],
    ['[1, 1]', '[1, 1, 2]', '[1, 1, 3]', 'the whole value was changed there and here'],
  ])('%s, %s there and %s here clash', (base, theirs, ours, because) => {
    expect(mergeJson(base, theirs, ours)).toEqual(clash(because));
  });

  test('text that is no JSON is not merged', () => {
    expect(mergeJson('{}', '{"a": }', '{}')).toMatchObject({ kind: 'clash', because: expect.stringContaining('JSON') });
  });

  const value = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3 },
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('x', 'y', null, true),
      fc.array(fc.constantFrom('p', 'q', 'r'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), tie('json'), { maxKeys: 3 }),
    ),
  })).json;
  const json = value.map((one) => JSON.stringify(one, null, 2));

  test('a change on one side only is taken as it is; their text stays to the byte when nothing changed here', () => {
    fc.assert(
      fc.property(json, json, (base, changed) => {
        expect(mergeJson(base, changed, base)).toEqual(merged(changed));
        expect(mergeJson(base, changed, changed)).toEqual(merged(changed));
        const ours = mergeJson(base, base, changed);
        expect(ours.kind).toBe('merged');
        if (ours.kind === 'merged') expect(sets(JSON.parse(ours.value))).toEqual(sets(JSON.parse(changed)));
      }),
      { numRuns: 1000 },
    );
  });
});

/** Lists as sets: what was merged into one keeps their order, not ours. */
function sets(value: unknown): unknown {
  if (Array.isArray(value)) return [...value].map(String).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, one]) => [key, sets(one)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

test('bytes that are no text are not merged, and no byte of a text is lost on the way', () => {
  const path = 'x.md' as RelPath;
  const odd = Uint8Array.from([0xff, 0x0a, 0x62, 0x0a, 0xe9, 0x0a]);
  const changed = Uint8Array.from([0xff, 0x0a, 0x42, 0x0a, 0xe9, 0x0a]);
  expect(mergeContents(path, odd, changed, odd)).toEqual({ kind: 'merged', value: changed });
  expect(mergeContents(path, bytesOf('\0'), odd, odd)).toEqual(clash('it is not text'));
  const result = mergeContents('x.json' as RelPath, bytesOf('{"ü":1}'), bytesOf('{"ü":2}'), bytesOf('{"ü":1,"ß":1}'));
  expect(result.kind === 'merged' && textOf(result.value)).toBe('{"ü":2,"ß":1}');
});
