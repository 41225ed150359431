import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { namesFor } from '../../../src/core/desired/select.ts';
import { globOf } from '../../../src/core/import/glob.ts';
import { patternsFor, shelfOf } from '../../../src/core/import/patterns.ts';
import { secretLine } from '../../../src/core/import/secrets.ts';
import { likenesses, linesApart, similarity } from '../../../src/core/import/similar.ts';
import { scalar } from '../../../src/core/import/yamlText.ts';
import { bytesOf } from '../../../src/core/values/content.ts';
import type { RelPath } from '../../../src/core/values/paths.ts';
import { maskText } from '../../../src/core/views/mask.ts';

const part = fc.string({ unit: fc.constantFrom(...'ab.md*?[]{}()!+@|, -^$\\'.split('')), minLength: 1, maxLength: 8 });
const path = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  .filter((text) => !text.includes('\\') && !text.split('/').some((one) => /^\.{1,2}$/.test(one)));

describe('words of canonical.yaml that an import writes', () => {
  test('the glob of a path matches it, and no other', () => {
    fc.assert(
      fc.property(path, path, (one, other) => {
        const matches = picomatch(globOf(one), { dot: true });
        expect(matches(one)).toBe(true);
        expect(matches(other)).toBe(one === other);
      }),
    );
  });

  test('the selections of some names pick just these', () => {
    const name = fc.constantFrom(
      'a.md',
      'a.sh',
      'a/b.md',
      'a/c.md',
      'd/e/f.md',
      'd/e/g.md',
      'd.md',
      'x[1].md',
      'x1.md',
    );
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.uniqueArray(name), (wanted, others) => {
        const all = [...new Set([...wanted, ...others])];
        const items = new Map(
          all.map((one) => [one, { path: one as RelPath, content: bytesOf(''), mode: '100644' as const }]),
        );
        for (const kind of ['commands', 'scripts', 'skills'] as const) {
          const patterns = patternsFor(new Set(wanted), shelfOf(kind, all));
          const picked = new Set(patterns.flatMap((pattern) => namesFor(pattern, kind, items)));
          expect([...picked].sort()).toEqual([...wanted].sort());
        }
      }),
    );
  });

  test('every text comes back from its scalar', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('~', 'no', '1', '.5', 'null', '~/a', '-x', '')),
        (text) => {
          expect(parse(`key: [${scalar(text)}]\n`)).toEqual({ key: [text] });
        },
      ),
    );
  });
});

describe('how alike two files are', () => {
  test.each([
    ['a\nb\n', 'a\nb\n', 1, 0],
    ['a\nb\n', '\ufeffa\r\nb', 1, 0],
    ['a\nb\n', 'a\nc\n', 0.5, 1],
    ['a\n', 'b\n', 0, 1],
    ['', '', 1, 0],
  ])('%j and %j', (one, other, alike, apart) => {
    expect(similarity(bytesOf(one), bytesOf(other))).toBe(alike);
    expect(linesApart(bytesOf(one), bytesOf(other))).toBe(apart);
  });
});

describe('how alike one file is to several', () => {
  test('is the sum of how alike it is to each, as often as that one is there', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 6 })
      .map((lines) => bytesOf(lines.join('\n')));
    const counted = fc.array(fc.tuple(text, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(counted, (versions) => {
        const contents = versions.map(([content]) => content);
        const counts = versions.map(([, count]) => count);
        const scores = likenesses(contents, counts);
        for (const [at, content] of contents.entries()) {
          const sum = contents.reduce((total, other, index) => total + counts[index]! * similarity(content, other), 0);
          expect(scores[at]).toBeCloseTo(sum, 9);
        }
      }),
    );
  });
});

describe('secrets', () => {
  const word = fc.constantFrom(
    'API_TOKEN',
    'password',
    'secret',
    'apiKey',
    'Authorization',
    'Bearer',
    ' ',
    '=',
    ': ',
    ' := ',
    '"',
    "'",
    '--client-secret ',
    'hunter2hunter2',
    'abcdef0123456789abcdef',
    'ghp_0123456789abcdefghijABCD',
    'https://ada:',
    '@x.org',
    '\n',
    '-----BEGIN PRIVATE KEY-----\n',
  );

  test('are found wherever a view would mask something', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const text = words.join('');
        expect(secretLine(bytesOf(text)) !== undefined).toBe(maskText(text) !== text);
      }),
      { numRuns: 2000 },
    );
  });
});
