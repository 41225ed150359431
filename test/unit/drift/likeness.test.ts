import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familiesOf } from '../../../src/core/drift/families.ts';
import type { Item } from '../../../src/core/drift/items.ts';
import { likeness, sketchOf } from '../../../src/core/drift/likeness.ts';
import { blobId, bytesOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import type { TargetName } from '../../../src/core/values/target.ts';

const sketch = (text: string) => sketchOf([bytesOf(text)]);
const words = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `word${from + index}`).join(' ');

function item(target: string, name: string, text: string): Item {
  const path = `.claude/commands/${name}.md` as RelPath;
  const bytes = bytesOf(text);
  const print = `commands  100644 ${blobId(bytes)}`;
  return {
    target: target as TargetName,
    kind: 'commands',
    name,
    path,
    files: [{ path, bytes, mode: '100644' }],
    print,
  };
}

describe('how alike two texts are', () => {
  test('a byte order mark, line ends and white space do not count', () => {
    expect(likeness(sketch('a b c\nd\n'), sketch('\ufeffa  b c\r\nd'))).toBe(1);
  });
  test('one changed word of forty leaves most', () => {
    const alike = likeness(sketch(words(40)), sketch(words(40).replace('word20', 'other')));
    expect(alike).toBeGreaterThan(0.8);
    expect(alike).toBeLessThan(1);
  });
  test('different texts have nothing in common', () => {
    expect(likeness(sketch(words(40)), sketch(words(40, 100)))).toBe(0);
  });
  test('binary content is like no other', () => {
    expect(sketchOf([new Uint8Array([0, 1, 2])]).normal).toBe('');
  });
  test('it is symmetric, between 0 and 1, and 1 with itself', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (a, b) => {
        const alike = likeness(sketch(a), sketch(b));
        expect(alike).toBe(likeness(sketch(b), sketch(a)));
        expect(alike).toBeGreaterThanOrEqual(0);
        expect(alike).toBeLessThanOrEqual(1);
        expect(likeness(sketch(a), sketch(a))).toBe(1);
      }),
    );
  });
  test('two texts that are 0.7 alike share a bucket', () => {
    const few = Array.from({ length: 100 }, (_, run) => {
      const text = Array.from({ length: 60 }, (__, index) => `w${run}x${index}`);
      const other = text.map((word, index) => (index % 25 === 10 ? `${word}!` : word));
      const [a, b] = [sketch(text.join(' ')), sketch(other.join(' '))];
      return a.bands.some((band) => b.bands.includes(band));
    });
    expect(few.filter(Boolean).length).toBeGreaterThanOrEqual(99);
  });
});

describe('items that are the same or nearly so', () => {
  test('come together whatever their names; others do not', () => {
    const families = familiesOf(
      [],
      [
        item('a', 'deploy', words(40)),
        item('b', 'ops/deploy', words(40)),
        item('c', 'ship', words(40).replace('word7', 'seven')),
        item('c', 'other', words(40, 500)),
      ],
    );
    expect(
      families.map(({ first, others }) => [first.target, others.map((one) => [one.item.target, one.exact])]),
    ).toEqual([
      [
        'a',
        [
          ['b', true],
          ['c', false],
        ],
      ],
    ]);
  });
  test('short ones need the same name: `health` and `healthcheck` have nothing to do with each other', () => {
    expect(familiesOf([], [item('a', 'health', 'Run it.'), item('b', 'healthcheck', 'Run it.')])).toEqual([]);
    expect(familiesOf([], [item('a', 'health', 'Run it.'), item('b', 'health', 'Run it.')])).toHaveLength(1);
  });
  test('the time grows with the items, not with their pairs', () => {
    const many = Array.from({ length: 2000 }, (_, index) => item(`t${index}`, 'same', `${words(40)} variant${index}`));
    const families = familiesOf([], many);
    expect(families).toHaveLength(1);
    expect(families[0]!.others).toHaveLength(1999);
  });
});
