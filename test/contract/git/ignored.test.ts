import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop, rel, write } from '../../tools/repository.ts';

const shop = makeWorkshop();
const git = makeGit({ environment: shop.environment });
afterAll(shop.dispose);

function ignored(root: AbsPath, ...paths: string[]): Record<string, string> {
  return Object.fromEntries(git.ignored(root, paths.map(rel)));
}

/** What git itself says, with the rule's place: `file:line`. */
function byGit(root: AbsPath, paths: readonly string[], ...more: string[]): Record<string, string> {
  const verdicts: Record<string, string> = {};
  // It ends with 1 when nothing is ignored.
  const listed = spawnSync('git', ['check-ignore', '-v', '-z', '--stdin', '--non-matching', ...more], {
    cwd: root,
    env: shop.environment,
    input: `${paths.join('\0')}\0`,
    encoding: 'utf8',
  }).stdout.split('\0');
  for (let at = 0; at + 3 < listed.length; at += 4) {
    const [source = '', line = '', pattern = '', path = ''] = listed.slice(at, at + 4);
    if (pattern !== '' && !pattern.startsWith('!')) verdicts[path] = `${source}:${line}`;
  }
  return verdicts;
}

describe('ignored paths', () => {
  test('a rule is told with its file and line', () => {
    const root = shop.repository('plain');
    write(root, { '.gitignore': '# ours\n\n.claude/\n', 'sub/.gitignore': '\n*.log\n' });
    expect(ignored(root, '.claude/a.md', 'sub/x/a.log', 'a.log', 'b')).toEqual({
      '.claude/a.md': '.gitignore:3',
      'sub/x/a.log': 'sub/.gitignore:2',
    });
  });

  test('a tracked path is not ignored, whatever the version of the index', () => {
    for (const version of ['2', '3', '4']) {
      const root = shop.repository(`tracked-${version}`);
      write(root, { '.gitignore': '.claude\n', '.claude/a': 'x', '.claude/ab/größe': 'y', '.claude/c': 'z' });
      shop.git(root, 'add', '-f', '.claude/a', '.claude/ab/größe');
      // Version 3 is written only when an entry needs it, as a mark without content does.
      if (version !== '2') shop.git(root, 'add', '-f', '-N', '.claude/c');
      if (version === '4') shop.git(root, 'update-index', '--index-version', '4');
      const expected = version === '2' ? { '.claude/c': '.gitignore:1' } : {};
      expect(ignored(root, '.claude/a', '.claude/ab/größe', '.claude/c')).toEqual(expected);
    }
  });

  test('a tracked path is found in a SHA-256 index and in a split index', () => {
    const sha256 = shop.repository('sha256', { '.claude/a': 'x', '.gitignore': '.claude\n' }, [
      '--object-format=sha256',
    ]);
    expect(ignored(sha256, '.claude/a', '.claude/b')).toEqual({ '.claude/b': '.gitignore:1' });
    const split = shop.repository('split', { '.claude/a': 'x', '.gitignore': '.claude\n' });
    shop.git(split, 'update-index', '--split-index');
    write(split, { '.claude/b': 'y' });
    shop.git(split, 'add', '-f', '.claude/b');
    expect(ignored(split, '.claude/a', '.claude/b', '.claude/c')).toEqual({ '.claude/c': '.gitignore:1' });
  });

  test("the repository's own exclude file and the person's file count, weakest last", () => {
    const root = shop.repository('exclude');
    write(root, { '.gitignore': '!a\n' });
    writeFileSync(`${root}/.git/info/exclude`, 'a\nb\n');
    mkdirSync(`${shop.home}/.config/git`, { recursive: true });
    writeFileSync(`${shop.home}/.config/git/ignore`, 'c\n!b\nd/\n');
    expect(ignored(root, 'a', 'b', 'c', 'd/e')).toEqual({
      b: '.git/info/exclude:2',
      c: `${shop.home}/.config/git/ignore:1`,
      'd/e': `${shop.home}/.config/git/ignore:3`,
    });
    writeFileSync(`${shop.home}/own`, 'x\n');
    shop.git(root, 'config', 'core.excludesFile', '~/own');
    expect(ignored(root, 'c', 'x')).toEqual({ x: `${shop.home}/own:1` });
    writeFileSync(`${shop.home}/own`, 'yy\n');
    expect(ignored(root, 'x', 'yy')).toEqual({ yy: `${shop.home}/own:1` });
    rmSync(`${shop.home}/.config`, { recursive: true });
  });

  test('what a stronger file takes back does not count as inside an ignored folder', () => {
    const root = shop.repository('taken-back');
    writeFileSync(`${root}/.git/info/exclude`, 'build/\nb*\n');
    write(root, { '.gitignore': '!build/\n' });
    const paths = ['build/x', 'build/bx', 'build/sub/build/y'];
    expect(ignored(root, ...paths)).toEqual(byGit(root, paths));
    expect(ignored(root, ...paths)).toEqual({ 'build/bx': '.git/info/exclude:2' });
  });

  test('a linked worktree shares the exclude file; a link named .gitignore does not count', () => {
    const root = shop.repository('shared', { a: 'x' });
    writeFileSync(`${root}/.git/info/exclude`, 'b\n');
    const linked = `${root}-linked` as AbsPath;
    shop.git(root, 'worktree', 'add', '-q', linked);
    writeFileSync(`${linked}/rules`, 'c\n');
    symlinkSync('rules', `${linked}/.gitignore`);
    expect(ignored(linked, 'b', 'c')).toEqual({ b: `${root}/.git/info/exclude:1` });
  });

  test('upper and lower case count unless core.ignoreCase says otherwise', () => {
    const root = shop.repository('case');
    write(root, { '.gitignore': 'Build\n' });
    expect(ignored(root, 'build')).toEqual({});
    shop.git(root, 'config', 'core.ignoreCase', 'true');
    expect(ignored(root, 'build')).toEqual({ build: '.gitignore:1' });
  });

  test('no repository, no rules', () => {
    expect(git.ignored(shop.folder, [rel('a')]).size).toBe(0);
  });
});

describe('the same verdicts as git', () => {
  const part = fc.constantFrom('a', 'b', 'ab', '.c', 'é', 'a b', '[', 'x.md', 'A');
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const patternPart = fc.constantFrom(
    'a',
    'b',
    'a*',
    '*b',
    '**',
    '?',
    '[ab]',
    '[!a]',
    '.c',
    'é',
    '??',
    '*.md',
    'a\\ b',
    '\\[',
    '*',
  );
  const pattern = fc
    .tuple(
      fc.constantFrom('', '', '!'),
      fc.constantFrom('', '', '/'),
      fc.array(patternPart, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '', '/', ' ', '\r'),
    )
    .map(([not, lead, parts, end]) => not + lead + parts.join('/') + end);
  const lines = fc.array(fc.oneof({ weight: 6, arbitrary: pattern }, fc.constantFrom('', '#x', '!', '\\#', '\\!a')), {
    maxLength: 5,
  });

  test('for generated rules in up to four places', () => {
    let count = 0;
    fc.assert(
      fc.property(
        fc.record({ root: lines, a: lines, ab: lines, exclude: lines, own: lines }),
        fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
        (rules, candidates) => {
          count += 1;
          const root = shop.repository(`law-${count}`);
          // A path below another path cannot be: nothing can be a file and a folder.
          const paths = candidates.filter((one) => !candidates.some((other) => one.startsWith(`${other}/`)));
          for (const one of paths) write(root, { [one]: '' });
          writeFileSync(`${root}/.git/info/exclude`, rules.exclude.join('\n'));
          writeFileSync(`${shop.home}/own-rules`, rules.own.join('\n'));
          shop.git(root, 'config', 'core.excludesFile', `${shop.home}/own-rules`);
          const files = { '.gitignore': rules.root, 'a/.gitignore': rules.a, 'a/b/.gitignore': rules.ab };
          for (const [name, text] of Object.entries(files)) {
            if (paths.some((one) => one === dirname(name) || one === 'a')) continue;
            write(root, { [name]: text.join('\n') });
          }
          expect(ignored(root, ...paths)).toEqual(byGit(root, paths, '--no-index'));
          rmSync(root, { recursive: true });
        },
      ),
      { numRuns: 150 },
    );
  });
});
