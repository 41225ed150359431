import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import { gitReader } from '../../../src/adapters/git/reader.ts';
import { blobId, bytesOf, type FileMode } from '../../../src/core/values/content.ts';
import type { AbsPath, RelPath } from '../../../src/core/values/paths.ts';
import { asked } from '../../../src/engine/uncommitted.ts';
import { makeWorkshop, read, write } from '../../tools/repository.ts';

const shop = makeWorkshop();
const person = { environment: shop.environment };
const git = makeGit(person);
afterAll(shop.dispose);

const A = '.claude/a.md';
const B = '.claude/größe b.md';
const C = 'c.sh';
const ALL = [A, B, C];
const START = { [A]: 'a\n', [B]: 'b\n', [C]: '#!/bin/sh\n', 'theirs.txt': 'theirs\n' };

let count = 0;
function fresh(files: Readonly<Record<string, string>> = START, init?: readonly string[]): AbsPath {
  count += 1;
  return shop.repository(`uncommitted-${count}`, files, init);
}

/** The wanted files: as they stand in the worktree now, where they stand. */
function wanted(root: AbsPath, paths: readonly string[], modes: Readonly<Record<string, FileMode>> = {}) {
  return new Map(
    paths.map((path) => [
      path as RelPath,
      { id: blobId(bytesOf(read(root, path))), mode: modes[path] ?? ('100644' as const) },
    ]),
  );
}

/** What git itself says of these paths: HEAD has something else, or nothing. */
function said(root: AbsPath, paths: readonly string[]): string[] {
  const headless = shop.tryGit(root, ['rev-parse', '--verify', '-q', 'HEAD']).trim() === '';
  if (headless) return [...paths].sort();
  const listed = shop.git(root, 'diff', '--name-only', '--no-renames', '-z', 'HEAD', '--', ...paths).split('\0');
  const untracked = shop.git(root, 'ls-files', '--others', '-z', '--', ...paths).split('\0');
  return [...new Set([...listed, ...untracked])].filter((path) => path !== '').sort();
}

/**
 * The reader of files is right or says nothing, and then git is asked, as `reconcile drift` does: then too the answer is git's own.
 * @returns whether the files of `.git` were enough
 */
async function agrees(root: AbsPath, paths = ALL, modes: Readonly<Record<string, FileMode>> = {}): Promise<boolean> {
  const files = wanted(root, paths, modes);
  const told = gitReader(person).uncommitted(root, files);
  const reader = gitReader(person);
  const seen = reader.open(root);
  for (const answer of [
    git.uncommitted(root, files),
    // With a state that was opened before, and with one that somebody else opened.
    ...(seen.kind === 'repository' ? [reader, git].map((one) => one.uncommitted(root, files, seen.state)) : []),
  ])
    expect(answer).toEqual(told);
  if (told !== undefined) expect([...told].sort()).toEqual(said(root, paths));
  else {
    const opened = git.open(root);
    const head = opened.kind === 'repository' ? opened.state.head : undefined;
    const answer = await asked({ root, ...(head === undefined ? {} : { head }) }, files, async () => git);
    expect([...answer].sort()).toEqual(said(root, paths));
  }
  return told !== undefined;
}

describe('what HEAD does not hold', () => {
  test('is nothing after a commit, and that needs no git', async () => {
    const root = fresh();
    expect(await agrees(root)).toBe(true);
    expect(gitReader(person).uncommitted(root, wanted(root, ALL))).toEqual(new Set());
  });

  test('is everything before the first commit', async () => {
    const root = fresh({});
    write(root, START);
    expect(await agrees(root)).toBe(true);
    shop.git(root, 'add', '-A');
    expect(await agrees(root)).toBe(true);
  });

  test('is a new file, also beside others of a folder', async () => {
    const root = fresh({ [A]: 'a\n' });
    write(root, { [B]: 'b\n', [C]: 'c\n' });
    expect(await agrees(root)).toBe(true);
    expect(gitReader(person).uncommitted(root, wanted(root, ALL))).toEqual(new Set([B, C]));
  });

  test('is a changed file, unstaged and staged, and one whose change is staged and taken back', async () => {
    const root = fresh();
    write(root, { [A]: 'other\n' });
    await agrees(root);
    shop.git(root, 'add', A);
    await agrees(root);
    write(root, { [A]: 'a\n' });
    await agrees(root);
  });

  test('is a file that is committed and taken out of the index, and one under its new name', async () => {
    const root = fresh();
    shop.git(root, 'rm', '-q', '--cached', A);
    await agrees(root);
    shop.git(root, 'mv', C, 'renamed.sh');
    await agrees(root, [A, B, 'renamed.sh']);
    renameSync(`${root}/${B}`, `${root}/moved.md`);
    await agrees(root, ['moved.md', 'renamed.sh']);
  });

  test('is a file whose executable bit alone differs', async () => {
    const root = fresh();
    chmodSync(`${root}/${C}`, 0o755);
    await agrees(root, ALL, { [C]: '100755' });
    shop.git(root, 'add', C);
    await agrees(root, ALL, { [C]: '100755' });
    shop.git(root, 'commit', '-qm', 'bit');
    await agrees(root, ALL, { [C]: '100755' });
  });

  test('is told when refs are packed, when objects are, in a clone, and in a shallow one', async () => {
    const root = fresh();
    shop.git(root, 'pack-refs', '--all');
    expect(await agrees(root)).toBe(true);
    shop.git(root, 'gc', '-q', '--prune=now');
    await agrees(root);
    for (const [index, more] of [[], ['--depth=1', '--no-local']].entries()) {
      const clone = `${shop.folder}/clone-${index}` as AbsPath;
      shop.git(shop.folder, 'clone', '-q', ...more, root, clone);
      await agrees(clone);
      write(clone, { [A]: 'other\n', 'new.md': 'new\n' });
      await agrees(clone, [...ALL, 'new.md']);
    }
  });

  test('is told in a linked worktree, in a submodule, and where the git folder is elsewhere', async () => {
    const root = fresh();
    const linked = `${shop.folder}/linked` as AbsPath;
    shop.git(root, 'worktree', 'add', '-q', '-b', 'other', linked);
    await agrees(linked);
    write(linked, { [A]: 'other\n' });
    await agrees(linked);
    expect(await agrees(root)).toBe(true);
    const outer = fresh({ file: 'x\n' });
    shop.git(outer, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', root, 'inner');
    const inner = `${outer}/inner` as AbsPath;
    await agrees(inner);
    write(inner, { [B]: 'other\n' });
    await agrees(inner);
    const apart = `${shop.folder}/apart` as AbsPath;
    mkdirSync(apart);
    shop.git(apart, 'init', '-q', '-b', 'main', `--separate-git-dir=${shop.folder}/apart.git`);
    write(apart, START);
    shop.git(apart, 'add', '-A');
    shop.git(apart, 'commit', '-qm', 'first');
    expect(await agrees(apart)).toBe(true);
  });

  test('is told on a detached HEAD, after a commit that changed other files, and in the middle of a merge', async () => {
    const root = fresh();
    shop.git(root, 'checkout', '-q', '-b', 'side');
    write(root, { [A]: 'side\n' });
    shop.git(root, 'commit', '-qam', 'side');
    await agrees(root);
    shop.git(root, 'checkout', '-q', '--detach', 'main');
    await agrees(root);
    shop.git(root, 'checkout', '-q', 'main');
    write(root, { [A]: 'main\n' });
    shop.git(root, 'commit', '-qam', 'main');
    shop.tryGit(root, ['merge', '-q', 'side']);
    await agrees(root, [B, C]);
  });

  test('is told whatever the form of the index, and of the objects', async () => {
    for (const settings of [['--index-version', '4'], ['--split-index'], ['--force-untracked-cache']]) {
      const root = fresh();
      shop.git(root, 'update-index', ...settings);
      await agrees(root);
      write(root, { [A]: 'other\n', 'new.md': 'new\n' });
      shop.git(root, 'add', A);
      await agrees(root, [...ALL, 'new.md']);
    }
    const sha256 = fresh(START, ['--object-format=sha256']);
    expect(gitReader(person).uncommitted(sha256, wanted(sha256, ALL))).toBeUndefined();
    const lost = fresh();
    rmSync(`${lost}/.git/index`);
    await agrees(lost);
  });

  test('is what git says after anything that a person does', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('write' as const),
        path: fc.constantFrom(...ALL),
        text: fc.constantFrom('1\n', '2\n'),
      }),
      fc.record({ do: fc.constant('add' as const), path: fc.constantFrom(...ALL) }),
      fc.record({ do: fc.constant('unstage' as const), path: fc.constantFrom(...ALL) }),
      fc.constant({ do: 'commit' as const }),
      fc.constant({ do: 'pack' as const }),
    );
    let enough = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
        const root = fresh();
        for (const one of steps) {
          if (one.do === 'write') write(root, { [one.path]: one.text });
          else if (one.do === 'add') shop.git(root, 'add', '--', one.path);
          else if (one.do === 'unstage') shop.tryGit(root, ['rm', '-q', '--cached', '--', one.path]);
          else if (one.do === 'commit') shop.git(root, 'commit', '-q', '--allow-empty', '-m', 'a step');
          else shop.git(root, 'repack', '-qad');
        }
        if (await agrees(root)) enough += 1;
      }),
      { numRuns: 60 },
    );
    expect(enough).toBeGreaterThan(0);
  });
});
