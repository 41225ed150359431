import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { makeGit } from '../../../src/adapters/git/git.ts';
import type { RepositoryState } from '../../../src/core/actual/repository.ts';
import type { AbsPath } from '../../../src/core/values/paths.ts';
import { makeWorkshop, write, writeHook } from '../../tools/repository.ts';

const shop = makeWorkshop();
const git = makeGit({ environment: shop.environment });
afterAll(shop.dispose);

let count = 0;
function fresh(files?: Record<string, string>, init?: string[]): AbsPath {
  count += 1;
  return shop.repository(`state-${count}`, files, init);
}

function stateOf(root: AbsPath): RepositoryState {
  const opened = git.open(root);
  if (opened.kind !== 'repository') throw new Error(JSON.stringify(opened));
  return opened.state;
}

function damageOf(root: AbsPath): string {
  const opened = git.open(root);
  return opened.kind === 'damaged' ? opened.because : opened.kind;
}

function head(root: string): string {
  return shop.git(root, 'rev-parse', 'HEAD').trim();
}

/** Two branches that change the same line: any way of joining them stops with a conflict. */
function inConflict(...args: string[]): AbsPath {
  const root = fresh({ a: 'one\n' });
  shop.git(root, 'checkout', '-q', '-b', 'side');
  write(root, { a: 'side\n' });
  shop.git(root, 'commit', '-qam', 'side');
  shop.git(root, 'checkout', '-q', 'main');
  write(root, { a: 'main\n' });
  shop.git(root, 'commit', '-qam', 'main');
  if (args.length > 0) shop.tryGit(root, args);
  return root;
}

describe('where a repository is', () => {
  test('a folder without .git is absent, also inside another repository', () => {
    const root = fresh({ 'sub/a': 'x' });
    expect(git.open(`${root}/sub` as AbsPath).kind).toBe('absent');
    expect(git.open(`${shop.folder}/nothing` as AbsPath).kind).toBe('absent');
  });

  test('a plain repository tells head, branch and git folder', () => {
    const root = fresh({ a: 'x' });
    const state = stateOf(root);
    expect(state).toMatchObject({ gitDir: `${root}/.git`, head: head(root), branch: 'main', defaultBranch: 'main' });
    expect([state.locked, state.bare, state.operation]).toEqual([false, false, undefined]);
  });

  test('an unborn branch has a name and no head', () => {
    const state = stateOf(fresh());
    expect([state.branch, state.head, state.defaultBranch]).toEqual(['main', undefined, undefined]);
  });

  test('a detached HEAD has no branch', () => {
    const root = fresh({ a: 'x' });
    shop.git(root, 'checkout', '-q', '--detach');
    expect([stateOf(root).branch, stateOf(root).head]).toEqual([undefined, head(root)]);
  });

  test('refs are found when they are packed', () => {
    const root = fresh({ a: 'x' });
    shop.git(root, 'branch', 'other/deep');
    shop.git(root, 'pack-refs', '--all');
    expect(stateOf(root).head).toBe(head(root));
    shop.git(root, 'checkout', '-q', 'other/deep');
    expect(stateOf(root)).toMatchObject({ branch: 'other/deep', head: head(root), defaultBranch: 'main' });
  });

  test('a branch name may have any letters', () => {
    const root = fresh({ a: 'x' });
    shop.git(root, 'checkout', '-q', '-b', 'größe/日本');
    expect(stateOf(root).branch).toBe('größe/日本');
    shop.git(root, 'pack-refs', '--all');
    expect(stateOf(root).head).toBe(head(root));
  });

  test('a branch that is itself a symbolic ref is followed', () => {
    const root = fresh({ a: 'x' });
    shop.git(root, 'symbolic-ref', 'refs/heads/alias', 'refs/heads/main');
    shop.git(root, 'symbolic-ref', 'HEAD', 'refs/heads/alias');
    expect(stateOf(root)).toMatchObject({ branch: 'alias', head: head(root) });
  });

  test('HEAD may be a link, as in very old repositories', () => {
    const root = fresh({ a: 'x' });
    const id = head(root);
    rmSync(`${root}/.git/HEAD`);
    symlinkSync('refs/heads/main', `${root}/.git/HEAD`);
    expect(stateOf(root)).toMatchObject({ branch: 'main', head: id });
  });

  test('a linked worktree has its own HEAD and shares the branches', () => {
    const root = fresh({ a: 'x' });
    const linked = `${root}-linked` as AbsPath;
    shop.git(root, 'worktree', 'add', '-q', '-b', 'linked', linked);
    const state = stateOf(linked);
    expect(state).toMatchObject({ branch: 'linked', head: head(root), defaultBranch: 'main', bare: false });
    expect(state.gitDir).toContain('/.git/worktrees/');
  });

  test('a submodule is a repository', () => {
    const inner = fresh({ a: 'x' });
    const root = fresh({ b: 'y' });
    shop.git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'sub');
    expect(stateOf(`${root}/sub` as AbsPath)).toMatchObject({ head: head(inner), gitDir: `${root}/.git/modules/sub` });
  });

  test('a separate git folder and a linked git folder are followed', () => {
    const root = fresh({ a: 'x' }, ['--separate-git-dir', `${shop.folder}/apart.git`]);
    expect(stateOf(root)).toMatchObject({ gitDir: `${shop.folder}/apart.git`, head: head(root) });
    const linked = fresh({ a: 'x' });
    renameSync(`${linked}/.git`, `${linked}.git`);
    symlinkSync(`${linked}.git`, `${linked}/.git`);
    expect(stateOf(linked).head).toBe(head(linked));
  });

  test('a bare repository is told as bare', () => {
    expect(stateOf(fresh(undefined, ['--bare'])).bare).toBe(true);
    const root = fresh();
    shop.git(root, 'config', 'core.bare', 'true');
    expect(stateOf(root).bare).toBe(true);
  });

  test('a SHA-256 repository has ids of 64 digits', () => {
    const root = fresh({ a: 'x' }, ['--object-format=sha256']);
    expect(stateOf(root).head).toMatch(/^[0-9a-f]{64}$/);
    expect(stateOf(root).head).toBe(head(root));
  });

  test('the default branch is what origin/HEAD names', () => {
    const origin = fresh({ a: 'x' });
    shop.git(origin, 'branch', '-m', 'trunk');
    const root = `${shop.folder}/clone-${count}` as AbsPath;
    shop.git(shop.folder, 'clone', '-q', origin, root);
    shop.git(root, 'checkout', '-q', '-b', 'feature');
    expect(stateOf(root)).toMatchObject({ branch: 'feature', defaultBranch: 'trunk' });
  });
});

describe('operations in progress', () => {
  const STARTED = {
    merge: ['merge', 'side'],
    rebase: ['rebase', 'side'],
    'cherry-pick': ['cherry-pick', 'side'],
  } as const;

  for (const [operation, args] of Object.entries(STARTED)) {
    test(`a ${operation} is seen, and gone when it is aborted`, () => {
      const root = inConflict(...args);
      expect(stateOf(root).operation).toBe(operation);
      shop.git(root, operation, '--abort');
      expect(stateOf(root).operation).toBeUndefined();
    });
  }

  test('a rebase with the apply backend is a rebase, not an am', () => {
    expect(stateOf(inConflict('rebase', '--apply', 'side')).operation).toBe('rebase');
  });

  test('a revert is seen', () => {
    const root = fresh({ a: 'one\n' });
    for (const text of ['two\n', 'three\n']) {
      write(root, { a: text });
      shop.git(root, 'commit', '-qam', text);
    }
    shop.tryGit(root, ['revert', '--no-edit', 'HEAD~1']);
    expect(stateOf(root).operation).toBe('revert');
  });

  test('a bisect is seen', () => {
    const root = inConflict();
    shop.git(root, 'bisect', 'start');
    expect(stateOf(root).operation).toBe('bisect');
    shop.git(root, 'bisect', 'reset');
    expect(stateOf(root).operation).toBeUndefined();
  });

  test('an am is seen', () => {
    const root = inConflict();
    writeFileSync(`${root}/patch`, shop.git(root, 'format-patch', '--stdout', '-1', 'side'));
    shop.tryGit(root, ['am', 'patch']);
    expect(stateOf(root).operation).toBe('am');
  });

  test('between two picks of a series a cherry-pick is still in progress', () => {
    const root = inConflict();
    shop.git(root, 'checkout', '-q', 'side');
    write(root, { b: 'b\n' });
    shop.git(root, 'add', 'b');
    shop.git(root, 'commit', '-qm', 'second');
    shop.git(root, 'checkout', '-q', 'main');
    shop.tryGit(root, ['cherry-pick', 'side~1', 'side']);
    shop.git(root, 'commit', '-qam', 'resolved');
    expect(stateOf(root).operation).toBe('cherry-pick');
  });

  test('an index lock is seen, made by hand or held by a running commit', () => {
    const root = fresh({ a: 'x' });
    writeFileSync(`${root}/.git/index.lock`, '');
    expect(stateOf(root).locked).toBe(true);
    rmSync(`${root}/.git/index.lock`);
    writeHook(root, 'pre-commit', ['ls .git > seen']);
    write(root, { a: 'y' });
    shop.git(root, 'commit', '-qam', 'second');
    expect(readFileSync(`${root}/seen`, 'utf8')).toContain('index.lock');
    expect(stateOf(root).locked).toBe(false);
  });
});

describe('damage is told in a sentence', () => {
  test('an empty .git folder, and one without objects', () => {
    const root = fresh({ a: 'x' });
    renameSync(`${root}/.git/objects`, `${root}/.git/objects-away`);
    expect(damageOf(root)).toContain('no objects');
    rmSync(`${root}/.git`, { recursive: true });
    mkdirSync(`${root}/.git`);
    expect(damageOf(root)).toContain('has no HEAD');
  });

  test('a HEAD or branch that names nothing', () => {
    const root = fresh({ a: 'x' });
    writeFileSync(`${root}/.git/refs/heads/main`, '');
    expect(damageOf(root)).toContain('refs/heads/main names no commit');
    writeFileSync(`${root}/.git/HEAD`, 'garbage\n');
    expect(damageOf(root)).toContain('names neither a branch nor a commit');
  });

  test('a .git file or link that leads nowhere', () => {
    const root = fresh({ a: 'x' });
    rmSync(`${root}/.git`, { recursive: true });
    writeFileSync(`${root}/.git`, 'gitdir: ../gone/.git/worktrees/x\n');
    expect(damageOf(root)).toContain('which is not there');
    writeFileSync(`${root}/.git`, 'what\n');
    expect(damageOf(root)).toContain('does not name a git folder');
    rmSync(`${root}/.git`);
    symlinkSync('nowhere', `${root}/.git`);
    expect(damageOf(root)).toContain('link to something that is not there');
  });

  test('branches kept as reftables', () => {
    const root = fresh({ a: 'x' });
    writeFileSync(`${root}/.git/HEAD`, 'ref: refs/heads/.invalid\n');
    mkdirSync(`${root}/.git/reftable`);
    expect(damageOf(root)).toContain('reftable');
  });
});
