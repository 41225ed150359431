import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { documents, mutated } from './documents.ts';
import { parse } from './read.ts';

/** Parsing ends with either a result, or errors that have a place. */
function holds(text: string): void {
  for (const lenient of [false, true]) {
    const parsed = parse(text, { lenient });
    const problems = 'problems' in parsed ? parsed.problems : parsed.canonical.warnings;
    const lines = text.replace(/^\ufeff/, '').split('\n');
    for (const { place } of problems.slice(0, 100)) {
      expect(place.line).toBeGreaterThan(0);
      expect(place.line).toBeLessThanOrEqual(lines.length);
      expect(place.column).toBeGreaterThan(0);
      expect(place.column).toBeLessThanOrEqual(lines[place.line! - 1]!.length + 1);
    }
    const wrong = problems.filter((problem) => problem.severity === 'error');
    expect(wrong.length > 0).toBe('problems' in parsed);
  }
}

const PIECES = [
  '- ',
  ': ',
  '? ',
  '\n',
  '\n  ',
  '\n    ',
  '\t',
  '\r\n',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '"',
  "'",
  '#',
  ' #',
  '|',
  '>',
  '|-\n',
  '&a ',
  '*a',
  '!t ',
  '!!str ',

  '---\n',
  '...\n',
  '%YAML 1.2\n',
  '<<: ',
  '\ufeff',
  '\0',
  '\u2028',
  '😀',
  'repositories:',
  'path: ',
  '/a',
  'global:',
  'hooks:',
  'stop:',
  'home:',
  'policy:',
  'maxDeletes: ',
  '$' + '{X}',
  '5',
  'true',
  'null',
  '~',
  '.inf',
  'x',
];

describe('whatever the text is, reading it ends, and says where it is wrong', () => {
  test('for any characters', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 300 });
  });

  test('for any bytes', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array).toString('utf8'));
    fc.assert(fc.property(bytes, holds), { numRuns: 300 });
  });

  test('for any pieces of YAML', () => {
    const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((parts) => parts.join(''));
    fc.assert(fc.property(pieces, holds), { numRuns: 1_500 });
  });

  test('for documents that are almost right', () => {
    const texts = documents.chain(mutated).map((document) => stringify(document));
    fc.assert(fc.property(texts, holds), { numRuns: 100 });
  });

  test('for a right document cut off anywhere', () => {
    const texts = fc
      .tuple(documents, fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([document, share]) => stringify(document).slice(0, Math.floor(stringify(document).length * share)));
    fc.assert(fc.property(texts, holds), { numRuns: 100 });
  });
});
