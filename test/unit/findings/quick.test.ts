import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { holdsCredential, mayHoldToken, TOKENS } from '../../../src/core/findings/credentials.ts';
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

/** The shortest of each shape. */
const shortest: readonly (readonly [beginning: string, body: number, more?: string])[] = [
  ...['ant', 'proj', 'live', 'test', 'or', 'svcacct', 'admin'].map((kind) => [`sk-${kind}-`, 16] as const),
  ...['sk-', 'ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_', 'ya29.'].map((kind) => [kind, 20] as const),
  ...['sk_live_', 'pk_test_', 'rk_live_', 'glpat-'].map((kind) => [kind, 16] as const),
  ...['xoxa-', 'xoxb-', 'xoxe-', 'xoxo-', 'xoxp-', 'xoxr-', 'xoxs-'].map((kind) => [kind, 10] as const),
  ...['AIza', 'npm_', 'pypi-', 'hf_'].map((kind) => [kind, 30] as const),
  ['AKIA', 16],
  ['ASIA', 16],
  ['dop_v1_', 40],
  ['AGE-SECRET-KEY-1', 40],
  ['SG.', 16, `.${'b'.repeat(16)}`],
  ['eyJ', 8, `.eyJ${'b'.repeat(8)}`],
];
// Letters and digits that every shape takes, by case.
const bodyOf = (beginning: string): string => (/^A(?:KIA|SIA|GE)/.test(beginning) ? 'B7' : 'b7');
const filler = fc.oneof(
  fc.constantFrom('sk-', 'AKIA', '-', '_', '.', ' ', 'é', 'a_long_name_of_a_variable', 'task-', 'xoxb', '\n', '漢'),
  fc.string({ maxLength: 20 }),
);

test('a text of which it is said that it can hold no token holds none, wherever one could stand', () => {
  const around = fc.array(filler, { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(around, fc.constantFrom(...shortest), fc.boolean(), around, (before, shape, whole, after) => {
      const [beginning, body, more = ''] = shape;
      const token =
        beginning +
        bodyOf(beginning)
          .repeat(body)
          .slice(0, whole ? body : body - 1) +
        more;
      const text = before + token + after;
      if (text.search(TOKENS) >= 0) expect(mayHoldToken(text), text).toBe(true);
    }),
    { numRuns: 4000 },
  );
});

test.each(shortest.map(([beginning, body, more = '']) => [beginning, body, more] as const))(
  '%s is seen at any place',
  (beginning, body, more) => {
    const token = beginning + bodyOf(beginning).repeat(body).slice(0, body) + more;
    expect(token.search(TOKENS)).toBe(0);
    for (let place = 0; place < 40; place++) expect(mayHoldToken(`${' '.repeat(place)}${token} `)).toBe(true);
  },
);

test('ordinary texts need no closer look', () => {
  expect(mayHoldToken('Run the tests of a_rather_long_function_name before you task-commit. '.repeat(50))).toBe(false);
});
