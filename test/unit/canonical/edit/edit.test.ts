import { describe, expect, test } from 'vitest';
import type { Edit } from '../../../../src/core/canonical/edit/data.ts';
import { editCanonical } from '../../../../src/core/canonical/edit/edit.ts';

function edit(text: string, ...edits: Edit[]): string {
  const result = editCanonical(text, edits, { file: 'canonical.yaml' });
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

function refusal(text: string, ...edits: Edit[]): string {
  const result = editCanonical(text, edits, { file: 'canonical.yaml' });
  if ('text' in result) throw new Error(`edited: ${result.text}`);
  return result.problems
    .map(({ place, message, remedy }) => `${place.line}:${place.column} ${message} ${remedy}`)
    .join('\n');
}

const entry = { path: '~/b', language: 'rust' };
const addB: Edit = { set: ['repositories', 'b'], value: entry };

describe('a new entry', () => {
  test('stands below the last one, before what follows', () => {
    const text = 'repositories:\n  a:\n    path: a # here\n\n# What all get.\nglobal:\n  commands: [x]\n';
    expect(edit(text, addB)).toBe(
      'repositories:\n  a:\n    path: a # here\n  b:\n    path: ~/b\n    language: rust\n\n# What all get.\nglobal:\n  commands: [x]\n',
    );
  });

  test('stands below the comments that belong to the last one', () => {
    const text = 'repositories:\n  a:\n    path: a\n    # suspend: true\n\n  # c: {path: c}\n# end\nglobal:\n';
    expect(edit(text, addB)).toBe(
      'repositories:\n  a:\n    path: a\n    # suspend: true\n\n  # c: {path: c}\n  b:\n    path: ~/b\n    language: rust\n# end\nglobal:\n',
    );
  });

  test.each([
    ['without a section', 'version: 1\n', 'version: 1\nrepositories:\n  b:\n    path: ~/b\n    language: rust\n'],
    [
      'in an empty section',
      'repositories:\nglobal:\n',
      'repositories:\n  b:\n    path: ~/b\n    language: rust\nglobal:\n',
    ],
    [
      'in an empty section with comments',
      'repositories: # mine\n  # none yet\nglobal:\n',
      'repositories: # mine\n  # none yet\n  b:\n    path: ~/b\n    language: rust\nglobal:\n',
    ],
    ['in {}', 'repositories: {} # none\n', 'repositories: # none\n  b:\n    path: ~/b\n    language: rust\n'],
    ['where null is written', 'repositories: ~\n', 'repositories:\n  b:\n    path: ~/b\n    language: rust\n'],
    [
      'beside entries in brackets',
      'repositories:\n  a: {path: a}\n',
      'repositories:\n  a: {path: a}\n  b: {path: ~/b, language: rust}\n',
    ],
    [
      'between brackets',
      'repositories: {a: {path: a}}\n',
      'repositories: {a: {path: a}, b: {path: ~/b, language: rust}}\n',
    ],
    [
      'between brackets over several lines',
      'repositories: {\n  a: {path: a}, # first\n  c: {path: c} # last\n}\n',
      'repositories: {\n  a: {path: a}, # first\n  c: {path: c}, # last\n  b: {path: ~/b, language: rust}\n}\n',
    ],
    [
      'behind a comma that ends the brackets',
      'repositories: {\n  a: {path: a},\n}\n',
      'repositories: {\n  a: {path: a},\n  b: {path: ~/b, language: rust},\n}\n',
    ],
    ['in an empty file', '', 'repositories:\n  b:\n    path: ~/b\n    language: rust\n'],
    ['in a file of comments', '# mine\n', '# mine\nrepositories:\n  b:\n    path: ~/b\n    language: rust\n'],
    ['in a root between brackets', '{version: 1}\n', '{version: 1, repositories: {b: {path: ~/b, language: rust}}}\n'],
    ['in an empty root', '{}\n', '{repositories: {b: {path: ~/b, language: rust}}}\n'],
    [
      'in a file without a final line end',
      'repositories:\n  a:\n    path: a',
      'repositories:\n  a:\n    path: a\n  b:\n    path: ~/b\n    language: rust',
    ],
    [
      'in a file with CRLF line ends and a byte order mark',
      '\ufeffrepositories:\r\n  a:\r\n    path: a\r\n',
      '\ufeffrepositories:\r\n  a:\r\n    path: a\r\n  b:\r\n    path: ~/b\r\n    language: rust\r\n',
    ],
    [
      'with the indentation and the blank lines of its neighbours',
      'repositories:\n    a:\n        path: a\n\n    c:\n        path: c\n',
      'repositories:\n    a:\n        path: a\n\n    c:\n        path: c\n\n    b:\n        path: ~/b\n        language: rust\n',
    ],
    [
      'after a text of several lines',
      'repositories:\n  a:\n    test_command: |\n      one\n      # two\n\nglobal:\n',
      'repositories:\n  a:\n    test_command: |\n      one\n      # two\n  b:\n    path: ~/b\n    language: rust\n\nglobal:\n',
    ],
    [
      'where anchors are',
      'repositories:\n  a: &a\n    path: a\n  c: *a\n',
      'repositories:\n  a: &a\n    path: a\n  c: *a\n  b:\n    path: ~/b\n    language: rust\n',
    ],
    [
      'before the end mark of a document',
      'repositories:\n  a: {path: a}\n...\n',
      'repositories:\n  a: {path: a}\n  b: {path: ~/b, language: rust}\n...\n',
    ],
  ])('%s', (_, before, after) => {
    expect(edit(before, addB)).toBe(after);
  });

  test('brings its comment', () => {
    const text = 'repositories:\n  a:\n    path: a\n';
    expect(edit(text, { ...addB, comment: 'found on the 3rd\nand kept' } as Edit)).toBe(
      'repositories:\n  a:\n    path: a\n  # found on the 3rd\n  # and kept\n  b:\n    path: ~/b\n    language: rust\n',
    );
  });

  test('has words in quotes that other readers of YAML take for something else', () => {
    expect(edit('', { set: ['repositories', 'b'], value: { path: 'no', language: '1.0', framework: 'a: b #c' } })).toBe(
      'repositories:\n  b:\n    path: \'no\'\n    language: "1.0"\n    framework: "a: b #c"\n',
    );
  });
});

describe('an item of a list', () => {
  const add: Edit = { append: ['global', 'commands'], value: 'tdd/' };
  test.each([
    [
      'below the others',
      'global:\n  commands:\n    - a # first\n  skills: [b]\n',
      'global:\n  commands:\n    - a # first\n    - tdd/\n  skills: [b]\n',
    ],
    [
      'without indentation',
      'global:\n  commands:\n  - a\n  # skills come next\n  skills: [b]\n',
      'global:\n  commands:\n  - a\n  - tdd/\n  # skills come next\n  skills: [b]\n',
    ],
    ['between brackets', 'global: {commands: [a]}\n', 'global: {commands: [a, tdd/]}\n'],
    ['in []', 'global:\n  commands: []\n', 'global:\n  commands:\n    - tdd/\n'],
    ['in [] between brackets', 'global: {commands: [ ]}\n', 'global: {commands: [tdd/]}\n'],
    ['in a list that is not there', 'global:\n  skills: [b]\n', 'global:\n  skills: [b]\n  commands: [tdd/]\n'],
    [
      'in a list without items',
      'global:\n  commands: # none\n  skills:\n',
      'global:\n  commands: # none\n    - tdd/\n  skills:\n',
    ],
    [
      'after an item that has keys',
      'global:\n  commands:\n    - a: 1\n      b: 2\n',
      'global:\n  commands:\n    - a: 1\n      b: 2\n    - tdd/\n',
    ],
  ])('%s', (_, before, after) => {
    expect(edit(before, add)).toBe(after);
  });
});

describe('another value', () => {
  test.each<[string, string, Edit, string]>([
    ['keeps the comment behind it', 'a: 1 # one\nb: 2\n', { set: ['a'], value: 3 }, 'a: 3 # one\nb: 2\n'],
    ['of keys for a text', 'a: x # one\nb: 2\n', { set: ['a'], value: { c: 1 } }, 'a: # one\n  c: 1\nb: 2\n'],
    ['of a text for keys', 'a: # one\n  c: 1\n  d: 2\nb: 2\n', { set: ['a'], value: 'x' }, 'a: x # one\nb: 2\n'],
    ['of keys for keys', 'a:\n  c: 1\n  d: 2\nb: 2\n', { set: ['a'], value: { e: 1 } }, 'a:\n  e: 1\nb: 2\n'],
    ['for a text of several lines', 'a: |\n  x\n  y\nb: 2\n', { set: ['a'], value: 'z' }, 'a: z\nb: 2\n'],
    ['of several lines', 'a: 1\nb: 2\n', { set: ['a'], value: 'x\ny\n' }, 'a: |\n  x\n  y\nb: 2\n'],
    ['between brackets', 'a: {b: 1, c: 2}\n', { set: ['a', 'b'], value: [1] }, 'a: {b: [1], c: 2}\n'],
    ['of a list', 'a: [1, 2]\n', { set: ['a', 1], value: 5 }, 'a: [1, 5]\n'],
    ['where none was', 'a:\nb: 2\n', { set: ['a'], value: 'x' }, 'a: x\nb: 2\n'],
    ['behind a tag of its own', 'a: !!str 1\n', { set: ['a'], value: 'x' }, 'a: !!str x\n'],
  ])('%s', (_, before, change, after) => {
    expect(edit(before, change)).toBe(after);
  });
});

describe('taking out', () => {
  test.each<[string, string, Edit, string]>([
    [
      'a key with what belongs to it',
      'r:\n  a:\n    path: a\n    # more\n  # of b\n  b: {}\n',
      { remove: ['r', 'a'] },
      'r:\n  # of b\n  b: {}\n',
    ],
    ['the last key leaves nothing', 'r:\n  a: 1\ng:\n', { remove: ['r', 'a'] }, 'r: {}\ng:\n'],
    ['a key between brackets', 'r: {a: 1, b: 2, c: 3}\n', { remove: ['r', 'b'] }, 'r: {a: 1, c: 3}\n'],
    ['the last between brackets', 'r: {a: 1, b: 2}\n', { remove: ['r', 'b'] }, 'r: {a: 1}\n'],
    ['an item', 'r:\n  - a\n  - b # two\n  - c\n', { remove: ['r', 1] }, 'r:\n  - a\n  - c\n'],
    ['the only item', 'r:\n  - a\nb: 1\n', { remove: ['r', 0] }, 'r: []\nb: 1\n'],
  ])('%s', (_, before, change, after) => {
    expect(edit(before, change)).toBe(after);
  });
});

describe('is refused, with the place', () => {
  test.each<[string, string, Edit, string]>([
    [
      'through an alias',
      'x: &x {a: 1}\nr: *x\n',
      { set: ['r', 'b'], value: 1 },
      '2:4 r: is written as the alias *x. Write its content out, then do this again.',
    ],
    [
      'in an aliased list',
      'x: &x [a]\nr: *x\n',
      { append: ['r'], value: 1 },
      '2:4 r: is written as the alias *x. Write its content out, then do this again.',
    ],
    [
      'what would change an alias too',
      'x: &x a\nr: *x\n',
      { set: ['x'], value: 1 },
      '1:7 x: is written in a way that cannot be edited here. Change it by hand.',
    ],
    ['below a text', 'a: text\n', { set: ['a', 'b'], value: 1 }, '1:4 a: holds no keys. Correct it by hand first.'],
    ['adding to a text', 'a: text\n', { append: ['a'], value: 1 }, '1:4 a: is not a list. Write it as a list first.'],
    ['taking out what is not there', 'a: 1\n', { remove: ['b'] }, '1:1 b: is not there. There is nothing to take out.'],
    ['in what is no YAML', 'a: [1\n', { set: ['b'], value: 1 }, ''],
  ])('%s', (_, before, change, sentence) => {
    expect(refusal(before, change)).toContain(sentence);
  });
});
