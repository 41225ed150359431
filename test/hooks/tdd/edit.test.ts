import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeLines } from '../../../src/hooks/tdd/comments.ts';
import { addsPublicName, editKind, hasInlineTests, textAfter } from '../../../src/hooks/tdd/edit.ts';
import type { Language } from '../../../src/hooks/tdd/language.ts';

describe('the lines of code', () => {
  test.each<[Language, string, string[]]>([
    ['typescript', 'a; // x\n/* y\n z */ b;\n\n', ['a;', 'b;']],
    ['typescript', "const u = 'http://x'; // y", ["const u = 'http://x';"]],
    ['typescript', 'const r = /\\/\\*["\']/; // y\nnext();', ['const r = /\\/\\*["\']/;', 'next();']],
    ['typescript', 'const t = `// not a comment\n$x`;', ['const t = `// not a comment', '$x`;']],
    ['typescript', 'a = b / c; // d', ['a = b / c;']],
    ['python', 'def f():\n    """Doc."""\n    return "#x"  # y\n', ['def f():', '    return "#x"']],
    ['python', 'x = """kept\n# kept"""\n', ['x = """kept', '# kept"""']],
    ['rust', "let c = '\"'; // y\n/* a /* b */ c */ d;", ["let c = '\"'; // y", 'd;']],
    ['go', 'x := `//`\n*p = 3 // y', ['x := `//`', '*p = 3']],
    ['java', '/** doc\n * more */\nint x;', ['int x;']],
  ])('%s: %j', (language, text, lines) => {
    expect(codeLines(text, language)).toEqual(lines);
  });

  test('a comment line more changes nothing, wherever it stands between lines of code', () => {
    const code = fc.array(fc.constantFrom<string[]>('a();', 'b = "x";', 'if (c) {', '}', "d('//');"), { minLength: 1 });
    fc.assert(
      fc.property(code, fc.nat(), (lines, place) => {
        const commented = lines.toSpliced(place % (lines.length + 1), 0, '  // a comment with "quotes\' and /* signs');
        expect(codeLines(commented.join('\n'), 'typescript')).toEqual(codeLines(lines.join('\n'), 'typescript'));
      }),
    );
  });

  test('any text is read to its end', () => {
    const language = fc.constantFrom<Language>('typescript', 'python', 'rust', 'go', 'java');
    fc.assert(fc.property(fc.string(), language, (text, one) => Array.isArray(codeLines(text, one))));
  });
});

describe('what an edit does', () => {
  const FILE = 'export function a() {\n  return 1;\n}\n';
  const many = Array.from({ length: 8 }, (_, i) => `const v${i} = ${i};`).join('\n');

  test.each<[string, string | undefined, string, string]>([
    ['a new file', undefined, FILE, 'new'],
    ['a new file of comments', undefined, '// later\n', 'comments'],
    ['comments only', FILE, `// why\n${FILE}`, 'comments'],
    ['spaces only', FILE, FILE.replace('  return', '    return'), 'comments'],
    ['lines taken out', FILE, 'export function a() {\n}\n', 'deletion'],
    ['all taken out', FILE, '', 'deletion'],
    ['a few lines', FILE, FILE.replace('1', '2'), 'small'],
    ['many lines', FILE, FILE + many, 'large'],
  ])('%s', (_, before, after, kind) => {
    expect(editKind(before, after, 'typescript')).toBe(kind);
  });

  test('indentation is code in Python', () => {
    expect(editKind('if a:\n    b\nc\n', 'if a:\n    b\n    c\n', 'python')).toBe('small');
  });

  test.each<[Record<string, unknown>, string | undefined]>([
    [{ content: 'new' }, 'new'],
    [{ old_string: 'a', new_string: 'x' }, 'x b a'],
    [{ old_string: 'a', new_string: '$&', replace_all: true }, '$& b $&'],
    [
      {
        edits: [
          { old_string: 'a b', new_string: 'c' },
          { old_string: 'c', new_string: 'd' },
        ],
      },
      'd a',
    ],
    [{ old_string: 'zz', new_string: 'x' }, 'a b a\nx'],
    [{ old_string: 1 }, undefined],
    [{ edits: [null] }, undefined],
    [{}, undefined],
  ])('the text after %j', (input, after) => {
    expect(textAfter(input, 'a b a')).toBe(after);
  });
});

test.each<[Language, string, boolean]>([
  ['typescript', 'export const b = 1;', true],
  ['typescript', 'const b = 1;', false],
  ['python', 'def b(): pass', true],
  ['python', 'def _b(): pass', false],
  ['python', '    def b(): pass', false],
  ['rust', 'pub fn b() {}', true],
  ['rust', 'pub(crate) struct B;', true],
  ['rust', 'fn b() {}', false],
  ['go', 'func (x *T) Bee() {}', true],
  ['go', 'func bee() {}', false],
  ['java', 'public int b() { return 1; }', true],
  ['java', 'private int b() { return 1; }', false],
])('%s: whether "%s" adds something public: %s', (language, line, expected) => {
  expect(addsPublicName('', line, language)).toBe(expected);
  expect(addsPublicName(line, line, language)).toBe(false);
});

test.each<[Language, string, boolean]>([
  ['rust', '#[cfg(test)]\nmod tests {}', true],
  ['rust', '#[cfg(all(test, unix))]\nmod tests {}', true],
  ['rust', '#[test]\nfn a() {}', true],
  ['rust', '// #[cfg(test)]', false],
  ['rust', '#[cfg(feature = "latest")]', false],
  ['typescript', 'if (import.meta.vitest) {}', true],
  ['typescript', '// import.meta.vitest', false],
  ['go', 'func TestX() {}', false],
])('%s: whether %j has tests in it: %s', (language, text, expected) => {
  expect(hasInlineTests(text, language)).toBe(expected);
});
