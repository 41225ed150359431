import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AbsPath,
  absolute,
  baseName,
  collisionKey,
  foldersOf,
  join,
  parentOf,
  type RelPath,
  relPath,
  tilde,
} from '../../../src/core/values/paths.ts';

const refusal = (text: string): string | undefined => {
  const checked = relPath(text);
  return 'refused' in checked ? checked.refused : undefined;
};

describe('a path that is delivered', () => {
  test.each([
    '.claude/commands/tdd/cycle.md',
    'CLAUDE.md',
    'a b/ü/한국어.md',
    '.gitignore',
    '.github/workflows/x.yml',
    'x/.gitkeep',
    '...',
    '..a/b..',
    'git~2',
    '.git-blame',
  ])('%s is fine', (text) => {
    expect(relPath(text)).toEqual({ path: text });
  });

  test.each([
    ['', 'is empty'],
    ['/etc/passwd', 'is absolute'],
    ['a\0b', 'has a NUL character'],
    ['a\\..\\b', 'has a backslash'],
    ['a//b', 'has an empty part'],
    ['a/', 'has an empty part'],
    ['./a', 'has an empty part'],
    ['..', 'leaves the target with ".."'],
    ['../a', 'leaves the target with ".."'],
    ['a/../../b', 'leaves the target with ".."'],
    ['.git', 'goes into .git'],
    ['.git/hooks/pre-commit', 'goes into .git'],
    ['sub/.git/config', 'goes into .git'],
    ['.GIT/config', 'goes into .git'],
    ['.gIt/config', 'goes into .git'],
    ['.git./config', 'goes into .git'],
    ['.git . /config', 'goes into .git'],
    ['git~1/config', 'goes into .git'],
    ['GIT~1', 'goes into .git'],
    ['.git::$INDEX_ALLOCATION/config', 'goes into .git'],
    ['.git:stream', 'goes into .git'],
    ['.g\u200cit/config', 'goes into .git'],
    ['\u200d.git/config', 'goes into .git'],
    ['.gi\u200et', 'goes into .git'],
    ['.git\u202e', 'goes into .git'],
    ['.\u206agit', 'goes into .git'],
    ['.git\ufeff/config', 'goes into .git'],
  ])('%j is refused: %s', (text, why) => {
    expect(refusal(text)).toBe(why);
  });

  test('what is accepted stays inside the target, whatever is put before it', () => {
    const parts = fc.constantFrom('a', '.', '..', '', '.git', 'git~1', '.claude', '~', 'b.md', '...', '..a');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 5 }), (list) => {
        const checked = relPath(list.join('/'));
        if ('refused' in checked) return;
        const root = '/home/ada/repo' as AbsPath;
        expect(absolute(join(root, checked.path), '/' as AbsPath, '/home/ada' as AbsPath)).toBe(
          `${root}/${checked.path}`,
        );
        expect(checked.path.split('/')).not.toContain('.git');
      }),
    );
  });
});

describe('paths', () => {
  test('join, parent, base name and the folders between', () => {
    expect(join('/' as AbsPath, 'a' as RelPath)).toBe('/a');
    expect(join('/r' as AbsPath, 'a/b' as RelPath)).toBe('/r/a/b');
    expect([parentOf('/a/b' as AbsPath), parentOf('/a' as AbsPath), parentOf('/' as AbsPath)]).toEqual([
      '/a',
      '/',
      '/',
    ]);
    expect([baseName('a/b.md'), baseName('b.md')]).toEqual(['b.md', 'b.md']);
    expect(foldersOf('a/b/c' as RelPath)).toEqual(['a', 'a/b']);
    expect(foldersOf('c' as RelPath)).toEqual([]);
  });

  test.each([
    ['~', '/home/ada'],
    ['~/x', '/home/ada/x'],
    ['~x', '/base/~x'],
    ['a/../b', '/base/b'],
    ['../../../..', '/'],
    ['/a//b/./c/', '/a/b/c'],
    ['', '/base'],
  ])('%j is %s', (text, path) => {
    expect(absolute(text, '/base' as AbsPath, '/home/ada' as AbsPath)).toBe(path);
  });

  test('names that some disks take for one have one key', () => {
    const same = (a: string, b: string): boolean => collisionKey(a as RelPath) === collisionKey(b as RelPath);
    expect(same('.claude/TDD/a.md', '.claude/tdd/A.md')).toBe(true);
    expect(same('caf\u00e9.md', 'cafe\u0301.md')).toBe(true);
    expect(same('CAF\u00c9.md', 'cafe\u0301.md')).toBe(true);
    expect(same('a.md', 'b.md')).toBe(false);
  });

  test('the home is shown as ~, and nothing that only begins like it', () => {
    expect(tilde('/home/ada', '/home/ada')).toBe('~');
    expect(tilde('/home/ada/x', '/home/ada')).toBe('~/x');
    expect(tilde('/home/adam/x', '/home/ada')).toBe('/home/adam/x');
    expect(tilde('/etc', '/')).toBe('/etc');
  });
});
