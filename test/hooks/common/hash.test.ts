import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textHash } from '../../../src/hooks/common/hash.ts';

test('a hash is 16 digits, and the same for the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(textHash(text)).toMatch(/^[0-9a-f]{16}$/);
      expect(textHash(`${text}`)).toBe(textHash(text));
    }),
  );
});

test('the names of folders are kept from one version to the next', () => {
  expect([textHash(''), textHash('/home/ada/shop'), textHash('ü😀')]).toEqual([
    '9eb3270a95b01506',
    'c2d8087117d2c8f9',
    'f35233f8d311f380',
  ]);
});

test('a hundred thousand paths that differ in little have as many hashes, also in their first ten digits', () => {
  const hashes = new Set<string>();
  const starts = new Set<string>();
  for (let i = 0; i < 100_000; i++) {
    const hash = textHash(`/home/ada/work/project-${i}`);
    hashes.add(hash);
    starts.add(hash.slice(0, 10));
  }
  expect([hashes.size, starts.size]).toEqual([100_000, 100_000]);
});

test('one changed character changes about half of the bits', () => {
  let changed = 0;
  for (let i = 0; i < 1000; i++) {
    const [a, b] = [textHash(`text ${i}`), textHash(`text ${i}x`.slice(1))];
    for (let at = 0; at < 16; at++) {
      const bits = Number.parseInt(a[at]!, 16) ^ Number.parseInt(b[at]!, 16);
      changed += (bits & 1) + ((bits >> 1) & 1) + ((bits >> 2) & 1) + ((bits >> 3) & 1);
    }
  }
  expect(changed / 1000).toBeGreaterThan(30);
  expect(changed / 1000).toBeLessThan(34);
});
