import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { holdsCredential } from '../../../src/core/findings/credentials.ts';
import { isInnocent } from '../../../src/core/findings/innocent.ts';
import { readSimple } from '../../../src/core/findings/simpleYaml.ts';
import { told } from './tree.ts';

const key = fc.oneof(fc.constantFrom('name', 'true', 'null', 'allowed-tools', '__proto__', 'a b'), fc.string());
const word = fc.constantFrom(
  'a',
  'null',
  'True',
  'no',
  'x: y',
  'x:',
  ' #',
  'x#',
  '"',
  "'",
  '"a"',
  '"a\\n"',
  '[a, b]',
  '&a',
  '*a',
  'é',
  '\t',
  '1',
  '~',
  '|',
  '---',
  '@b',
);
const value = fc.oneof(
  fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
  fc.string(),
);
const lines = fc.array(
  fc
    .tuple(key, fc.constantFrom(': ', ':  ', ':', ' : '), value, fc.constantFrom('', ' '))
    .map((parts) => parts.join('')),
  { maxLength: 4 },
);

test('what is read without a reader of YAML is what a reader of YAML reads', () => {
  fc.assert(
    fc.property(lines, (all) => {
      const source = `${all.join('\n')}\n`;
      const simple = readSimple(source);
      if (simple !== undefined) expect(simple).toEqual(parse(source));
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ['name: a\ndescription: Does a, then b.\n', { name: 'a', description: 'Does a, then b.' }],
  [
    'description: "Use when: asked"\nuser-invocable: false\n',
    { description: 'Use when: asked', 'user-invocable': false },
  ],
])('ordinary front matter needs no reader of YAML: %j', (source, data) => {
  expect(readSimple(source)).toEqual(data);
});

test.each(['a: b: c\n', 'a: x # y\n', 'a: b\na: c\n', 'a: null\n', 'a: 1\n', 'a:\n  - b\n', 'a: b\n  c\n', 'a: b', ''])(
  'everything else is left to it: %j',
  (source) => expect(readSimple(source)).toBeUndefined(),
);

const piece = fc.constantFrom(
  '@a.md',
  'x@y',
  '`',
  '```\n',
  '<!--',
  '-->',
  '\u200b',
  '\u202e',
  '\u{e0041}',
  '\ufeff',
  '\x1b',
  'ghp_',
  'A1b2C3d4E5f6G7h8I9j0K1',
  'é',
  '\ud83d\ude00',
  '\n',
  '---\n',
  '\0',
);
const instructions = fc
  .array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

test('of what is innocent no check tells anything', () => {
  fc.assert(
    fc.property(instructions, (text) => {
      if (isInnocent(text)) expect(told({ 'CLAUDE.md': text, '.claude/rules/r.md': '@../../CLAUDE.md' })).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test.each(['See @a.md, please.', 'a\u200bb', 'a\u{e0041}b', `ghp_${'A1b2C3d4E5'.repeat(3)}`])(
  'this is not: %j',
  (text) => {
    expect(isInnocent(text)).toBe(false);
  },
);

test('a token is found among characters of any script', () => {
  expect(holdsCredential(`é ghp_${'A1b2C3d4E5'.repeat(3)} 漢`)).toBe(true);
});
