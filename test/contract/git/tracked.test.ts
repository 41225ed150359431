import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import { gitReader } from '../../../src/adapters/git/reader.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop, write } from '../../tools/repository.ts';

const shop = makeWorkshop();
const person = { environment: shop.environment };
afterAll(shop.dispose);

const NAMES = ['CLAUDE.md', '.claude'];

let count = 0;
function fresh(paths: readonly string[], init?: readonly string[]): AbsPath {
  count += 1;
  return shop.repository(`tracked-${count}`, Object.fromEntries(paths.map((path) => [path, 'x\n'])), init);
}

/** What git itself lists. */
function listed(root: AbsPath): string[] {
  const all = shop.git(root, 'ls-files', '-z').split('\0');
  return all.filter((path) => path.split('/').some((part, at) => at > 0 && NAMES.includes(part))).sort();
}

function agrees(root: AbsPath): readonly string[] {
  const told = gitReader(person).trackedBelow(root, NAMES);
  expect(told).toEqual(listed(root));
  expect(makeGit(person).trackedBelow(root, NAMES)).toEqual(told);
  return told;
}

const FILES = [
  'CLAUDE.md',
  '.claude/a.md',
  'a/CLAUDE.md',
  'a/CLAUDE.md.txt',
  'a/b/.claude/x/CLAUDE.md',
  'größe/.claude/ü.md',
];

describe('the tracked paths with a name below the top', () => {
  test('are those that git lists, in each version of the index', () => {
    for (const version of ['2', '4']) {
      const root = fresh(FILES);
      shop.git(root, 'update-index', '--index-version', version);
      expect(agrees(root)).toHaveLength(3);
    }
    const marked = fresh(FILES);
    // What is skipped needs more flags, and so the third version.
    shop.git(marked, 'update-index', '--skip-worktree', 'a/CLAUDE.md');
    agrees(marked);
  });
  test('are found in a split index, and in a repository with SHA-256', () => {
    const split = fresh(FILES);
    shop.git(split, 'update-index', '--split-index');
    write(split, { 'later/CLAUDE.md': 'x\n' });
    shop.git(split, 'add', '-A');
    agrees(split);
    agrees(fresh(FILES, ['--object-format=sha256']));
  });
  test('have names longer than the index says', () => {
    const deep = Array.from({ length: 19 }, (_, at) => `${'d'.repeat(220)}${at}`).join('/');
    const root = fresh(['a']);
    const id = shop.git(root, 'hash-object', '-w', 'a').trim();
    shop.git(root, 'update-index', '--add', '--cacheinfo', `100644,${id},${deep}/CLAUDE.md`);
    expect(agrees(root)).toHaveLength(1);
  });
  test('are none where there is no index, or no repository', () => {
    const empty = fresh([]);
    agrees(empty);
    expect(gitReader(person).trackedBelow(`${empty}/nowhere` as AbsPath, NAMES)).toEqual([]);
  });
  test('are those that git lists, whatever the paths', () => {
    const part = fc.constantFrom('a', 'b.md', 'CLAUDE.md', 'xCLAUDE.md', 'CLAUDE.mdx', '.claude', '.claudes', 'ü');
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    const root = fresh(['a']);
    const id = shop.git(root, 'hash-object', '-w', 'a').trim();
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }), fc.constantFrom('2', '4'), (paths, version) => {
        shop.git(root, 'read-tree', '--empty');
        shop.git(root, 'update-index', '--index-version', version);
        // Git takes no path that is a folder of another one.
        for (const one of paths) shop.tryGit(root, ['update-index', '--add', '--cacheinfo', `100644,${id},${one}`]);
        agrees(root);
      }),
      { numRuns: 25 },
    );
  });
});
